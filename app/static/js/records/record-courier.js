// Brings the sealed records that wait on the device to the school, in order, until it has said that it has them.

const LEAST_PATIENCE = 30_000; // milliseconds; and so long as a slow network needs
const SLOWEST = 8; // bytes a millisecond
const NOT_AS_IT_IS = new Set([409, 413, 422]); // somebody else's; too large; unreadable
const LEFT = "records left here"; // those that the school didn't take from this tab: not sent again at once

// Delivers what that person signed. Answers how it went: "delivered"; "kept", when the school can't be reached; "refused",
// when it takes nothing from whoever is signed in.
async function deliverRecords(queue, person) {
  const work = () => deliverInOrder(queue, person);
  return navigator.locks ? navigator.locks.request("records", work) : work();
}

async function deliverInOrder(queue, person) {
  for (const entry of await queue.waiting()) {
    if (entry.assessor.id !== person || left().includes(entry.id)) continue;
    const { outcome, status, body } = await sendRecord(entry, await queue.sealed(entry));
    if (outcome === "answered") await queue.settle(entry, body);
    else if (NOT_AS_IT_IS.has(status)) leave(entry);
    else return outcome;
  }
  return "delivered";
}

async function sendRecord(entry, { record, photos }) {
  const parcel = new FormData();
  parcel.append("id", entry.id);
  parcel.append("assessor", entry.assessor.id);
  parcel.append("record", new Blob([record]), "record");
  for (const photo of photos) parcel.append("photo", new Blob([photo]), "photo");
  const size = photos.reduce((sum, each) => sum + each.byteLength, record.byteLength);
  const answer = await ask("/bench/records", parcel, Math.max(LEAST_PATIENCE, size / SLOWEST));
  const understood = ["recorded", "held"].includes(answer.body?.state); // not by whatever stands in between
  return answer.outcome === "answered" && !understood ? { outcome: "kept" } : answer;
}

function left() {
  return JSON.parse(sessionStorage.getItem(LEFT) ?? "[]");
}

function leave(entry) {
  sessionStorage.setItem(LEFT, JSON.stringify([...left(), entry.id]));
}
