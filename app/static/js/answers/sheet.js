// <answer-sheet>: the questions of a running attempt. Every answer is kept on the device as it is given, brought to the
// school, and the page says where it is. What was answered elsewhere meanwhile is shown here too.

const QUIET = 800; // milliseconds after the last letter
const LOOK = 15_000;
const READ = 10_000; // until words may go that were told
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 30_000;
const NAME = "answer-";

class AnswerSheet extends HTMLElement {
  async connectedCallback() {
    this.attempt = this.dataset.attempt;
    this.form = this.querySelector("form");
    this.numbers = new Map();
    this.given = new Map();
    this.recording = new Map();
    this.faults = new Set();
    this.pause = FIRST_PAUSE;
    for (const question of this.questions) {
      this.numbers.set(question, Number(this.form.elements[`seen-${question}`].value));
      this.given.set(question, this.values(question));
    }
    this.listen();
    this.opening = answerQueue();
    ({ queue: this.queue, lasting: this.lasting } = await this.opening);
    await this.restore();
    this.count();
    await this.bring();
    await this.look();
    keepPage(this.dataset.keptFor, "/attempts/", "answer-sheet").catch(() => {});
  }

  disconnectedCallback() {
    this.listeners.abort();
    clearInterval(this.looking);
    clearTimeout(this.retrying);
    clearTimeout(this.typing);
  }

  listen() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    this.form.addEventListener("input", (event) => this.changed(event, QUIET), { signal });
    this.form.addEventListener("change", (event) => this.changed(event, 0), { signal });
    this.form.addEventListener("submit", (event) => this.submitted(event), { signal });
    document.addEventListener("quiz-timer:over", () => this.again(), { signal });
    document.addEventListener("visibilitychange", () => this.again(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.again(), { signal });
    window.addEventListener("online", () => this.again(), { signal });
    this.looking = setInterval(() => document.hidden || this.look(), LOOK);
  }

  get questions() {
    return [...this.form.querySelectorAll("fieldset.question")].map((each) => each.id.replace("question-", ""));
  }

  box(question) {
    return this.form.querySelector(`#${CSS.escape(`question-${question}`)}`);
  }

  fields(question) {
    return [...this.box(question).querySelectorAll(`[name="${CSS.escape(NAME + question)}"]`)];
  }

  // What the fields of a question would send.
  values(question) {
    const chosen = this.fields(question).filter((each) => !["radio", "checkbox"].includes(each.type) || each.checked);
    return chosen.map((each) => each.value.trim()).filter(Boolean);
  }

