// Both signatures under a sheet, and the sealed record that is made of it. PINs are typed, sealed and gone: no page and no
// shelf of the device keeps them.

const PIN = /^\p{Nd}{4,8}$/u;

class Signing {
  constructor(sheet) {
    this.sheet = sheet;
    this.own = sheet.querySelector(".bench-own");
    this.theirs = sheet.querySelector(".bench-theirs");
    this.own.addEventListener("submit", (event) => this.signed(event));
    this.theirs.addEventListener("submit", (event) => this.passedOver(true, event));
    this.theirs.addEventListener("change", () => this.askWords());
    for (const form of [this.own, this.theirs]) form.addEventListener("input", ({ target }) => forgetFault(target.closest("[data-field]")));
    const name = (text) => text.replace("{name}", sheet.draft.trainee.name);
    for (const each of sheet.querySelectorAll("[data-named]")) each.textContent = name(each.dataset.named);
    sheet.querySelector(".bench-no-pin").hidden = sheet.assessor.has_pin;
    sheet.querySelector(".bench-own-pin").hidden = !sheet.assessor.has_pin;
  }

  // A step of the sheet is shown: with an empty field for a PIN, and the focus where one goes on.
  shown(step) {
    if (step !== "pass") this.pin = "";
    for (const each of this.sheet.querySelectorAll("input[name=pin]")) each.value = "";
    for (const each of this.sheet.querySelectorAll(".bench-fault")) each.textContent = "";
    for (const form of [this.own, this.theirs]) form.querySelectorAll(".field-wrong").forEach(forgetFault);
    const part = this.sheet.querySelector(`[data-step=${step}]`);
    if (step !== "judge") this.summarise(part);
    if (step === "sign") part.querySelector("input[name=pin]").focus();
    else part.querySelector("h1").focus({ preventScroll: true });
  }

  summarise(part) {
    const { draft, shelf, words } = this.sheet;
    const { state, word, reasons } = standing(draft, shelf.photos.length, words);
    const chip = part.querySelector(".bench-verdict");
    chip.className = `state state-${state} bench-verdict`;
    chip.textContent = word;
    const lines = reasons.map((each) => Object.assign(document.createElement("li"), { textContent: each }));
    part.querySelector(".bench-reasons").replaceChildren(...lines);
    const remark = part.querySelector(".bench-remark");
    if (!remark) return;
    remark.textContent = draft.stopped ? draft.values.reason : draft.values.remark;
    remark.hidden = !remark.textContent;
    part.querySelector(".bench-judged").replaceChildren(...draft.practical.criteria.map((each) => this.judged(each)));
  }

  judged(criterion) {
    const line = clone("bench-judged");
    const { practical, values } = this.sheet.draft;
    const given = values[`criterion-${criterion.id}`] ?? "not_observed";
    const words = line.dataset;
    const known = { met: words.met, not_met: words.notMet, not_observed: words.notObserved };
    say(line.querySelector("dt"), criterion.title, practical.lang);
    if (given in known) line.querySelector("dd").textContent = known[given];
    else say(line.querySelector("dd"), criterion.levels[given], practical.lang);
    return line;
  }

  async signed(event) {
    event.preventDefault();
    const pin = digits(this.own.elements.pin.value);
    if (this.sheet.assessor.has_pin && !PIN.test(pin)) return this.fault(this.own, "pin", this.sheet.words.pin);
    this.pin = pin;
    this.sheet.draft.endedAt ||= new Date().toISOString();
    if (event.submitter?.value === "later") await this.seal(null);
    else this.sheet.step("pass");
  }

  // The trainee signs, or does so later on their own.
  async passedOver(now, event) {
    event?.preventDefault();
    if (!now) return this.seal(null);
    const { agrees, words, pin: typed } = Object.fromEntries(new FormData(this.theirs));
    const pin = digits(typed);
    if (!agrees) return this.fault(this.theirs, "agrees", this.sheet.words.agree);
    if (agrees === "no" && !said(words)) return this.fault(this.theirs, "words", this.sheet.words.disagree);
    if (!PIN.test(pin)) return this.fault(this.theirs, "pin", this.sheet.words.pin);
    return this.seal({ pin, agrees: agrees === "yes", words: agrees === "yes" ? "" : said(words) });
  }

  askWords() {
    const disagrees = this.theirs.elements.agrees.value === "no";
    this.theirs.querySelector(".bench-disagreement").hidden = !disagrees;
  }

  fault(form, name, words) {
    const field = form.elements[name];
    const first = field instanceof RadioNodeList ? field[0] : field;
    tellFault(first.closest("[data-field]"), words);
    first.focus();
  }

  async seal(trainee) {
    if (this.sealing) return;
    this.sealing = true;
    const { sheet } = this;
    const step = sheet.querySelector("[data-step]:not([hidden])");
    step.setAttribute("aria-busy", "true");
    const became = await this.sealAndKeep(trainee).catch(() => ({ where: "nowhere" }));
    this.sealing = false;
    step.removeAttribute("aria-busy");
    if (became.where === "nowhere") step.querySelector(".bench-fault").textContent = sheet.words.nowhere;
    else await this.end(became);
  }

  async sealAndKeep(trainee) {
    const { sheet } = this;
    await sheet.saving;
    const { draft, assessor } = sheet;
    const sealed = await sealRecord(sheet.key, this.record(trainee), sheet.shelf.blobs);
    const whose = { assessor: { id: assessor.id, name: assessor.name }, bothSigned: Boolean(trainee) };
    const entry = { id: draft.id, place: draft.place, ...whose };
    return sheet.waits.take(entry, sealed, draft);
  }

  // It is signed: back to the board, or first into its instructor's hands if somebody else has the device.
  async end({ where, answer }) {
    const { sheet } = this;
    const { board, draft, words } = sheet;
    sheet.over = true;
    this.pin = "";
    rememberDevice(draft.practical, said(draft.values.device_brand), said(draft.values.device_model));
    if (where === "told") board.tell(answer.sentence, answer.address);
    else board.tell(where === "delivered" ? board.deliveredWords([draft.place]) : words.kept);
    if (board.passed) board.giveBack(() => board.close());
    else await board.close();
  }

  // What is sealed, as the school reads it.
  record(trainee) {
    const { id, trainee: { enrolment }, practical, values, stopped, begunAt, endedAt } = this.sheet.draft;
    const level = (criterion) => values[`criterion-${criterion.id}`] ?? "not_observed";
    return {
      id,
      enrolment,
      item: practical.id,
      revision: practical.revision,
      begun_at: begunAt,
      ended_at: endedAt,
      levels: Object.fromEntries(practical.criteria.map((each) => [each.id, level(each)])),
      device_brand: said(values.device_brand),
      device_model: said(values.device_model),
      decision: stopped ? "stopped" : (values.decision ?? "as_judged"),
      remark: said(stopped ? values.reason : values.remark),
      pin: this.pin,
      trainee,
      override: said(values.override),
      corrects: null,
    };
  }
}

function digits(typed) {
  return typed.replace(/\s/g, "");
}
