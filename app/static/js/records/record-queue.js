// The sign-offs that the school has not confirmed yet, in the order in which they were signed: sealed, so that the device
// itself can't read them. Besides, judgements that nobody has signed yet, which it can, with their photos; and what the
// school said of those that it could not record as they are.

const RECORDS = "records";

class RecordQueue {
  constructor() {
    this.database = openedRecords();
  }

  async change(shelves, ...how) {
    return changeIn(this, openedRecords, shelves, ...how);
  }

  async all(name) {
    return asked((await this.change(name)).objectStore(name).getAll());
  }

  // Does this to shelves, all of it or nothing.
  async write(names, work) {
    const change = await this.change(names, "readwrite", { durability: "strict" });
    const whole = ended(change);
    try {
      work(...[names].flat().map((name) => change.objectStore(name)));
    } catch (error) {
      whole.catch(() => {});
      change.abort();
      throw error;
    }
    await whole;
  }

  // The judgements that this sign-in has begun and not signed.
  async drafts(keptFor) {
    return (await this.all("drafts")).filter((each) => each.keptFor === keptFor);
  }

  async saveDraft(draft) {
    await this.write("drafts", (drafts) => drafts.put(draft));
  }

  async photos(draft) {
    return (await this.all("photos")).filter((each) => each.draft === draft.id).map(({ number, photo }) => ({ number, photo }));
  }

  async addPhoto(draft, photo) {
    const change = await this.change("photos", "readwrite", { durability: "strict" });
    const number = await asked(change.objectStore("photos").add({ draft: draft.id, photo }));
    return { number, photo };
  }

  async dropPhoto(number) {
    await this.write("photos", (photos) => photos.delete(number));
  }

  async dropDraft(draft) {
    const held = await this.photos(draft);
    await this.write(["drafts", "photos"], (drafts, photos) => forget(draft, held, drafts, photos));
  }

  // Keeps a sealed record, and what can be read of it no longer.
  async keep(entry, sealed, draft) {
    const held = await this.photos(draft);
    await this.write(["waiting", "sealed", "drafts", "photos"], (waiting, records, drafts, photos) => {
      waiting.add(entry);
      records.add({ id: entry.id, ...sealed });
      forget(draft, held, drafts, photos);
    });
  }

  // What waits, the first one first: whose it is and of which place, nothing of what is in it.
  async waiting() {
    return this.all("waiting");
  }

  async sealed(entry) {
    return asked((await this.change("sealed")).objectStore("sealed").get(entry.id));
  }

  // Forgets what the school has, and remembers what it said of it if somebody has to look at it.
  async settle(entry, answer) {
    await this.write(["waiting", "sealed", "told"], (waiting, sealed, told) => {
      if (entry.sequence) waiting.delete(entry.sequence);
      sealed.delete(entry.id);
      const { state, sentence, address } = answer;
      if (comesBack(entry, answer)) told.put({ id: entry.id, state, sentence, address });
    });
  }

  async told() {
    return this.all("told");
  }

  async forgetTold(id) {
    await this.write("told", (told) => told.delete(id));
  }

  // For a device that somebody else takes next: leaves nothing that can be read but of this sign-in.
  async forgetReadable(keptFor = "") {
    const begun = (await this.all("drafts")).filter((each) => each.keptFor !== keptFor);
    for (const each of begun) await this.dropDraft(each);
    if (!keptFor) await this.write("told", (told) => told.clear());
  }
}

// Whether somebody has to look at what the school said. A sign-off that the trainee was to sign later is as it should be.
function comesBack({ bothSigned }, { state, why, sentence }) {
  return state === "held" || Boolean(why) || Boolean(sentence && bothSigned);
}

function forget(draft, held, drafts, photos) {
  drafts.delete(draft.place);
  for (const { number } of held) photos.delete(number);
}

async function openedRecords() {
  const opening = indexedDB.open(RECORDS, 1);
  opening.onupgradeneeded = () => {
    const waiting = opening.result.createObjectStore("waiting", { keyPath: "sequence", autoIncrement: true });
    waiting.createIndex("id", "id", { unique: true });
    opening.result.createObjectStore("sealed", { keyPath: "id" });
    opening.result.createObjectStore("drafts", { keyPath: "place" });
    opening.result.createObjectStore("photos", { keyPath: "number", autoIncrement: true });
    opening.result.createObjectStore("told", { keyPath: "id" });
  };
  return asked(opening);
}