  show(question, values) {
    for (const field of this.fields(question)) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.tagName === "SELECT") field.value = values.find((each) => has(field, each)) ?? "";
      else field.value = values[0] ?? "";
    }
    for (const part of this.box(question).querySelectorAll("order-list, hot-spots")) part.shown();
    this.given.set(question, values);
  }

  // The page may be older than what was answered on it: then it came from the device.
  async restore() {
    for (const [question, { number, values }] of Object.entries(await this.queue.saved(this.attempt))) {
      if (number <= (this.numbers.get(question) ?? Infinity) || this.recording.has(question)) continue;
      this.numbers.set(question, number);
      this.show(question, values);
    }
    for (const { question, values } of await this.queue.waiting(this.attempt)) {
      if (this.numbers.has(question) && !this.recording.has(question)) this.show(question, values);
    }
  }

  changed(event, wait) {
    const question = event.target.closest("fieldset.question")?.id.replace("question-", "");
    if (!question) return;
    if (!same(this.values(question), this.given.get(question))) this.record(question);
    else if (wait || !this.typing) return;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.bring(), wait);
  }

  record(question) {
    const values = this.values(question);
    this.given.set(question, values);
    this.say("saving");
    if (Date.now() - this.told > READ) this.tell("");
    this.count();
    const before = this.recording.get(question) ?? Promise.resolve();
    const recorded = before.then(() => this.keep(question, values));
    this.recording.set(question, recorded);
    recorded.then(() => this.recording.get(question) === recorded && this.recording.delete(question));
  }

  async keep(question, values) {
    await this.opening;
    try {
      await this.queue.add(this.attempt, question, values);
    } catch {
      this.queue = await passingQueue(this.queue, this.attempt);
      this.lasting = false;
      await this.queue.add(this.attempt, question, values);
    }
  }

  async recorded() {
    while (this.recording.size) await Promise.all(this.recording.values());
  }

  // Brings what waits to the school. Answers how it is with everything that was answered here: "saved", "kept",
  // "refused", or "faulty" where something can't be an answer.
  async bring() {
    clearTimeout(this.typing);
    this.typing = 0;
    await this.opening;
    await this.recorded();
    if (!(await this.queue.waiting(this.attempt)).length) return this.settled();
    this.say("saving");
    const unreadable = { outcome: "kept", faults: {} }; // a full device
    const { outcome, faults, body } = await deliver(this.queue, this.attempt).catch(() => unreadable);
    this.tellFaults(faults);
    if (outcome === "saved") return this.arrived(body);
    if (outcome === "refused") this.say(this.lasting ? "refused" : "unkept");
    else this.later();
    return outcome;
  }

  async arrived(body) {
    this.pause = FIRST_PAUSE;
    if (body?.closed) this.leave();
    else this.take(await this.queue.saved(this.attempt), await this.unsaved());
    return (await this.unsaved()).size ? "kept" : this.settled();
  }

  // Nothing waits: another window may have brought it.
  settled() {
    const state = this.faults.size ? "faulty" : "saved";
    if (document.querySelector("save-state").textContent) this.say(state);
    return state;
  }

  later() {
    this.say(this.lasting ? "kept" : "unkept");
    clearTimeout(this.retrying);
    this.retrying = setTimeout(() => this.bring(), this.pause);
    this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
  }

  async again() {
    await this.bring();
    if (!document.hidden) await this.look();
  }

  // What the school has, if it can be asked.
  async look() {
    const { outcome, body } = await ask(`/attempts/${this.attempt}/responses`);
    if (outcome !== "answered") return;
    if (!body.closed) {
      document.querySelector("quiz-timer")?.setAttribute("deadline", body.deadline);
      await this.queue.settle([], this.attempt, body.answers);
      this.take(body.answers, await this.unsaved());
      return;
    }
    await this.bring();
    if (!(await this.unsaved()).size) this.leave();
  }

  async unsaved() {
    const waiting = (await this.queue.waiting(this.attempt)).map((each) => each.question);
    return new Set([...waiting, ...this.recording.keys()]);
  }

  // Shows what is saved and was not answered here. What still waits here is newer, or the school will say that it isn't.
  take(answers, unsaved) {
    const elsewhere = [];
    for (const [question, { number, values }] of Object.entries(answers)) {
      const known = this.numbers.get(question) ?? Infinity;
      if (number <= known || unsaved.has(question) || this.recording.has(question)) continue;
      this.numbers.set(question, number);
      if (same(values, this.values(question))) continue;
      this.show(question, values);
      elsewhere.push(this.questions.indexOf(question) + 1);
    }
    if (elsewhere.length) this.tell(this.dataset.elsewhere.replace("{numbers}", elsewhere.sort((some, others) => some - others).join(", ")));
    this.count();
  }

  async submitted(event) {
    event.preventDefault();
    if (this.handingIn) return;
    this.handingIn = true;
    this.tell("");
    const sure = new FormData(this.form);
    for (const name of [...sure.keys()]) if (name.startsWith(NAME) || name.startsWith("seen-")) sure.delete(name);
    const brought = await this.bring();
    const handed = brought === "saved" ? await ask(this.form.getAttribute("action"), new URLSearchParams(sure)) : {};
    this.handingIn = false;
    if (handed.outcome === "answered") location.assign(handed.body.address);
    else if (brought === "faulty") this.box([...this.faults][0]).scrollIntoView();
    else this.tell(this.notHandedIn(brought, handed.outcome));
  }

  notHandedIn(brought, outcome) {
    const { notHandedIn, notHandedInUnkept, notTaken, notAnswered } = this.dataset;
    if (brought === "refused" || outcome === "refused") return notTaken;
    if (brought === "saved") return notAnswered; // it may have arrived
    return this.lasting ? notHandedIn : notHandedInUnkept;
  }

  leave() {
    location.replace(location.pathname);
  }

  say(state) {
    const told = document.querySelector("save-state");
    told.setAttribute("state", state);
    if (told.textContent !== told.dataset[state]) told.textContent = told.dataset[state];
  }

  tell(words) {
    document.querySelector(".answer-sheet-told").textContent = words;
    this.told = Date.now();
  }

  // What can't be an answer is said beside it, until there is one.
  tellFaults(faults) {
    for (const question of this.questions) {
      const box = this.box(question);
      const told = box.querySelector(".field-error");
      if (!faults[question]) {
        if (this.faults.delete(question)) told?.remove();
        continue;
      }
      this.faults.add(question);
      const words = told ?? document.createElement("p");
      Object.assign(words, { className: "field-error", id: `question-${question}-error`, textContent: faults[question] });
      box.querySelector("legend").after(words);
      box.setAttribute("aria-describedby", words.id);
    }
  }

  // How many questions have no whole answer.
  count() {
    const open = this.questions.filter((question) => {
      const fields = this.fields(question);
      const values = this.values(question);
      return fields[0]?.tagName === "SELECT" ? values.length < fields.length : !values.length;
    });
    const words = document.querySelector("#unanswered").dataset;
    const text = { 0: words.none, 1: words.one }[open.length] ?? words.many.replace("{number}", open.length);
    document.querySelector("#unanswered").textContent = text;
  }
}

function has(select, value) {
  return [...select.options].some((each) => each.value === value);
}

function same(some, others) {
  return JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
}

customElements.define("answer-sheet", AnswerSheet);
