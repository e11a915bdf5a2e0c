// htmx may never turn text into code, whatever attributes find their way onto a page. This stands in one file with
// htmx, right behind it: in a file of its own it might arrive after htmx has begun.

function refuse() {
  throw new Error("Code in attributes is not allowed.");
}

htmx.registerExtension("no-eval", {
  init(internals) {
    internals.initSecurity(null, refuse, refuse);
  },
});
