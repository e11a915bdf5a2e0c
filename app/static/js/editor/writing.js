// <desk-editor>: a text of a draft in an editor that saves by itself, tells what is wrong, and shows what becomes of it.
// How it is written on a page stands in templates/authoring/files/editor.html.

const CHECKED_AFTER = 500; // milliseconds after the last key

class DeskEditor extends HTMLElement {
  connectedCallback() {
    if (this.view) return;
    Object.assign(this, JSON.parse(this.querySelector(".editor-data").textContent));
    this.path = this.dataset.path;
    this.form = this.querySelector("form.editor-form");
    this.offers.blocks = blocksOn(this);
    this.problems = new ProblemList(this, this, this);
    this.unsent = new Unsent(this.dataset.person, this.dataset.draft, this.path);
    this.open(this.form.elements.text);
    this.arrange();
    this.begin();
  }

  open(area) {
    const dialog = this.querySelector(".editor-picture");
    this.pictures = new PictureDialog(this, dialog, { address: this.dataset.pictures, words: this.words });
    const place = document.createElement("div");
    place.className = "editor-place";
    area.closest(".editor-area").after(place);
    const root = place.attachShadow({ mode: "open" });
    const state = EditorState.create({ doc: area.value, extensions: this.extensions(area) });
    this.view = new EditorView({ state, parent: root, root });
    this.saver = new Saver(this.dataset.file, this.unsent, {
      text: this.view.state.doc.toString(),
      digest: this.form.elements.before.value,
      tell: (state, more) => this.tell(state, more),
    });
  }

