// Everything in the page that can run or reach outside, by what it is.
() => {
  const SAFE = new Set(["http:", "https:", "mailto:", "tel:"]);
  const ADDRESSES = new Set(["href", "src", "action", "formaction", "data", "poster", "background", "cite", "ping"]);
  const FOREIGN = new Set(["iframe", "frame", "object", "embed", "applet", "base", "portal", "animate", "set"]);
  const found = [];
  const address = (element, name, value) => {
    if (element.localName === "img" && name === "src" && /^(blob|data):/.test(value)) return; // a photo's preview
    try {
      if (!SAFE.has(new URL(value, document.baseURI).protocol)) found.push(`${element.localName} ${name}=${value}`);
    } catch {
      // No address at all leads nowhere.
    }
  };
  const isElsewhere = (value) => {
    const { origin } = URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI) : location;
    return origin !== location.origin;
  };
  const look = (element) => {
    const name = element.localName;
    if (FOREIGN.has(name)) found.push(`<${name}>`);
    if (name === "style" || (name === "meta" && element.httpEquiv)) found.push(`<${name}>`);
    const isData = name === "script" && !element.src && element.type === "application/json"; // which no browser runs
    if (name === "script" && !isData && (element.text || !element.src || isElsewhere(element.src))) {
      found.push(`<script>${element.text || element.src}`);
    }
    const onlyNames = name === "link" && ["canonical", "alternate"].includes(element.rel);
    if (name === "link" && !onlyNames && isElsewhere(element.getAttribute("href"))) found.push("<link>");
    const picture = name === "img" && !/^(blob|data):/.test(element.src) ? element.getAttribute("src") : null;
    if (picture !== null && isElsewhere(picture)) found.push("<img> from elsewhere");
    if (name === "form" && isElsewhere(element.getAttribute("action"))) found.push("<form> to elsewhere");
    for (const { localName, value } of element.attributes) {
      if (/^(on|style$|srcdoc$)/i.test(localName)) found.push(`${name} ${localName}=${value}`);
      if (ADDRESSES.has(localName.toLowerCase())) address(element, localName, value);
    }
    if (element.content instanceof DocumentFragment) walk(element.content);
    if (element.shadowRoot) walk(element.shadowRoot);
  };
  const walk = (root) => root.querySelectorAll("*").forEach(look);
  walk(document);
  return [...new Set(found.map((each) => each.slice(0, 120)))].slice(0, 20);
}
