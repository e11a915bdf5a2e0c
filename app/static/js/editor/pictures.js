// A picture that is pasted, dropped or chosen: what it shows is asked for, it is brought to the school, and put into the
// text.

class PictureDialog {
  constructor(editor, dialog, { address, words }) {
    Object.assign(this, { editor, dialog, address, words });
    this.form = dialog.querySelector("form");
    this.shown = dialog.querySelector("img");
    this.told = dialog.querySelector("[role=alert]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.bring();
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      URL.revokeObjectURL(this.shown.src);
      editor.focus();
    });
  }

  ask(file) {
    this.file = file;
    this.act = randomId();
    this.form.reset();
    this.told.textContent = "";
    this.shown.src = URL.createObjectURL(file);
    this.dialog.showModal();
  }

  async bring() {
    const shows = this.form.elements.shows.value.trim().replace(/\s+/g, " ");
    const body = new FormData();
    body.append("picture", this.file, this.file.name || "picture");
    body.append("name", shows);
    body.append("act_id", this.act);
    const submit = this.form.querySelector("[type=submit]");
    submit.disabled = true;
    const { told } = await posted(this.address, body);
    submit.disabled = false;
    if (!told?.path) {
      this.told.textContent = told?.refused || this.words.not_brought;
      return;
    }
    const address = `${"../".repeat(this.editor.path.split("/").length - 1)}${told.path}`;
    this.dialog.close();
    this.editor.insertText(`![${shows.replace(/([\[\]\\])/g, "\\$1")}](${address})`);
  }
}

// Lets pictures be pasted into the text and dropped onto it.
function takingPictures(dialog) {
  const first = (files) => [...(files ?? [])].find((file) => file.type.startsWith("image/"));
  return EditorView.domEventHandlers({
    paste(event) {
      const file = event.clipboardData?.getData("text/plain") ? null : first(event.clipboardData?.files);
      if (file) dialog.ask(file);
      return Boolean(file);
    },
    drop(event, view) {
      const file = first(event.dataTransfer?.files);
      if (!file) return false;
      event.preventDefault();
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at !== null) view.dispatch({ selection: { anchor: at } });
      dialog.ask(file);
      return true;
    },
  });
}
