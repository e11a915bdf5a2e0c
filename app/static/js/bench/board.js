// <bench-board>: a cohort's trainees by what they are about to show. The school said how everybody stands; what was begun
// or signed on this device since then is shown besides. One tap opens the sheet on which a trainee is judged.

const STALE = 60_000; // milliseconds until the board is asked for again
const PASSED = "bench passed over"; // while somebody else has the device, also when the page is loaded again

class BenchBoard extends HTMLElement {
  async connectedCallback() {
    this.data = dataOf(document);
    this.board = this.querySelector(".board");
    this.came = this.board.cloneNode(true);
    this.place = this.querySelector(".bench-place");
    this.waits = document.querySelector("what-waits");
    this.waiting = [];
    if (!(await this.waits.able())) return this.tell(this.dataset.unable);
    this.waiting = (await this.waits.records.waiting()).filter(({ assessor }) => assessor.id === this.data.assessor.id);
    this.listen();
    this.passed = Boolean(sessionStorage.getItem(PASSED));
    await this.draw();
    await this.follow();
    this.refresh();
  }

  disconnectedCallback() {
    this.listeners?.abort();
  }

  listen() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.addEventListener("click", (event) => this.clicked(event), { signal });
    window.addEventListener("popstate", () => this.follow(), { signal });
    document.addEventListener("what-waits:shown", (event) => this.waitingChanged(event.detail), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh(STALE), { signal });
    window.addEventListener("online", () => this.refresh(), { signal });
  }

  // The board as the school has it now, if it can be asked; kept for a time without network.
  async refresh(age = 0) {
    if (Date.now() - this.asked < age || this.refreshing) return;
    this.refreshing = true;
    const made = await this.waits.keepPage(this.data.kept_for, "/bench/", "bench-board").catch(() => {});
    this.refreshing = false;
    if (!made) return;
    this.asked = Date.now();
    this.data = dataOf(made);
    this.came = document.importNode(made.querySelector(".board"), true);
    await this.draw();
  }

  // What waits no longer is at the school: recorded, or held there, which every page says.
  async waitingChanged({ waiting, told }) {
    const gone = this.waiting.filter(({ id }) => !waiting.some((each) => each.id === id));
    this.waiting = waiting;
    await this.draw();
    if (!gone.length) return;
    const recorded = gone.filter(({ id }) => !told.some((each) => each.id === id && each.state === "held"));
    this.tell(recorded.length ? this.deliveredWords(recorded.map(({ place }) => place)) : "");
    this.refresh();
  }

  // That it was delivered, and whose it was; of another cohort's the names aren't here.
  deliveredWords(places) {
    const enrolments = places.map((place) => place.split("/")[0]);
    const names = this.data.trainees.filter(({ enrolment }) => enrolments.includes(enrolment)).map(({ name }) => name);
    return names.length ? this.dataset.deliveredOf.replace("{names}", names.join(", ")) : this.dataset.delivered;
  }

  // Shows how everybody stands. What is open and what has the focus stays so.
  async draw() {
    const drafts = (await this.waits.records.drafts(this.data.kept_for)).filter(({ cohort }) => cohort === this.data.cohort.id);
    const shown = this.came.cloneNode(true);
    for (const each of this.board.querySelectorAll("details[id]")) {
      const now = shown.querySelector(`#${CSS.escape(each.id)}`);
      if (now) now.open = each.open;
    }
    for (const { place, practical, trainee } of drafts) this.mark(shown, place, "being", [trainee.name, practical.title]);
    for (const { place } of this.waiting) this.mark(shown, place, "waits");
    const focused = this.board.contains(document.activeElement) && document.activeElement.closest("[data-place]")?.dataset.place;
    const told = [...this.board.querySelector(".bench-told").childNodes];
    this.board.replaceChildren(...shown.children);
    this.board.querySelector(".bench-told").replaceChildren(...told);
    if (focused) this.focusOn(focused);
  }

  // Shows what is known on this device only, in the place of what the school said.
  mark(board, place, state, names) {
    const rows = [...board.querySelectorAll(`[data-place="${CSS.escape(place)}"]`)];
    const here = board.querySelector(".bench-here");
    const first = rows[0]?.cloneNode(true) ?? (names && this.newRow(place, names));
    for (const row of rows) {
      if (row.closest(".bench-queue")) row.remove();
      else this.chip(row, state);
    }
    if (!first) return; // of another cohort
    this.chip(first, state);
    here.hidden = false;
    here.querySelector("ul").append(first);
    this.tidy(board);
  }

  // A practical that has left the board meanwhile, but somebody is being judged in it.
  newRow(place, [name, title]) {
    const row = document.getElementById("bench-row").content.firstElementChild.cloneNode(true);
    row.dataset.place = place;
    row.querySelector(".bench-name").textContent = name;
    row.querySelector(".bench-note").textContent = title;
    return row;
  }

  chip(row, state) {
    const chip = row.querySelector(".state");
    chip.className = `state state-${state === "being" ? "running" : "waiting"}`;
    chip.textContent = this.dataset[state];
  }

  tidy(board) {
    const queue = board.querySelector(".bench-queue");
    if (queue) queue.hidden = !queue.querySelector("li");
  }

  tell(words, address = "") {
    const link = Object.assign(document.createElement("a"), { href: address, textContent: this.waits.dataset.look });
    this.board.querySelector(".bench-told").replaceChildren(words, ...(address ? [" ", link] : []));
  }

  // The trainee gets the device, to read the outcome and sign.
  passOver() {
    this.passed = true;
    sessionStorage.setItem(PASSED, "1");
  }

  // Shows nothing but to whom the device goes back, until they have it; `then` they go on.
  giveBack(then) {
    this.then = then;
    if (this.place.querySelector(".bench-back")) return;
    const page = clone("bench-back");
    page.querySelector("button").addEventListener("click", () => this.givenBack(page));
    this.board.hidden = true;
    if (this.sheet) this.sheet.hidden = true;
    this.place.append(page);
    scrollTo(0, 0);
    page.querySelector("h1").focus({ preventScroll: true });
  }

  givenBack(page) {
    page.remove();
    this.passed = false;
    sessionStorage.removeItem(PASSED);
    this.board.hidden = Boolean(this.sheet);
    if (this.sheet) this.sheet.hidden = false;
    this.then();
  }

  focusOn(place) {
    const link = this.board.querySelector(`[data-place="${CSS.escape(place)}"] a`);
    (link ?? this.board.querySelector("h1")).focus();
  }

  clicked(event) {
    const row = event.target.closest("[data-place]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!row || !event.target.closest("a") || !plain) return;
    event.preventDefault();
    this.begin(row.dataset.place);
  }

  // Opens the sheet on which that trainee is judged, the one that was begun before if there is one.
  async begin(place) {
    const begun = (await this.waits.records.drafts(this.data.kept_for)).find((each) => each.place === place);
    const draft = begun ?? this.newDraft(place);
    if (!draft) return;
    navigator.storage?.persist?.().catch(() => {});
    this.unsaved = draft;
    if (!begun) await this.waits.records.saveDraft(draft).catch(() => {}); // the sheet says that there is no room
    history.pushState({ bench: true }, "", `#${place}`);
    await this.open(draft);
  }

  newDraft(place) {
    const [enrolment, item] = place.split("/");
    const trainee = this.data.trainees.find((each) => each.enrolment === enrolment);
    const practical = this.data.practicals.find((each) => each.id === item);
    if (!trainee || !practical) return undefined;
    const { why, missing } = trainee.states[item];
    const [last] = rememberedDevices(practical).filter((each) => each.practical === item);
    const values = last && !practical.different_devices ? { device_brand: last.brand, device_model: last.model } : {};
    return {
      place,
      id: crypto.randomUUID(),
      keptFor: this.data.kept_for,
      cohort: this.data.cohort.id,
      trainee: { enrolment, name: trainee.name },
      practical,
      why,
      missing,
      values,
      stopped: false,
      begunAt: new Date().toISOString(),
      endedAt: "",
    };
  }

  // Shows what the address says: the sheet of a judgement that was begun, or the board.
  async follow() {
    if (this.passed) return this.giveBack(() => this.follow());
    const place = decodeURIComponent(location.hash.slice(1));
    if (this.sheet?.draft.place === place) return;
    const begun = await this.waits.records.drafts(this.data.kept_for);
    const draft = begun.find((each) => each.place === place) ?? (this.unsaved?.place === place ? this.unsaved : undefined);
    if (draft) await this.open(draft);
    else if (this.sheet) await this.close();
  }

  async open(draft) {
    this.sheet?.remove();
    this.tell("");
    const photos = await this.waits.records.photos(draft).catch(() => []);
    this.sheet = document.createElement("bench-sheet");
    this.sheet.begin({ draft, photos, board: this, waits: this.waits, assessor: this.data.assessor, key: this.data.key });
    this.board.hidden = true;
    this.place.replaceChildren(this.sheet);
    this.sheet.scrollIntoView();
    this.sheet.querySelector("h1").focus({ preventScroll: true });
  }

  // Back to the board, which says what became of the sheet.
  async close() {
    const { place } = this.sheet.draft;
    this.sheet.remove();
    this.sheet = this.unsaved = undefined;
    this.board.hidden = false;
    if (location.hash) history.replaceState({}, "", location.pathname);
    await this.draw();
    this.focusOn(place);
  }
}

function dataOf(page) {
  return JSON.parse(page.getElementById("bench-data").textContent);
}

customElements.define("bench-board", BenchBoard);
