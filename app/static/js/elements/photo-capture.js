// <photo-capture>: shows the chosen photos, and makes them smaller before they are sent.

const LONGEST_SIDE = 1600;
const QUALITY = 0.85;

class PhotoCapture extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.shown = document.createElement("div");
    this.shown.className = "photos-shown";
    this.append(this.shown);
    this.input.addEventListener("change", () => this.take([...this.input.files]));
  }

  disconnectedCallback() {
    this.shown?.remove();
  }

  async take(files) {
    this.shown.replaceChildren();
    this.setAttribute("aria-busy", "true");
    const kept = new DataTransfer();
    for (const [index, file] of files.entries()) kept.items.add(await this.shownSmaller(file, index + 1));
    this.input.files = kept.files;
    this.removeAttribute("aria-busy");
  }

  async shownSmaller(file, number) {
    const caption = this.dataset.count.replace("{number}", number);
    const { photo, canvas } = await PhotoCapture.smaller(file);
    this.show(canvas, canvas ? caption : `${caption}: ${this.dataset.large}`);
    return photo;
  }

  // Answers the photo as a JPEG of at most LONGEST_SIDE, turned right, with a canvas that shows it; as it is, without
  // one, where the device can't read it.
  static async smaller(file) {
    try {
      const canvas = drawn(await createImageBitmap(file, { imageOrientation: "from-image" }));
      const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
      if (!blob || blob.size >= file.size) return { photo: file, canvas };
      const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
      return { photo: new File([blob], name, { type: "image/jpeg" }), canvas };
    } catch {
      return { photo: file, canvas: null };
    }
  }

  show(canvas, caption) {
    const figure = document.createElement("figure");
    const words = document.createElement("figcaption");
    words.textContent = caption;
    canvas?.setAttribute("aria-hidden", "true");
    figure.append(...(canvas ? [canvas] : []), words);
    this.shown.append(figure);
  }
}

function drawn(picture) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

customElements.define("photo-capture", PhotoCapture);
