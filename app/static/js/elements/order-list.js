// <order-list>: puts things in order with buttons or the arrow keys, and fills in the numbers that the form sends.

class OrderList extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("click", (event) => this.clicked(event.target.closest("button")), { signal });
    this.addEventListener("keydown", (event) => this.pressed(event), { signal });
  }

  disconnectedCallback() {
    this.listeners.abort();
  }

  get items() {
    return [...this.querySelectorAll("li")];
  }

  clicked(button) {
    if (!button) return;
    if (button.dataset.by) this.move(button, Number(button.dataset.by));
    else this.keep();
  }

  pressed(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const button = event.target.closest("[data-by]");
    if (!by || !button) return;
    event.preventDefault();
    this.move(button, by);
  }

  move(button, by) {
    const item = button.closest("li");
    const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(item);
    else other.after(item);
    this.refocus(item, button);
    this.number();
    const words = { thing: item.querySelector(".ordering-text").textContent.trim() };
    this.say(this.dataset.moved, { ...words, number: this.items.indexOf(item) + 1, all: this.items.length });
  }

  keep() {
    this.number();
    this.say(this.dataset.kept, {});
    this.querySelector("[data-by='1']").focus();
  }

  // Whatever moves in the page loses the focus; at an end only one of the two buttons is left.
  refocus(item, button) {
    const [up, down] = item.querySelectorAll("[data-by]");
    const only = !item.previousElementSibling ? down : !item.nextElementSibling ? up : button;
    only.focus();
    item.scrollIntoView({ block: "nearest" });
  }

  number() {
    this.items.forEach((item, place) => {
      item.querySelector("select").selectedIndex = place + 1;
    });
    this.setAttribute("answered", "");
    this.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Somebody else chose the numbers: the list follows them.
  shown() {
    const placed = (item) => item.querySelector("select").selectedIndex || Infinity;
    const items = this.items.sort((one, other) => placed(one) - placed(other) || 0);
    this.querySelector("ol").append(...items);
    this.toggleAttribute("answered", items.every((item) => item.querySelector("select").value));
  }

  say(text, words) {
    this.querySelector("[role=status]").textContent = text.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  }
}

customElements.define("order-list", OrderList);
