// <outcome-preview>: says, while an assessor judges, what outcome follows so far. The server decides.

class OutcomePreview extends HTMLElement {
  // What follows from these words, one a criterion (null: still to judge): which criteria stand in the way of competent,
  // and the mean of the levels in per cent, null where nothing has a share.
  static outcome(criteria, words, pass) {
    const judged = criteria.map((criterion, index) => ({ ...criterion, word: words[index], level: levelOf(words[index]) }));
    const observed = judged.filter(({ word }) => word !== null && word !== "not_observed");
    const unseen = judged.filter(({ word }) => word === "not_observed");
    const missed = observed.filter(({ critical, least, level }) => critical && level < least);
    const shares = observed.filter(({ condition }) => !condition).map(({ level, top }) => level / top);
    const mean = shares.length ? (100 * shares.reduce((total, each) => total + each, 0)) / shares.length : null;
    // The last digits of a sum of thirds must not decide.
    const tooLow = mean !== null && mean < Number(pass) - 1e-9;
    const left = words.filter((word) => word === null).length;
    return { left, unseen, missed, mean, tooLow, competent: !left && !unseen.length && !missed.length && !tooLow };
  }

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
    const { left, competent } = OutcomePreview.outcome(this.criteria, words, this.dataset.pass);
    const suffices = competent && given.get("decision") !== "not_yet";
    const missing = suffices ? Number(this.dataset.photos) - photosIn(given) : 0;
    this.className = `state state-${left || missing > 0 ? "open" : suffices ? "done" : "not-yet"}`;
    const { photoMissing, photosMissing } = this.dataset;
    const text = suffices ? this.dataset.competent : this.dataset.notYet;
    const lacks = left ? this.dataset.left.replace("{number}", left) : (missing === 1 ? photoMissing : photosMissing).replace("{number}", missing);
    this.textContent = left || missing > 0 ? lacks : text;
  }
}

// The photos chosen now, and those that the school has from before.
function photosIn(given) {
  return given.getAll("photos").filter(({ name }) => name).length + given.getAll("kept").length;
}

function levelOf(word) {
  return { met: 1, not_met: 0 }[word] ?? Number(word);
}

customElements.define("outcome-preview", OutcomePreview);
