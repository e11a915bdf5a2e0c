// <bench-sheet>: the sheet on which an assessor judges one trainee's work. It is kept on the device as it is filled in,
// readable until it is signed; signing makes a sealed record of it.

const LITTLE_ROOM = 50_000_000; // bytes
const TELLING = 2; // reasons beside the outcome; more would hide the sheet

class BenchSheet extends HTMLElement {
  // What it is about: a draft with its photos, the board that it goes back to, and who judges.
  begin(about) {
    Object.assign(this, about);
    this.records = this.waits.records;
    this.saving = Promise.resolve();
  }

  connectedCallback() {
    this.append(document.getElementById("bench-sheet").content.cloneNode(true));
    this.words = this.querySelector(".bench-words").dataset;
    this.form = this.querySelector(".bench-form");
    this.fill();
    const about = { draft: this.draft, photos: this.photos, records: this.records, changed: () => this.changed() };
    this.shelf = new PhotoShelf(this.querySelector(".bench-photos"), about);
    this.signing = new Signing(this);
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("click", (event) => this.clicked(event));
    this.ticking = setInterval(() => this.tick(), 1000);
    this.watchRoom();
    this.changed();
    this.tick();
  }

  disconnectedCallback() {
    clearInterval(this.ticking);
  }

  fill() {
    const { trainee, practical, why, missing: more, values } = this.draft;
    this.querySelectorAll(".bench-who").forEach((each) => (each.textContent = trainee.name));
    this.querySelectorAll(".bench-what").forEach((each) => say(each, practical.title, practical.lang));
    this.querySelector(".bench-why").textContent = why;
    this.querySelector(".bench-locked").hidden = !why;
    this.querySelector(".bench-missing").textContent = more;
    const boxes = practical.criteria.map((each, index) => criterionBox(each, index + 1, practical.lang));
    this.querySelector(".bench-criteria").append(...boxes);
    const asked = this.words.photosAsked.replace("{number}", practical.photos);
    this.querySelector("[data-photos]").textContent = practical.photos ? asked : "";
    for (const [name, value] of Object.entries(values)) this.put(name, value);
    this.showDevices();
  }

  put(name, value) {
    const field = this.form.elements[name];
    if (field) field.value = value;
  }

  // The devices that were judged here last, a tap each.
  showDevices() {
    const known = rememberedDevices(this.draft.practical);
    const picks = known.slice(0, 4).map(({ brand, model }) => {
      const button = clone("bench-device");
      button.textContent = `${brand} ${model}`;
      button.addEventListener("click", () => this.putDevice(brand, model));
      return button;
    });
    this.querySelector(".bench-devices").replaceChildren(...picks);
  }

  putDevice(brand, model) {
    this.put("device_brand", brand);
    this.put("device_model", model);
    this.changed();
  }

  get values() {
    return Object.fromEntries(new FormData(this.form));
  }

  // Keeps the sheet as it is now, and says what follows from it.
  changed() {
    this.draft.values = this.values;
    this.save();
    this.show();
  }

  save() {
    const kept = { ...this.draft, values: { ...this.draft.values } };
    this.saving = this.saving.then(() => !this.over && this.records.saveDraft(kept)).then(
      () => this.tellRoom(this.shelf?.full),
      () => this.tellRoom(true),
    );
  }

  show() {
    const { state, word, reasons } = standing(this.draft, this.shelf?.photos.length ?? 0, this.words);
    const chip = this.querySelector(".bench-outcome");
    chip.className = `state state-${state} bench-outcome`;
    if (chip.textContent !== word) chip.textContent = word;
    const others = reasons.length - TELLING;
    const shown = [...reasons.slice(0, TELLING), ...(others > 0 ? [this.words.more.replace("{number}", others)] : [])];
    this.querySelector(".bench-change").textContent = shown.join(" ");
    this.querySelector(".bench-stopped").hidden = !this.draft.stopped;
    this.querySelector("[data-do=stop]").hidden = this.draft.stopped;
    for (const part of this.querySelectorAll("[data-unless=stopped]")) part.hidden = this.draft.stopped;
    for (const found of this.form.querySelectorAll(".field-wrong")) this.clearFault(found);
  }

