// <file-check data-digest data-drop>: tells whether a file that is dropped or chosen is the one with that SHA-256. It is
// read here, and not sent. Where a browser can't hash (a page that didn't come over https), the form inside goes its own way.

const HEAD = "%PDF-";
const LARGEST = 8 * 1024 * 1024;

class FileCheck extends HTMLElement {
  connectedCallback() {
    if (!globalThis.crypto?.subtle) return;
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.told = this.querySelector(".file-check-told");
    this.querySelector(".field-hint").textContent = this.dataset.drop;
    this.form.querySelector("button").hidden = true;
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("change", () => this.compare(this.input.files[0]));
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) this.addEventListener(name, (event) => this.drag(event));
  }

  drag(event) {
    event.preventDefault();
    this.classList.toggle("file-check-over", event.type === "dragenter" || event.type === "dragover");
    if (event.type === "drop") this.compare(event.dataTransfer.files[0]);
  }

  async compare(file) {
    if (!file) return;
    this.told.replaceChildren();
    const outcome = await this.outcome(file);
    const words = this.querySelector(`template[data-outcome="${outcome}"]`).content.cloneNode(true);
    const name = document.createElement("p");
    name.className = "quiet small";
    name.textContent = file.name;
    this.told.replaceChildren(name, words);
  }

  async outcome(file) {
    if ((await file.slice(0, HEAD.length).text()) !== HEAD) return "not-a-pdf";
    if (file.size > LARGEST) return "too-large";
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const name = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return name === this.dataset.digest ? "same" : "other";
  }
}

customElements.define("file-check", FileCheck);
