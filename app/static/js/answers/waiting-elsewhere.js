// Answers that wait on this device, seen from any other page than the one of their attempt.

const REFUSED = "not taken from here";

// Brings them to the school, for whoever is signed in.
async function bringAnswers(queue) {
  const refused = new Set(JSON.parse(sessionStorage.getItem(REFUSED) ?? "[]")); // somebody else's, on a shared device
  for (const attempt of await attemptsElsewhere(queue)) {
    if (!refused.has(attempt) && (await deliver(queue, attempt)).outcome === "refused") refused.add(attempt);
  }
  sessionStorage.setItem(REFUSED, JSON.stringify([...refused]));
}

// How many wait. Those of an attempt on this page are its own affair.
async function answersElsewhere(queue) {
  const here = document.querySelector("answer-sheet")?.dataset.attempt;
  return (await queue.attempts()).filter((attempt) => attempt !== here).length;
}

async function attemptsElsewhere(queue) {
  const here = document.querySelector("answer-sheet")?.dataset.attempt;
  return new Set((await queue.attempts()).filter((attempt) => attempt !== here));
}
