// What was typed here and the school has not confirmed yet, kept on the device: a tab that closes loses none of it.
// Each page that is open keeps its own, so that two tabs with one file don't take each other's away.

const UNSENT = "desk";
const PAGE = randomId();

class Unsent {
  constructor(person, draft, path) {
    Object.assign(this, { person, draft, path, passing: null });
    this.opened = opened().catch(() => null); // a browser that keeps nothing: then only the page has it
    navigator.locks?.request(`${UNSENT} ${PAGE}`, () => new Promise(() => {})); // while this page lives
  }

  async shelf(mode) {
    const database = await this.opened;
    return database?.transaction("texts", mode, { durability: "strict" }).objectStore("texts");
  }

  // Whether the device keeps anything.
  async lasts() {
    return (await this.opened) !== null;
  }

  async keep(entry) {
    const kept = { ...entry, person: this.person, draft: this.draft, path: this.path, page: PAGE, at: Date.now() };
    const shelf = await this.shelf("readwrite").catch(() => null);
    if (shelf) await asked(shelf.put(kept)).catch(() => null);
  }

  async forget(page = PAGE) {
    const shelf = await this.shelf("readwrite").catch(() => null);
    if (shelf) await asked(shelf.delete([this.person, this.draft, this.path, page])).catch(() => null);
  }

  // What pages that are closed by now have left of this file, the oldest first.
  async left() {
    const shelf = await this.shelf("readonly").catch(() => null);
    if (!shelf) return [];
    const from = [this.person, this.draft, this.path];
    const found = await asked(shelf.getAll(IDBKeyRange.bound(from, [...from, []]))).catch(() => []);
    const open = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
    return found
      .filter((each) => each.page !== PAGE && !open.has(`${UNSENT} ${each.page}`))
      .sort((one, other) => one.at - other.at);
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(UNSENT, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("texts", { keyPath: ["person", "draft", "path", "page"] });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // not where the page came without encryption
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, "$1-$2-4$3-8$4-$5");
}
