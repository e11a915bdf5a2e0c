// On every other page: what still waits on this device is brought to the school, and where nobody is signed in, nothing
// of an attempt stays to be read.

const REFUSED = "not taken from here";

async function elsewhere() {
  const { queue } = await answerQueue();
  if (!document.querySelector("form[action='/sign-out']")) {
    sessionStorage.removeItem(REFUSED);
    clocks().forget();
    await Promise.all([dropPages(), queue.forgetSaved()]);
    return;
  }
  if (document.querySelector("answer-sheet")) return;
  await dropPage(location.pathname);
  const refused = new Set(JSON.parse(sessionStorage.getItem(REFUSED) ?? "[]")); // somebody else's, on a shared device
  for (const attempt of await queue.attempts()) {
    if (!refused.has(attempt) && (await deliver(queue, attempt)).outcome === "refused") refused.add(attempt);
  }
  sessionStorage.setItem(REFUSED, JSON.stringify([...refused]));
}

function bringAll() {
  elsewhere().catch(() => {});
}

bringAll();
window.addEventListener("online", bringAll);
