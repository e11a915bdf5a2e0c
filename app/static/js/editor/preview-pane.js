// The page that trainees will have, beside the text: as wide as on a phone or a computer, in each language.

const WIDTHS = { phone: 390, computer: 1280 }; // pixels

class PreviewPane {
  constructor(pane, { language, words }) {
    Object.assign(this, { pane, language, words, address: "", version: null, wide: "phone" });
    this.frame = pane.querySelector("iframe");
    this.room = pane.querySelector(".editor-frame");
    this.said = pane.querySelector(".editor-preview-said");
    this.languages = pane.querySelector(".editor-languages");
    for (const button of pane.querySelectorAll("[data-width]")) {
      button.addEventListener("click", () => this.widen(button.dataset.width));
    }
    this.frame.addEventListener("load", () => this.comeBack());
    new ResizeObserver(() => this.fit()).observe(this.room);
    this.widen(this.wide);
  }

  show({ previews, version, current }) {
    this.said.textContent = current ? "" : Object.keys(previews).length ? this.words.as_before : this.words.nothing_yet;
    this.said.hidden = !this.said.textContent;
    this.offer(Object.keys(previews));
    const address = previews[this.language] ?? Object.values(previews)[0] ?? "";
    this.frame.hidden = !address;
    if (address && (address !== this.address || version !== this.version)) this.load(address);
    Object.assign(this, { previews, version, current });
  }

  load(address) {
    const shown = this.frame.contentWindow;
    const isSame = address === this.address;
    this.place = isSame ? shown.scrollY : 0;
    this.address = address;
    // Whoever went on to another page in it stays there, and sees that one anew.
    if (isSame) shown.location.reload();
    else shown.location.replace(address);
  }

  comeBack() {
    if (this.place) this.frame.contentWindow.scrollTo({ top: this.place, behavior: "instant" });
    this.place = 0;
  }

  offer(languages) {
    this.languages.hidden = languages.length < 2;
    if (this.languages.childElementCount !== languages.length) {
      this.languages.replaceChildren(...languages.map((each) => this.button(each)));
    }
    for (const each of this.languages.children) each.ariaPressed = String(each.lang === this.language);
  }

  button(language) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "editor-choice", lang: language });
    button.textContent = new Intl.DisplayNames([language], { type: "language" }).of(language);
    button.addEventListener("click", () => {
      this.language = language;
      this.show(this);
    });
    return button;
  }

  widen(wide) {
    this.wide = wide;
    for (const each of this.pane.querySelectorAll("[data-width]")) each.ariaPressed = String(each.dataset.width === wide);
    this.fit();
  }

  // A computer's page is drawn as small as it has to be, a phone's stands in the middle.
  fit() {
    const { clientWidth: width, clientHeight: height } = this.room;
    if (!width) return;
    const wanted = this.wide === "phone" ? Math.min(WIDTHS.phone, width) : Math.max(WIDTHS.computer, width);
    const scale = Math.min(1, width / wanted);
    this.frame.style.width = `${wanted}px`;
    this.frame.style.height = `${height / scale}px`;
    this.frame.style.transform = `scale(${scale})`;
    this.frame.style.marginInlineStart = `${Math.max(0, (width - wanted) / 2)}px`;
  }
}
