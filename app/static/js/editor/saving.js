// Brings what is typed to the school: soon after the last key, and not long after the first. What it says of the text is
// what the school answered, never what is hoped.

const KEPT_WITHIN = 250; // milliseconds, on the device
const SAVED_AFTER = 1500; // the last key
const SAVED_WITHIN = 3000; // of the first that isn't saved
const AGAIN_AFTER = 4000; // where the school could not be reached
const SENDING = 20_000;
const MOST_IN_A_CLOSING_TAB = 60_000; // bytes that browsers go on sending
const LATER = new Set([408, 425, 429]); // and whatever begins with 5

class Saver {
  constructor(address, unsent, { text, digest, tell }) {
    Object.assign(this, { address, unsent, text, digest, tell });
    this.saved = text; // what the school has, here or set aside
    this.sent = null; // what went out and has no answer yet
    this.clash = "";
    this.saves = 0;
    this.at = null; // when the school said last that it has it
    addEventListener("online", () => this.isWaiting && this.save());
    addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.leave() : this.isWaiting && this.save()));
  }

  get isWaiting() {
    return this.text !== this.saved;
  }

  change(text) {
    this.text = text;
    if (!this.isWaiting && !this.saving) return this.settle();
    this.since ??= Date.now();
    this.keeping ??= setTimeout(() => this.keep(), KEPT_WITHIN);
    this.plan(Math.min(SAVED_AFTER, Math.max(0, this.since + SAVED_WITHIN - Date.now())));
    if (!this.trouble) this.tell("typing");
  }

  plan(milliseconds) {
    clearTimeout(this.planned);
    this.planned = setTimeout(() => this.save(), milliseconds);
  }

  keep() {
    clearTimeout(this.keeping);
    this.keeping = null;
    return this.unsent.keep({ text: this.text, before: this.digest, sent: this.sent });
  }

  // Somebody leaves the page, perhaps for good.
  leave() {
    if (!this.isWaiting) return;
    this.keep();
    this.save();
  }

  // What went out without an answer goes out again under its id before anything newer: only then is it known what the
  // school holds of it.
  async save() {
    clearTimeout(this.planned);
    if (this.saving || !this.isWaiting) return;
    this.saving = true;
    this.sent ??= { id: randomId(), text: this.text, before: this.digest };
    if (this.sent.text === this.text) this.since = null;
    this.keep();
    if (!this.trouble) this.tell("saving");
    const answer = await brought(this.address, this.sent);
    this.saving = false;
    this.hear(answer);
  }

  hear(answer) {
    const { text } = this.sent;
    this.trouble = { later: "kept", refused: "refused", gone: "gone", out: "out" }[answer.outcome] ?? "";
    if (!this.trouble || this.trouble === "refused") this.sent = null;
    if (!this.trouble) this.saved = text;
    if (answer.outcome === "saved") {
      Object.assign(this, { digest: answer.digest, saves: this.saves + 1, at: new Date() });
    } else if (answer.outcome === "clash") {
      this.clash = answer.clash; // what is typed on is set aside too: it was written from the same text
    }
    if (!this.isWaiting) return this.settle(answer);
    this.keep();
    this.tell(this.trouble || "typing", answer);
    if (answer.outcome === "later") this.plan(AGAIN_AFTER);
    else if (!this.trouble) this.plan(SAVED_AFTER);
  }

  settle(answer = {}) {
    clearTimeout(this.planned);
    clearTimeout(this.keeping);
    this.keeping = this.since = null;
    this.unsent.forget();
    this.tell(this.clash ? "clash" : this.at ? "saved" : "same", { clash: this.clash, ...answer });
  }

  // Takes up what pages that were closed have left: the newest text, which it answers, belongs into the editor; older ones
  // go to the school by themselves.
  async takeUp() {
    const left = await this.unsent.left();
    const last = this.isWaiting ? null : left.filter((each) => each.text !== this.saved).at(-1);
    this.bringAll(left.filter((each) => each !== last));
    if (!last) return null;
    const { text, before, sent, page } = last;
    await this.unsent.keep({ text, before, sent });
    await this.unsent.forget(page);
    Object.assign(this, { sent, digest: before });
    return text;
  }

  async bringAll(entries) {
    for (const each of entries) await this.bring(each);
    if (this.clash && !this.isWaiting) this.settle();
  }

  // What an older page has left goes to the school by itself; what it can't bring stays on the device.
  async bring({ text, before, sent, page }) {
    const parcels = text === this.saved ? [] : [sent, sent?.text === text ? null : { id: randomId(), text, before }];
    let begun = before;
    for (const each of parcels.filter(Boolean)) {
      const answer = await brought(this.address, each === sent ? sent : { ...each, before: begun });
      if (!["saved", "clash"].includes(answer.outcome)) return;
      if (answer.clash) this.clash = answer.clash;
      else begun = answer.digest;
    }
    await this.unsent.forget(page);
  }
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
}

async function brought(address, { id, text, before }) {
  const body = new URLSearchParams({ text, before, act_id: id }).toString();
  const { status, told } = await posted(address, body, { keepalive: body.length < MOST_IN_A_CLOSING_TAB });
  if (told?.saved !== undefined) return { outcome: "saved", ...told };
  if (told?.clash) return { outcome: "clash", ...told };
  if (told?.refused) return { outcome: "refused", ...told };
  if (!status || status >= 500 || LATER.has(status)) return { outcome: "later" };
  return { outcome: status === 400 || status === 401 ? "out" : "gone" };
}

// Asks the school with a form; answers what it told as data, and the status: 0 when it could not be reached.
async function posted(address, body, { signal, ...more } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  if (typeof body === "string") headers["Content-Type"] = "application/x-www-form-urlencoded";
  const ends = [AbortSignal.timeout?.(SENDING), signal].filter(Boolean);
  const either = ends.length > 1 && AbortSignal.any ? AbortSignal.any(ends) : ends.at(-1);
  try {
    const response = await fetch(address, { method: "POST", body, headers, signal: either, ...more });
    const isData = response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.status, told: isData ? await response.json() : null };
  } catch {
    return { status: 0, told: null };
  }
}
