// <step-list>: counts the ticked steps, and remembers the ticks of this page on this device.

class StepList extends HTMLElement {
  connectedCallback() {
    if (this.head) return;
    this.boxes = [...this.querySelectorAll(".step-tick input")];
    const place = [...document.querySelectorAll("step-list")].indexOf(this);
    this.key = `steps:${location.pathname}:${place}`;
    this.addHead();
    this.recall();
    this.addEventListener("change", () => {
      this.keep();
      this.show();
    });
    this.show();
  }

  addHead() {
    this.head = document.createElement("div");
    this.head.className = "steps-head";
    const title = this.querySelector(".steps-title");
    this.count = document.createElement("p");
    this.count.className = "steps-count";
    this.count.setAttribute("role", "status");
    this.again = document.createElement("button");
    this.again.type = "button";
    this.again.className = "button button-quiet no-print";
    this.again.textContent = this.dataset.again;
    this.again.addEventListener("click", () => this.clear());
    this.prepend(this.head);
    this.head.append(...(title ? [title] : []), this.count);
    this.append(this.again);
  }

  clear() {
    for (const box of this.boxes) box.checked = false;
    this.keep();
    this.show();
    this.boxes[0]?.focus();
  }

  show() {
    const done = this.boxes.filter((box) => box.checked).length;
    this.count.textContent = this.dataset.count.replace("{done}", done).replace("{all}", this.boxes.length);
    this.again.hidden = done === 0;
  }

  // A browser without storage, or with a full one, simply forgets.
  recall() {
    try {
      const ticked = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      this.boxes.forEach((box, index) => {
        box.checked = ticked.includes(index);
      });
    } catch {
      return;
    }
  }

  keep() {
    const ticked = this.boxes.flatMap((box, index) => (box.checked ? [index] : []));
    try {
      localStorage.setItem(this.key, JSON.stringify(ticked));
    } catch {
      return;
    }
  }
}

customElements.define("step-list", StepList);
