// What is wrong in the course, and what readers reported: marked in the text, and listed below it with a way to the line.

class ProblemList {
  constructor(editor, page, { words, reports, path }) {
    Object.assign(this, { editor, words, reports, path });
    this.count = page.querySelector(".editor-count");
    this.tally = page.querySelector(".editor-tally");
    this.list = page.querySelector(".editor-found");
    page.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-line]");
      if (!link) return;
      event.preventDefault();
      editor.goTo(Number(link.dataset.line));
    });
  }

  show(problems) {
    const own = problems.filter((each) => each.path === this.path);
    this.mark(own);
    this.list.replaceChildren(...problems.map((each) => this.row(each)));
    this.count.textContent = this.counted(problems);
    this.tally.hidden = !problems.length;
    this.tally.textContent = problems.length ? this.counted(problems) : "";
  }

  mark(own) {
    const reported = this.reports.filter((each) => each.line).map((each) => ({ ...each, level: "info" }));
    const view = this.editor.view;
    const found = [...own, ...reported].map(({ line, level, text }) => {
      const at = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
      const from = at.from + at.text.search(/\S|$/);
      return { from, to: at.to, severity: level, message: text, source: level === "info" ? this.words.report : "" };
    });
    view.dispatch(setDiagnostics(view.state, found));
  }

  row({ path, line, level, text, address }) {
    const isHere = path === this.path;
    const link = document.createElement("a");
    link.href = isHere ? `#line-${line}` : address;
    if (isHere) link.dataset.line = line;
    link.textContent = isHere ? this.words.line.replace("{number}", line) : `${path}, ${this.words.line.replace("{number}", line)}`;
    const said = document.createElement("span");
    said.lang = "en";
    said.textContent = text;
    const item = document.createElement("li");
    item.className = `editor-${level}`;
    item.append(Object.assign(document.createElement("b"), { textContent: this.words[level] }), " ", link, " ", said);
    return item;
  }

  counted(problems) {
    const errors = problems.filter((each) => each.level === "error").length;
    const rest = problems.length - errors;
    const said = [
      errors === 1 ? this.words.errors_one : errors ? this.words.errors_many.replace("{number}", errors) : "",
      rest === 1 ? this.words.warnings_one : rest ? this.words.warnings_many.replace("{number}", rest) : "",
    ].filter(Boolean);
    return said.length ? said.join(", ") : this.words.no_problems;
  }
}
