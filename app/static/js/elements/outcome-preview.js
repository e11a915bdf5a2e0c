// <outcome-preview>: says, while an assessor judges, what outcome follows so far. The server decides.

class OutcomePreview extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.criteria = JSON.parse(this.dataset.criteria);
    this.setAttribute("role", "status");
    this.update = () => this.show();
    this.form.addEventListener("change", this.update);
    this.show();
  }

  disconnectedCallback() {
    this.form.removeEventListener("change", this.update);
  }

  show() {
    const given = new FormData(this.form);
    const words = this.criteria.map(({ name }) => given.get(name));
    const left = words.filter((word) => word === null).length;
    const competent = given.get("decision") !== "not_yet" && this.suffices(words);
    this.className = `state state-${left ? "open" : competent ? "done" : "not-yet"}`;
    const text = competent ? this.dataset.competent : this.dataset.notYet;
    this.textContent = left ? this.dataset.left.replace("{number}", left) : text;
  }

  suffices(words) {
    if (words.includes("not_observed")) return false;
    const judged = this.criteria.map((criterion, index) => ({ ...criterion, level: levelOf(words[index]) }));
    if (judged.some(({ critical, least, level }) => critical && level < least)) return false;
    const shares = judged.filter(({ condition }) => !condition);
    const sum = shares.reduce((total, { level, top }) => total + level / top, 0);
    // The last digits of a sum of thirds must not decide.
    return !shares.length || (sum / shares.length) * 100 >= Number(this.dataset.pass) - 1e-9;
  }
}

function levelOf(word) {
  return { met: 1, not_met: 0 }[word] ?? Number(word);
}

customElements.define("outcome-preview", OutcomePreview);
