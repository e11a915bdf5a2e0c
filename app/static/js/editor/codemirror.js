// The vendored editor: what of it the files beside this one use. Each of its modules is a function (vendor/scripts.py).

const taken = new Map();

function take(module) {
  if (!taken.has(module)) taken.set(module, module(take));
  return taken.get(module);
}

// What its Markdown asks of the language HTML, which a course has none of.
function codemirror_lang_html() {
  return { html: () => ({ support: [], language: { parser: null } }), htmlCompletionSource: () => null };
}

const { EditorState, Prec } = take(codemirror_state);
const { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } = take(codemirror_view);
const { defaultKeymap, history, historyKeymap, redo, undo } = take(codemirror_commands);
const { HighlightStyle, StreamLanguage, indentUnit, syntaxHighlighting } = take(codemirror_language);
const { markdown, markdownLanguage } = take(codemirror_lang_markdown);
const { yaml } = take(codemirror_legacy_modes_mode_yaml);
const { lintGutter, setDiagnostics } = take(codemirror_lint);
const { autocompletion, completionKeymap } = take(codemirror_autocomplete);
const { openSearchPanel, search, searchKeymap } = take(codemirror_search);
const { tags } = take(lezer_highlight);
