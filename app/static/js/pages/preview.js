// Renews a page of `flask content preview` when its author saves: only what changed, at the place where they read.
//
// The page as it came is compared with the page as it comes now; what is the same stays, with all that was opened,
// ticked and typed in it. This stands before the custom elements, which change the page once they are there.

const PAUSE = 1000;

let source = document.body.cloneNode(true);
const token = source.querySelector("input[name=csrf_token]")?.value;

function strip() {
  return document.querySelector(".preview");
}

/** Whether one may become the other by its attributes and what it holds. */
function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName;
}

/** Gives a node that is on the page, and came as `was`, what `now` says. */
function renewNode(node, was, now) {
  if (was.isEqualNode(now)) {
    return;
  }
  const made = node.nodeType === Node.ELEMENT_NODE && node.localName.includes("-");
  if (!alike(was, now) || made || node.childNodes.length !== was.childNodes.length) {
    node.replaceWith(document.importNode(now, true));
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    renewAttributes(node, was, now);
    renewChildren(node, [...was.childNodes], [...now.childNodes]);
  } else {
    node.data = now.data;
  }
}

function renewAttributes(node, was, now) {
  for (const { name, value } of now.attributes) {
    if (was.getAttribute(name) !== value) {
      node.setAttribute(name, value);
    }
  }
  for (const { name } of was.attributes) {
    if (!now.hasAttribute(name)) {
      node.removeAttribute(name);
    }
  }
}

/** What is the same at the beginning and at the end stays; what lies between is renewed in turn. */
function renewChildren(parent, was, now) {
  const nodes = [...parent.childNodes];
  let from = 0;
  while (from < Math.min(was.length, now.length) && was[from].isEqualNode(now[from])) {
    from += 1;
  }
  let [last, end] = [was.length, now.length];
  while (last > from && end > from && was[last - 1].isEqualNode(now[end - 1])) {
    last -= 1;
    end -= 1;
  }
  const both = Math.min(last, end);
  for (let at = from; at < both; at += 1) {
    renewNode(nodes[at], was[at], now[at]);
  }
  nodes.slice(both, last).forEach((node) => node.remove());
  for (const node of now.slice(both, end)) {
    parent.insertBefore(document.importNode(node, true), nodes[last] ?? null);
  }
}

/** Whether it stays on the screen however one scrolls. */
function isStuck(node) {
  for (let each = node; each; each = each.parentElement) {
    if (["sticky", "fixed"].includes(getComputedStyle(each).position)) {
      return true;
    }
  }
  return false;
}

/** What begins on the screen, and how far down: the first of it that is still there stays where it is. */
function place() {
  const top = strip().getBoundingClientRect().bottom;
  const placed = [...document.querySelectorAll("main *")].map((node) => [node, node.getBoundingClientRect().top]);
  return placed.filter(([node, y]) => y >= top && y < innerHeight && !isStuck(node));
}

function goBackTo(placed) {
  const found = placed.find(([node]) => node.isConnected && node.getClientRects().length);
  if (found) {
    scrollBy({ top: found[0].getBoundingClientRect().top - found[1], behavior: "instant" });
  }
}

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector(".preview")) {
    return; // an answer to something else; the next save may bring the page back
  }
  if (answer.redirected) {
    history.replaceState(null, "", answer.url + location.hash);
  }
  for (const input of page.querySelectorAll("input[name=csrf_token]")) {
    input.value = token ?? input.value; // it stays good, and a new one each time would be a change
    input.setAttribute("value", input.value);
  }
  const placed = place();
  document.title = page.title;
  renewChildren(document.body, [...source.childNodes], [...page.body.childNodes]);
  goBackTo(placed);
  source = page.body;
  htmx.process(document.body);
}

/** Asks until something else is shown than on this page, or until nobody looks at it any more. */
async function waitForNews() {
  const seen = strip().dataset.version;
  const unseen = new AbortController();
  document.addEventListener("visibilitychange", () => unseen.abort(), { once: true });
  const answer = await fetch(`/preview/news?seen=${encodeURIComponent(seen)}`, { signal: unseen.signal });
  const { version } = await answer.json();
  strip().classList.remove("preview-over");
  if (version !== seen) {
    await renew();
  }
}

/** Resolves when the page is looked at: browsers ask one host only a few questions at a time, for all its pages. */
function beSeen() {
  return new Promise((done) => {
    if (document.hidden) {
      document.addEventListener("visibilitychange", done, { once: true });
    } else {
      done();
    }
  });
}

async function keepUp() {
  for (;;) {
    await beSeen();
    try {
      await waitForNews();
    } catch (fault) {
      strip().classList.toggle("preview-over", fault.name !== "AbortError");
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }
}

keepUp();
