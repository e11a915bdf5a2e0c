// <copy-text data-copy data-copied>: a button that copies what stands in the field inside. Without a script, or where a
// browser lets no page copy, the field can be marked and copied by hand.

class CopyText extends HTMLElement {
  connectedCallback() {
    if (this.button || !navigator.clipboard) return;
    this.field = this.querySelector("input");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "button button-plain";
    this.button.textContent = this.dataset.copy;
    this.button.addEventListener("click", () => this.copy());
    this.told = document.createElement("span");
    this.told.setAttribute("role", "status");
    const line = document.createElement("p");
    line.className = "cluster no-print";
    line.append(this.button, this.told);
    this.append(line);
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.field.value);
      this.told.textContent = this.dataset.copied;
    } catch {
      this.field.select();
    }
  }
}

customElements.define("copy-text", CopyText);
