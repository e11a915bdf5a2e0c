// htmx may never turn text into code, whatever attributes find their way onto a page.

function refuse() {
  throw new Error("Code in attributes is not allowed.");
}

window.htmx?.registerExtension("no-eval", {
  init(internals) {
    internals.initSecurity(null, refuse, refuse);
  },
});
