// What a reader does: opens, points at and focuses everything, and follows what isn't a plain address.
async () => {
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  document.querySelectorAll("details").forEach((each) => (each.open = true));
  for (const element of document.querySelectorAll("body *")) {
    for (const name of ["pointerover", "mouseover", "focus"]) {
      element.dispatchEvent(new Event(name, { bubbles: true }));
    }
  }
  for (const link of document.querySelectorAll("a, area, svg a")) {
    // ":" stands for an address that is none: a browser goes nowhere with it.
    if (![":", "http:", "https:", "mailto:", "tel:"].includes(link.protocol)) {
      link.removeAttribute("target");
      link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      await settled();
    }
  }
  const links = [...document.querySelectorAll("a[href]")].filter((each) => each.checkVisibility()).slice(0, 20);
  for (const link of links) link.focus();
  await settled();
}
