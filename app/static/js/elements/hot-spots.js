// <hot-spots>: a tap on the picture chooses the place that it lies in, as its line in the list does.

const NEAR = 22; // pixels: half of what a thumb needs

class HotSpots extends HTMLElement {
  connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("click", (event) => this.tapped(event), { signal });
    this.addEventListener("change", () => this.shown(), { signal });
    this.shown();
  }

  disconnectedCallback() {
    this.listeners.abort();
  }

  tapped({ target, clientX, clientY }) {
    if (!target.closest(".hotspot-picture")) return;
    const place = this.placeAt(clientX, clientY);
    const input = place && this.inputOf(place);
    if (!input) {
      this.say(this.dataset.missed, "");
      return;
    }
    input.checked = input.type === "radio" || !input.checked;
    const label = input.closest("label").textContent.trim();
    this.say(input.checked ? this.dataset.chosen : this.dataset.left, label);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // The smallest place around the point; else the nearest one within a thumb's breadth.
  placeAt(x, y) {
    const found = this.places.map((place) => {
      const { left, right, top, bottom, width, height } = place.querySelector("rect").getBoundingClientRect();
      const away = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      return { place, away, area: width * height };
    });
    found.sort((one, other) => one.away - other.away || one.area - other.area);
    return found[0].away <= NEAR ? found[0].place : null;
  }

  get places() {
    return [...this.querySelectorAll("[data-place]")];
  }

  inputOf(place) {
    return this.querySelector(`input[value="${place.dataset.place}"]`);
  }

  shown() {
    for (const place of this.places) place.classList.toggle("hotspot-chosen", this.inputOf(place).checked);
  }

  say(text, place) {
    this.querySelector("[role=status]").textContent = text.replace("{place}", place);
  }
}

customElements.define("hot-spots", HotSpots);
