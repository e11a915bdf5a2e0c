// The page of a running attempt is kept on the device, so that it opens without the network: only for the sign-in that
// it was made for, and until that ends.

const PREFIX = "attempt ";

async function keepPage(keptFor) {
  if (!navigator.serviceWorker || !window.caches) return;
  await navigator.serviceWorker.register("/service-worker.js", { scope: "/attempts/" });
  await dropPages((name) => name !== PREFIX + keptFor);
  const cache = await caches.open(PREFIX + keptFor);
  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=preload], main img")];
  const fonts = performance.getEntriesByType("resource").map((each) => each.name);
  const addresses = [...parts.map((each) => each.src || each.href), ...fonts.filter((each) => each.endsWith(".woff2"))];
  await cache.addAll([...new Set(addresses)]);
  const page = await fetch(location.pathname);
  const made = new DOMParser().parseFromString(await page.clone().text(), "text/html");
  if (!made.querySelector("answer-sheet")) return; // handed in meanwhile, or signed out
  const timer = made.querySelector("quiz-timer");
  if (timer) clocks().came(location.pathname, timer.getAttribute("now"));
  await cache.put(location.pathname, page);
}

function clocks() {
  return customElements.get("quiz-timer");
}

async function dropPages(which = () => true) {
  if (!window.caches) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && which(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

// The page of an attempt that was handed in is not to be seen running again.
async function dropPage(address) {
  clocks().forget(address);
  if (!window.caches) return;
  for (const name of await caches.keys()) await (await caches.open(name)).delete(address);
}
