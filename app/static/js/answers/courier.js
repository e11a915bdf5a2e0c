// Brings what waits on the device to the school, in order, until the school has said that it is saved.

const MOST_AT_ONCE = 50;
const PATIENCE = 20_000; // milliseconds
const OUT_OF_REACH = new Set([408, 425, 429]); // and whatever begins with 5: later it may work

// Delivers what waits in that attempt. Answers how that went: "saved", with what the school has now; "kept", when the
// school can't be reached; "refused", when it doesn't take anything from whoever is signed in.
async function deliver(queue, attempt) {
  const work = () => deliverAll(queue, attempt);
  return navigator.locks ? navigator.locks.request(`answers ${attempt}`, work) : work();
}

async function deliverAll(queue, attempt) {
  const faults = {};
  for (;;) {
    const entries = (await queue.waiting(attempt)).slice(0, MOST_AT_ONCE);
    if (!entries.length) return { outcome: "saved", faults };
    await queue.markSent(entries);
    const sent = await ask(`/attempts/${attempt}/responses`, parcel(await queue.device(), entries));
    if (sent.outcome !== "answered") return { ...sent, faults };
    await queue.settle(entries, attempt, sent.body.answers);
    for (const each of entries) {
      delete faults[each.question];
      if (sent.body.refused[each.id]) faults[each.question] = sent.body.refused[each.id];
    }
    if (sent.body.closed) return { outcome: "saved", faults, body: sent.body };
  }
}

function parcel(device, entries) {
  const answers = entries.map(({ id, question, sequence, values, at }) => {
    return { id, question, sequence, values, age: Math.max(0, Date.now() - at) };
  });
  return JSON.stringify({ device, answers });
}

// Asks the school for data, sending `body` if there is one: JSON, or a form.
async function ask(address, body, patience = PATIENCE) {
  const headers = { Accept: "application/json" };
  if (body) headers["X-CSRFToken"] = JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  const method = body ? "POST" : "GET";
  const keepalive = typeof body === "string" && body.length < 60_000; // it ends though the tab is closed
  const signal = AbortSignal.timeout?.(patience); // not in browsers before 2022
  try {
    const response = await fetch(address, { method, body, headers, keepalive, signal });
    if (response.status >= 500 || OUT_OF_REACH.has(response.status)) return { outcome: "kept" };
    if (!response.ok) return { outcome: "refused", status: response.status };
    return { outcome: "answered", body: await response.json() };
  } catch {
    return { outcome: "kept" };
  }
}
