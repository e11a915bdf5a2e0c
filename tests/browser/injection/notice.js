// Runs in every frame before anything else: what payloads call is told, and does nothing.
(() => {
  const told = (what) => globalThis.etabliNotice && globalThis.etabliNotice(`${what} in ${location.href}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
    Object.defineProperty(globalThis, name, { value: (...given) => void told(`${name}(${given})`) });
  }
  for (const name of ["write", "writeln"]) {
    Object.defineProperty(document, name, { value: (...given) => void told(`document.${name}(${given})`) });
  }
  addEventListener("error", (event) => event.message && told(`a script that failed: ${event.message}`));
  addEventListener("unhandledrejection", (event) => told(`a promise that failed: ${event.reason}`));
})();
