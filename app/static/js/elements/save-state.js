// <save-state>: whether what was entered in the form around it has reached the server; tries again until it has.

const RETRY_AFTER = 5000;

class SaveState extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form") ?? document.body;
    this.waiting = new Set();
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.form.addEventListener("htmx:before:request", () => this.show("saving"), { signal });
    this.form.addEventListener("htmx:after:request", (event) => this.answered(event), { signal });
    this.form.addEventListener("htmx:error", (event) => this.failed(event.target), { signal });
    window.addEventListener("online", () => this.retry(), { signal });
  }

  disconnectedCallback() {
    this.listeners.abort();
    clearTimeout(this.timer);
  }

  answered(event) {
    const { ok, status } = event.detail.ctx.response.raw;
    if (status >= 500) {
      this.failed(event.target);
      return;
    }
    this.waiting.delete(event.target);
    this.show(!ok ? "refused" : this.waiting.size ? "failed" : "saved");
  }

  failed(source) {
    this.waiting.add(source);
    this.show("failed");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.retry(), RETRY_AFTER);
  }

  retry() {
    for (const source of this.waiting) source.dispatchEvent(new Event("change", { bubbles: true }));
  }

  show(state) {
    this.setAttribute("state", state);
    this.textContent = this.dataset[state];
  }
}

customElements.define("save-state", SaveState);
