// <what-waits>: on every page, how many answers and sign-offs wait on this device, and for whom. It brings them to the
// school, again and again while a page is open; and where nobody is signed in, it leaves nothing that can be read.

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

class WhatWaits extends HTMLElement {
  connectedCallback() {
    this.wait = FIRST_WAIT;
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    const again = () => document.hidden || this.bring();
    window.addEventListener("online", again, { signal });
    window.addEventListener("pageshow", (event) => event.persisted && again(), { signal });
    document.addEventListener("visibilitychange", again, { signal });
    this.channel = new BroadcastChannel("records");
    this.channel.onmessage = () => this.show().catch(() => {});
    this.records = new RecordQueue();
    this.records.database.catch(() => {});
    this.bring();
  }

  disconnectedCallback() {
    this.listeners.abort();
    this.channel.close();
    clearTimeout(this.retrying);
  }

  // Whether records can be sealed and kept here: not in a browser that keeps nothing, nor where the page came
  // without encryption.
  async able() {
    return Boolean(crypto.subtle) && this.records.database.then(() => true).catch(() => false);
  }

  // Brings everything that this person may bring; once at a time.
  bring() {
    this.bringing ??= this.bringAll()
      .catch(() => "kept")
      .finally(() => delete this.bringing);
    return this.bringing;
  }

  async bringAll() {
    clearTimeout(this.retrying);
    const { person, keptFor } = this.dataset;
    this.answers ??= (await answerQueue()).queue;
    await this.records.forgetReadable(keptFor).catch(() => {});
    if (!person) {
      [LEFT, REFUSED].forEach((name) => sessionStorage.removeItem(name));
      clocks().forget();
      await Promise.all([dropPages(), this.answers.forgetSaved()]);
    } else if (!document.querySelector("answer-sheet, bench-board")) await dropPage(location.pathname);
    await this.show().catch(() => {});
    if (person) await this.deliver(person);
  }

  async deliver(person) {
    await bringAnswers(this.answers).catch(() => {});
    this.outcome = await deliverRecords(this.records, person).catch(() => "kept"); // a browser that keeps nothing
    await this.show();
    this.channel.postMessage("changed");
    if (this.outcome !== "kept") this.wait = FIRST_WAIT;
    else this.retrying = setTimeout(() => document.hidden || this.bring(), this.wait);
    if (this.outcome === "kept") this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
  }

  // Keeps what was sealed just now, and brings it. Where the device is full it is brought at once or not at all: answers
  // where it is, "kept", "delivered", "nowhere", or "told", with what the school said of it that somebody has to look at.
  async take(entry, sealed, draft) {
    try {
      await this.records.keep(entry, sealed, draft);
    } catch {
      return this.takeAtOnce(entry, sealed, draft);
    }
    await this.show();
    this.bring().then(() => this.bring()); // one that is under way may have begun before
    return { where: "kept" };
  }

  async takeAtOnce(entry, sealed, draft) {
    const waiting = await this.records.waiting().catch(() => []);
    if (waiting.some((each) => each.id === entry.id)) return { where: "kept" }; // by another tab
    const { outcome, body } = await sendRecord(entry, sealed);
    if (outcome !== "answered") return { where: "nowhere" };
    await this.records.dropDraft(draft);
    await this.records.settle(entry, body).catch(() => {});
    await this.show();
    return { where: comesBack(entry, body) ? "told" : "delivered", answer: body };
  }

  keepPage(...about) {
    return keepPage(...about);
  }

  // Says what waits, in one line.
  async show() {
    const { person } = this.dataset;
    const waiting = await this.records.waiting().catch(() => []);
    const told = person ? await this.records.told().catch(() => []) : [];
    const mine = waiting.filter(({ assessor }) => assessor.id === person);
    const untaken = mine.filter(({ id }) => left().includes(id)).length;
    const others = waiting.filter(({ assessor }) => assessor.id !== person).map(({ assessor }) => assessor.name);
    const answers = await answersElsewhere(this.answers ?? (await answerQueue()).queue);
    this.say(told, [
      this.counted("answers", answers),
      this.counted("records", mine.length - untaken),
      this.outcome === "refused" && mine.length ? this.dataset.refused : "",
      this.counted("untaken", untaken),
      ...[...new Set(others)].map((name) => this.forSomebody(name, others)),
    ]);
    document.dispatchEvent(new CustomEvent("what-waits:shown", { detail: { waiting: mine, told } }));
  }

  counted(what, number) {
    if (!number) return "";
    return this.dataset[number === 1 ? `${what}One` : `${what}Many`].replace("{number}", number);
  }

  forSomebody(name, names) {
    return this.counted("others", names.filter((each) => each === name).length).replace("{name}", name);
  }

  say(told, sentences) {
    const line = sentences.filter(Boolean).join(" ");
    const parts = told.map(({ id, sentence, address }) => this.heldLine(id, sentence, address));
    if (line) parts.unshift(Object.assign(document.createElement("p"), { className: "waits-line", textContent: line }));
    const before = [...this.children].map((each) => each.textContent).join();
    if (before !== parts.map((each) => each.textContent).join()) this.replaceChildren(...parts);
  }

  // What came back: it is there at the school, and somebody has to look at it.
  heldLine(id, sentence, address) {
    const line = Object.assign(document.createElement("p"), { className: "waits-held", textContent: `${sentence} ` });
    const link = Object.assign(document.createElement("a"), { href: address, textContent: this.dataset.look });
    link.addEventListener("click", () => this.records.forgetTold(id));
    line.append(link);
    return line;
  }
}

customElements.define("what-waits", WhatWaits);
