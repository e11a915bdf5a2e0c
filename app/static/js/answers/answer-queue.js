// The answers that the school has not confirmed yet, in the order in which they were given. They are kept on the device:
// closing the tab or the battery's end loses none.

const DATABASE = "answers";

class AnswerQueue {
  constructor() {
    this.database = opened();
  }

  async change(shelves, ...how) {
    return changeIn(this, opened, shelves, ...how);
  }

  // What tells this browser from others.
  async device() {
    const shelf = (await this.change("device", "readwrite")).objectStore("device");
    const known = await asked(shelf.get("id"));
    if (known) return known.value;
    const value = uuid();
    await asked(shelf.put({ name: "id", value }));
    return value;
  }

  // Adds an answer. One that waits for the same question and was never sent is no more: while somebody types, only the
  // last text matters.
  async add(attempt, question, values) {
    const change = await this.change("waiting", "readwrite", { durability: "strict" });
    const shelf = change.objectStore("waiting");
    const found = await asked(shelf.index("place").getAll([attempt, question]));
    for (const each of found) if (!each.sent) shelf.delete(each.sequence);
    shelf.add({ id: uuid(), attempt, question, values, at: Date.now(), sent: false });
    await ended(change);
  }

  // What waits in that attempt, the first one first.
  async waiting(attempt) {
    const shelf = (await this.change("waiting")).objectStore("waiting");
    return asked(shelf.index("attempt").getAll(attempt));
  }

  // The attempt of each answer that waits.
  async attempts() {
    const shelf = (await this.change("waiting")).objectStore("waiting");
    return (await asked(shelf.getAll())).map((each) => each.attempt);
  }

  async markSent(entries) {
    const change = await this.change("waiting", "readwrite");
    for (const each of entries) change.objectStore("waiting").put({ ...each, sent: true });
    await ended(change);
  }

  // Forgets what the school has, and remembers what is saved there now.
  async settle(entries, attempt, answers) {
    const change = await this.change(["waiting", "saved"], "readwrite");
    for (const each of entries) change.objectStore("waiting").delete(each.sequence);
    change.objectStore("saved").put({ attempt, answers });
    await ended(change);
  }

  // What was last known to be saved in that attempt, by question.
  async saved(attempt) {
    const shelf = (await this.change("saved")).objectStore("saved");
    return (await asked(shelf.get(attempt)))?.answers ?? {};
  }

  // For a device that somebody else takes next. What the school does not have yet stays, for whoever answered.
  async forgetSaved() {
    const change = await this.change("saved", "readwrite");
    change.objectStore("saved").clear();
    await ended(change);
  }
}

// The same in the page's memory, where the browser keeps nothing on the device. What waited there comes along under its
// ids: brought to the school from both, it is saved once.
class PassingQueue {
  constructor(entries = []) {
    this.entries = entries.map((each, place) => ({ ...each, sequence: place + 1 }));
    this.last = entries.length;
    this.own = uuid();
  }

  async device() {
    return this.own;
  }

  async add(attempt, question, values) {
    this.entries = this.entries.filter((each) => each.sent || each.question !== question);
    this.entries.push({ id: uuid(), attempt, question, values, at: Date.now(), sent: false, sequence: ++this.last });
  }

  async waiting() {
    return [...this.entries];
  }

  async attempts() {
    return [];
  }

  async markSent(entries) {
    for (const each of entries) each.sent = true;
  }

  async settle(entries) {
    this.entries = this.entries.filter((each) => !entries.includes(each));
  }

  async saved() {
    return {};
  }

  async forgetSaved() {}
}

function opened() {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    const waiting = opening.result.createObjectStore("waiting", { keyPath: "sequence", autoIncrement: true });
    waiting.createIndex("attempt", "attempt");
    waiting.createIndex("place", ["attempt", "question"]);
    opening.result.createObjectStore("saved", { keyPath: "attempt" });
    opening.result.createObjectStore("device", { keyPath: "name" });
  };
  return asked(opening);
}

// Browsers close a database by themselves at times, as when a phone slept for long: then it is opened again.
async function changeIn(holder, open, shelves, ...how) {
  try {
    return (await holder.database).transaction(shelves, ...how);
  } catch {
    holder.database = open();
    return (await holder.database).transaction(shelves, ...how);
  }
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function ended(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID(); // not where the page came without encryption
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, "$1-$2-4$3-8$4-$5");
}

// The queue on the device; the passing one if there is none.
async function answerQueue() {
  try {
    const queue = new AnswerQueue();
    await queue.database;
    return { queue, lasting: true };
  } catch {
    return { queue: new PassingQueue(), lasting: false };
  }
}

// What takes the place of a queue that can't take anything more, as on a device that is full.
async function passingQueue(full, attempt) {
  return new PassingQueue(await full.waiting(attempt).catch(() => []));
}
