// Pages that are needed where there is no network are kept on the device, so that they open without it: only for the
// sign-in that they were made for, and until that ends.

const PREFIX = "kept ";

// Keeps the page at this address, with what it needs, if the school still gives one with such a `part` in it. Answers what
// it gave.
async function keepPage(keptFor, scope, part) {
  if (!navigator.serviceWorker || !window.caches) return;
  await navigator.serviceWorker.register("/service-worker.js", { scope });
  await dropPages((name) => name !== PREFIX + keptFor);
  const cache = await caches.open(PREFIX + keptFor);
  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=preload], main img")];
  const fonts = performance.getEntriesByType("resource").map((each) => each.name);
  const addresses = [...parts.map((each) => each.src || each.href), ...fonts.filter((each) => each.endsWith(".woff2"))];
  await cache.addAll([...new Set(addresses.filter((each) => !each.startsWith("blob:")))]);
  const page = await fetch(location.pathname);
  const made = new DOMParser().parseFromString(await page.clone().text(), "text/html");
  if (!made.querySelector(part)) return; // handed in meanwhile, or signed out
  const timer = made.querySelector("quiz-timer");
  if (timer) clocks().came(location.pathname, timer.getAttribute("now"));
  await cache.put(location.pathname, page);
  return made;
}

function clocks() {
  return customElements.get("quiz-timer");
}

async function dropPages(which = () => true) {
  if (!window.caches) return;
  const names = (await caches.keys()).filter(which);
  await Promise.all(names.map((name) => caches.delete(name)));
}

// The page of an attempt that was handed in is not to be seen running again.
async function dropPage(address) {
  clocks().forget(address);
  if (!window.caches) return;
  for (const name of await caches.keys()) await (await caches.open(name)).delete(address);
}