  extensions(area) {
    const attributes = { "aria-label": this.words.text, lang: area.lang, spellcheck: "true", autocapitalize: "sentences", tabindex: "0" };
    return [
      lineNumbers(),
      lintGutter(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      highlightSpecialChars(),
      EditorView.lineWrapping,
      search({ top: true }),
      languageOf(this.path),
      indentUnit.of(this.path.endsWith(".yaml") ? "  " : "    "),
      syntaxHighlighting(marks),
      look,
      completionsOf(this),
      typingOver,
      takingPictures(this.pictures),
      EditorState.phrases.of(this.phrases),
      EditorView.contentAttributes.of(attributes),
      EditorView.updateListener.of((update) => update.docChanged && this.changed()),
      Prec.high(keymap.of([{ key: "Mod-s", preventDefault: true, run: () => this.saveNow() }])),
      keymap.of([...completionKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
    ];
  }

  arrange() {
    this.classList.add("editor-works");
    for (const node of this.querySelectorAll("[data-works]")) node.hidden = false;
    for (const node of this.querySelectorAll("[data-instead]")) node.hidden = true;
    const { blocks, ...offers } = this.offers;
    this.menu = new InsertMenu(this, this.querySelector(".editor-menu"), { blocks, offers, words: this.words.groups });
    this.preview = new PreviewPane(this.querySelector(".editor-preview"), this);
    const acts = {
      undo: () => undo(this.view),
      redo: () => redo(this.view),
      find: () => openSearchPanel(this.view),
      text: () => this.turn("text"),
      preview: () => this.turn("preview"),
      reload: () => location.reload(),
    };
    for (const [name, act] of Object.entries(acts)) {
      this.querySelector(`[data-act="${name}"]`)?.addEventListener("click", act);
    }
    this.turn("text");
    this.querySelector(".editor-tally").addEventListener("click", () => this.turn("text"));
    const chooser = this.querySelector(".editor-choose input");
    chooser?.addEventListener("change", () => {
      if (chooser.files[0]) this.pictures.ask(chooser.files[0]);
      chooser.value = "";
    });
    this.form.addEventListener("submit", (event) => {
      if (event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      this.saveNow();
    });
    addEventListener("hashchange", () => this.goToHash());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
  }

  async begin() {
    const back = await this.saver.takeUp();
    if (back !== null) {
      this.write(back);
      this.note(this.words.back);
      this.saver.save();
    }
    if (!this.saver.isWaiting && !this.saver.clash) this.tell("same");
    if (!(await this.unsent.lasts())) this.note(this.words.keeps_nothing);
    this.check();
    this.goToHash();
    this.setAttribute("data-ready", "");
  }

  changed() {
    this.form.elements.text.value = this.view.state.doc.toString();
    this.saver.change(this.view.state.doc.toString());
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), CHECKED_AFTER);
  }

  saveNow() {
    this.saver.save();
    return true;
  }

  // One after the other, and of those that wait the newest: the preview is of what the school was asked last, so that an
  // older text that took longer would stay there.
  check() {
    const turn = Promise.resolve(this.asked).catch(() => null).then(() => this.asked === turn && this.ask());
    this.asked = turn;
    return turn;
  }

  async ask() {
    const { saves } = this.saver;
    const text = this.view.state.doc.toString();
    const body = new URLSearchParams({ path: this.path, text }).toString();
    const { told } = await posted(this.dataset.checks, body);
    if (!told?.problems) return;
    this.problems.show(told.problems);
    this.preview.show(told);
    const { saver } = this;
    const isOld = saver.saves === saves && !saver.saving && !saver.isWaiting && !saver.clash && told.digest !== saver.digest;
    this.querySelector(".editor-old").hidden = !isOld;
  }

  // What the line above the text says of it.
  tell(state, { clash, refused, by } = {}) {
    const line = this.querySelector(".editor-state");
    line.dataset.state = state;
    const time = (this.saver.at ?? new Date()).toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    line.textContent = this.words.states[state].replace("{time}", time);
    const told = this.querySelector(".editor-told");
    told.hidden = !(clash || refused);
    if (refused) told.querySelector("p").textContent = refused;
    if (!clash) return;
    const link = Object.assign(document.createElement("a"), { href: clash, textContent: this.words.choose });
    const who = by ? this.words.clash.replace("{name}", by) : this.words.clash_somebody;
    told.querySelector("p").replaceChildren(who, " ", link);
    line.append(" ", link.cloneNode(true)); // which stays in view
  }

  note(words) {
    const note = this.querySelector(".editor-note");
    note.hidden = false;
    note.querySelector("p").textContent = words;
  }

  turn(side) {
    this.dataset.side = side;
    for (const name of ["text", "preview"]) {
      const button = this.querySelector(`[data-act="${name}"]`);
      if (button) button.ariaPressed = String(name === side);
    }
  }

  // Puts a text in the place of the whole one, as a change that can be undone.
  write(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  insertText(text) {
    this.turn("text");
    this.view.dispatch({ ...this.view.state.replaceSelection(text), scrollIntoView: true });
    this.focus();
  }

  // A block stands on lines of its own, with an empty one before and behind it: in the place of the cursor's line if that
  // is empty but for what `range` covers, else behind it.
  insertBlock(block, range = { from: this.view.state.selection.main.to, to: this.view.state.selection.main.to }) {
    this.turn("text");
    const { doc } = this.view.state;
    const line = doc.lineAt(range.from);
    const isFree = !(line.text.slice(0, range.from - line.from) + line.text.slice(range.to - line.from)).trim();
    const from = isFree ? line.from : line.to;
    const isFirst = line.number === 1 || !doc.line(line.number - 1).text.trim();
    const lead = isFree ? (isFirst ? "" : "\n") : "\n\n";
    const isFollowed = line.number < doc.lines && !doc.line(line.number + 1).text.trim();
    const insert = `${lead}${fresh(block, doc.toString()).trimEnd()}${isFollowed ? "" : "\n"}`;
    const selection = { anchor: from + lead.length };
    this.view.dispatch({ changes: { from, to: line.to, insert }, selection, scrollIntoView: true });
    this.focus();
  }

  goToHash() {
    const found = location.hash.match(/^#line-(\d+)$/);
    if (found) this.goTo(Number(found[1]));
  }

  goTo(line) {
    this.turn("text");
    const { doc } = this.view.state;
    const at = doc.line(Math.min(Math.max(1, line), doc.lines));
    this.view.dispatch({ selection: { anchor: at.from }, effects: EditorView.scrollIntoView(at.from, { y: "center" }) });
    this.focus();
  }

  focus() {
    this.view.focus();
  }
}

// A browser that types over marked text puts that text's look into a style attribute, which the page's policy refuses:
// so the editor puts it there itself.
const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || event.isComposing || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data ?? ""), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

customElements.define("desk-editor", DeskEditor);
