// What stands on a sheet for each criterion, and what follows from what was judged so far, in words. The rule itself is
// the one of <outcome-preview>; the school decides.

const MET = ["met", "not_met"];

function criterionBox(criterion, number, lang) {
  const box = clone("bench-criterion");
  box.id = `criterion-${criterion.id}`;
  box.querySelector(".criterion-number").textContent = number;
  const title = box.querySelector(".criterion-title");
  title.innerHTML = criterion.html; // cleaned when the course was compiled
  if (!criterion.critical) box.querySelector(".criterion-critical").remove();
  const words = box.dataset;
  const picks = criterion.levels.length
    ? criterion.levels.map((level, place) => pick(criterion, `${place}`, `${place}`, level, "level", lang))
    : MET.map((word) => pick(criterion, word, word === "met" ? "✓" : "✗", words[camel(word)], word.replace("_", "-")));
  picks.push(pick(criterion, "not_observed", "–", words.notObserved, "not-observed"));
  box.querySelector(".picks").classList.toggle("picks-short", !criterion.levels.length);
  box.querySelector(".picks").append(...picks);
  if (lang) title.lang = lang;
  return box;
}

function pick(criterion, value, mark, words, kind, lang = "") {
  const label = clone("bench-pick");
  label.classList.add(`pick-${kind}`);
  Object.assign(label.querySelector("input"), { name: `criterion-${criterion.id}`, value });
  label.querySelector(".pick-mark").textContent = mark;
  const text = label.querySelector(".pick-text");
  text.textContent = words;
  if (lang) text.lang = lang;
  return label;
}

// How it stands: whether competent can still come out, and what stands in the way of it or would change it.
function standing({ practical, values, stopped }, photos, words) {
  const rule = customElements.get("outcome-preview");
  const given = practical.criteria.map(({ id }) => values[`criterion-${id}`] ?? null);
  const now = rule.outcome(practical.criteria, given, practical.pass);
  const best = practical.criteria.map(({ top }, place) => given[place] ?? `${top}`);
  const possible = rule.outcome(practical.criteria, best, practical.pass).competent;
  if (stopped) return { state: "not-yet", word: words.stopped, whole: true, reasons: [words.stoppedWhy] };
  const decided = possible && values.decision === "not_yet";
  const reasons = [
    ...now.missed.map(({ title }) => words.missed.replace("{title}", title)),
    ...now.unseen.map(({ title }) => words.unseen.replace("{title}", title)),
    ...(now.tooLow && (!now.left || !possible) ? [meanWords(now.mean, practical.pass, words)] : []),
    ...(decided ? [words.decided] : []),
  ];
  const left = words.left.replace("{number}", now.left);
  if (!possible || decided) return { state: "not-yet", word: words.notYet, whole: !now.left, reasons: now.left ? [...reasons, left] : reasons };
  if (now.left) return { state: "open", word: left, whole: false, reasons: [words.possible] };
  const photosLeft = practical.photos - photos;
  if (photosLeft > 0) {
    const reasons = [counted(words.photosOne, words.photosMany, photosLeft)];
    return { state: "open", word: counted(words.photoMissing, words.photosMissing, photosLeft), competent: true, whole: false, reasons };
  }
  return { state: "done", word: words.competent, competent: true, whole: true, reasons: [words.suffices] };
}

function meanWords(mean, pass, words) {
  const shown = (number) => number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
  const down = Math.floor(mean * 10 + 1e-6) / 10; // 59.96 never looks like 60
  return words.tooLow.replace("{mean}", shown(down)).replace("{needed}", shown(Number(pass)));
}

// What is missing before it can be signed: the field, and what to say of it.
function missing(draft, photos, words) {
  const { practical, values, stopped, why } = draft;
  const open = practical.criteria.filter(({ id }) => !values[`criterion-${id}`]).map(({ id }) => [`criterion-${id}`, words.judge]);
  const found = stopped ? [] : open;
  if (why && !said(values.override)) found.unshift(["override", words.override]);
  if (stopped && !said(values.reason)) found.push(["reason", words.reason]);
  if (!stopped && !said(values.device_brand)) found.push(["device_brand", words.brand]);
  if (!stopped && !said(values.device_model)) found.push(["device_model", words.model]);
  const needs = practical.photos - photos;
  if (!stopped && needs > 0 && standing(draft, photos, words).competent) found.push(["photos", counted(words.photosOne, words.photosMany, needs)]);
  if (!stopped && values.decision === "not_yet" && !said(values.remark)) found.push(["remark", words.remark]);
  return found;
}

// Says at a field what is wrong there.
function tellFault(field, words) {
  field.classList.add("field-wrong");
  const told = field.querySelector(".field-error") ?? document.createElement("p");
  Object.assign(told, { className: "field-error", textContent: words, id: `${field.dataset.field ?? field.id}-fault` });
  (field.querySelector("legend, .field-label") ?? field.firstElementChild).after(told);
  described(field).setAttribute("aria-describedby", told.id);
}

function forgetFault(field) {
  field.classList.remove("field-wrong");
  field.querySelector(".field-error")?.remove();
  described(field).removeAttribute("aria-describedby");
}

function described(field) {
  return field.matches("fieldset") ? field : field.querySelector("input, textarea");
}

function said(text) {
  return (text ?? "").trim();
}

function counted(one, many, number) {
  return (number === 1 ? one : many).replace("{number}", number);
}

function clone(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function camel(word) {
  return word.replace(/_(.)/g, (_all, sign) => sign.toUpperCase());
}
