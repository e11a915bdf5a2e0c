// <read-aloud>: where questions are read aloud for a trainee, each gets a button by which the device reads it, in the
// question's own language. Works without the network wherever the device has voices.

const UNSPOKEN = "button, svg, select, input, textarea, .hidden, .field-error";

class ReadAloud extends HTMLElement {
  connectedCallback() {
    if (!window.speechSynthesis) return;
    this.querySelector("p").textContent = this.dataset.how;
    for (const question of document.querySelectorAll("fieldset.question")) this.offer(question);
    window.addEventListener("pagehide", () => this.stop());
  }

  disconnectedCallback() {
    this.stop();
  }

  offer(question) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-plain read-aloud no-print";
    button.textContent = this.dataset.read;
    button.addEventListener("click", () => {
      const again = this.button === button;
      this.stop();
      if (!again) this.read(question, button);
    });
    question.querySelector("legend").after(button);
  }

  read(question, button) {
    this.button = button;
    button.textContent = this.dataset.stop;
    const spoken = pieces(question).map(([lang, words]) => Object.assign(new SpeechSynthesisUtterance(words), { lang }));
    for (const each of spoken) each.onerror = () => this.button === button && this.stop();
    spoken.at(-1).onend = () => this.button === button && this.stop();
    for (const each of spoken) speechSynthesis.speak(each);
  }

  stop() {
    if (!this.button) return;
    this.button.textContent = this.dataset.read;
    this.button = null;
    speechSynthesis.cancel();
  }
}

// What stands in the question, as [language, words]: one piece a paragraph, so that a pause comes between.
function pieces(question) {
  const found = [];
  const walker = document.createTreeWalker(question, NodeFilter.SHOW_TEXT);
  for (let last = null; walker.nextNode(); ) {
    const around = walker.currentNode.parentElement;
    const words = walker.currentNode.textContent.replace(/\s+/g, " ");
    if (!words.trim() || around.closest(UNSPOKEN)) continue;
    const block = around.closest("p, li, td, label, .question-number, .question-title, div");
    if (block === last) found.at(-1)[1] += words;
    else found.push([around.closest("[lang]").lang, words]);
    last = block;
  }
  return found.map(([lang, words]) => [lang, words.trim()]);
}

customElements.define("read-aloud", ReadAloud);
