// The photos of a sheet: taken with the camera, turned right and made smaller on the phone, kept until they are sealed.

class PhotoShelf {
  constructor(place, { draft, photos, records, changed }) {
    Object.assign(this, { place, draft, photos, records, changed });
    this.input = place.querySelector("input");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.show();
  }

  get blobs() {
    return this.photos.map(({ photo }) => photo);
  }

  // One after the other, in the order in which they were taken.
  take(files) {
    this.input.value = ""; // the same photo can be chosen again
    const before = this.taking ?? Promise.resolve();
    this.taking = before.then(() => this.takeAll(files));
    return this.taking;
  }

  async takeAll(files) {
    this.place.setAttribute("aria-busy", "true");
    const most = Number(this.place.dataset.most);
    for (const file of files.slice(0, most - this.photos.length)) {
      const { photo } = await customElements.get("photo-capture").smaller(file);
      this.photos.push(await this.kept(photo));
      this.show();
    }
    this.place.removeAttribute("aria-busy");
    this.changed();
  }

  // Where the device is full the photo stays in the page's memory.
  async kept(photo) {
    try {
      return await this.records.addPhoto(this.draft, photo);
    } catch {
      this.full = true;
      return { number: 0, photo };
    }
  }

  show() {
    const { place } = this;
    place.querySelectorAll("img").forEach((each) => URL.revokeObjectURL(each.src));
    place.querySelector(".photos-shown").replaceChildren(...this.photos.map((each, index) => this.figure(each, index + 1)));
    this.input.disabled = this.photos.length >= Number(place.dataset.most);
    place.querySelector(".photos-count").textContent = this.photos.length ? `${this.photos.length}` : "";
  }

  figure(shown, number) {
    const figure = clone("bench-photo");
    const caption = this.place.dataset.count.replace("{number}", number);
    Object.assign(figure.querySelector("img"), { src: URL.createObjectURL(shown.photo), alt: caption });
    const button = figure.querySelector("button");
    button.setAttribute("aria-label", this.place.dataset.remove.replace("{number}", number));
    button.addEventListener("click", () => this.drop(shown));
    return figure;
  }

  async drop(shown) {
    this.photos = this.photos.filter((each) => each !== shown);
    if (shown.number) await this.records.dropPhoto(shown.number);
    this.show();
    this.input.focus();
    this.changed();
  }
}
