// Shows the page of a running attempt, or the board at the bench, without the network: as it was kept on the device.
// Whatever the network answers is shown instead, unless the server itself is out of reach behind it.

const BROKEN = 502; // and above: whoever stands before the server
const PAGES = ["/attempts/", "/bench/"];
const PATIENCE = 8_000; // milliseconds, where a network is there that lets nothing through

async function kept(request) {
  return caches.match(request.mode === "navigate" ? new URL(request.url).pathname : request, { ignoreVary: true });
}

async function answer(request) {
  const found = await kept(request);
  if (!found) return fetch(request);
  const { pathname } = new URL(request.url);
  if (!PAGES.some((each) => pathname.startsWith(each))) return found; // what changes has another address then
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const response = await Promise.race([fetch(request).catch(() => undefined), late]);
  return response && response.status < BROKEN ? response : found;
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const own = new URL(event.request.url).origin === self.location.origin;
  if (own && event.request.method === "GET") event.respondWith(answer(event.request));
});