  // The time since it was begun, against the time allowed.
  tick() {
    const { begunAt, endedAt, practical } = this.draft;
    const until = endedAt ? Date.parse(endedAt) : Date.now();
    const seconds = Math.max(0, Math.round((until - Date.parse(begunAt)) / 1000));
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const face = this.querySelector(".bench-time");
    const over = practical.minutes && seconds > practical.minutes * 60;
    const words = practical.minutes ? (over ? this.words.timeOver : this.words.timeOf) : this.words.time;
    face.textContent = words.replace("{time}", time).replace("{minutes}", practical.minutes);
    face.classList.toggle("bench-over", Boolean(over));
  }

  async watchRoom() {
    const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => {})) ?? {};
    if (quota - usage < LITTLE_ROOM) this.short = this.words.little.replace("{number}", Math.floor((quota - usage) / 1e6));
    this.tellRoom(false);
  }

  // Nothing is cleared: what can't be kept stays on the screen.
  tellRoom(full) {
    const place = this.querySelector(".bench-room");
    const words = full ? this.words.full : (this.short ?? "");
    if (place.textContent !== words) place.textContent = words;
  }

  clicked(event) {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (!act) return;
    event.preventDefault();
    ({
      leave: () => this.leave(),
      stop: () => this.stop(true),
      resume: () => this.stop(false),
      sign: () => this.sign(),
      drop: () => this.drop(),
      change: () => this.step("judge"),
      later: () => this.signing.passedOver(false),
      "give-back": () => this.board.giveBack(() => this.step("judge")),
    })[act]();
  }

  leave() {
    if (history.state?.bench) history.back();
    else this.board.close();
  }

  // Something unsafe was done: the work is over at this moment.
  stop(stopped) {
    this.draft.stopped = stopped;
    this.draft.endedAt = stopped ? new Date().toISOString() : "";
    this.changed();
    this.tick();
    if (stopped) this.form.elements.reason.focus();
  }

  async drop() {
    this.over = true;
    await this.saving;
    await this.records.dropDraft(this.draft).catch(() => {});
    this.board.tell(this.words.dropped);
    await this.board.close();
  }

  // On to signing, if nothing is missing; else to what is.
  async sign() {
    await this.shelf.taking;
    const found = missing(this.draft, this.shelf.photos.length, this.words);
    this.querySelector(".bench-told-missing").textContent = found.length ? this.words.incomplete : "";
    for (const [name, words] of found) tellFault(this.field(name), words);
    if (!found.length) return this.step("sign");
    const field = this.field(found[0][0]);
    field.scrollIntoView({ block: "start" });
    (field.querySelector("input:not([type=hidden]), textarea") ?? field).focus({ preventScroll: true });
  }

  field(name) {
    return this.querySelector(`#${CSS.escape(name)}`) ?? this.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  clearFault(field) {
    const names = { device_brand: 1, device_model: 1, reason: 1, remark: 1, override: 1 };
    const name = field.dataset.field ?? field.id;
    const done = name in names ? said(this.draft.values[name]) : name === "photos" || this.draft.values[name];
    if (!done) return;
    forgetFault(field);
    this.querySelector(".bench-told-missing").textContent = "";
  }

  // Shows one of the three: judge, sign, pass.
  step(name) {
    if (name === "pass") this.board.passOver();
    for (const part of this.querySelectorAll("[data-step]")) part.hidden = part.dataset.step !== name;
    this.scrollIntoView();
    this.signing.shown(name);
  }
}

function say(element, words, lang) {
  element.textContent = words;
  if (lang) element.lang = lang;
}

customElements.define("bench-sheet", BenchSheet);
