// The editor in the house's colours and type. It stands in a shadow root, where no style element is needed.

const marks = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "700" },
  { tag: tags.strong, fontWeight: "700" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: [tags.link, tags.url], color: "var(--press)" },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName], color: "var(--inform)" },
  { tag: [tags.meta, tags.comment, tags.quote], color: "var(--quiet)" },
  { tag: [tags.monospace, tags.string], color: "var(--safe)" },
  { tag: [tags.keyword, tags.atom, tags.propertyName, tags.definition(tags.propertyName)], color: "var(--inform)" },
]);

function underlined(colour) {
  return { backgroundImage: "none", textDecoration: `underline wavy 1px var(--${colour})`, textUnderlineOffset: "0.25em" };
}

function marked(colour) {
  return { content: "none", width: "0.75em", height: "0.75em", margin: "0.4em 0.1em 0", backgroundColor: `var(--${colour})` };
}

const look = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--sheet)", color: "var(--ink)", fontSize: "1rem" },
  "&.cm-focused": { outline: "none" }, // its place has one
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { padding: "0.75rem 0", caretColor: "var(--ink)", minHeight: "18rem" },
  ".cm-line": { padding: "0 0.75rem 0 0.5rem" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--press-tint)",
  },
  ".cm-gutters": { backgroundColor: "var(--sheet)", color: "var(--quiet)", borderRight: "1px solid var(--hair)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--sunk)" },
  ".cm-lintRange-error": underlined("danger"),
  ".cm-lintRange-warning": underlined("warning"),
  ".cm-lintRange-info": underlined("inform"),
  ".cm-lint-marker-error": { ...marked("danger"), clipPath: "polygon(0 0, 100% 0, 100% 100%, 0 100%)" },
  ".cm-lint-marker-warning": { ...marked("warning"), clipPath: "polygon(50% 0, 100% 100%, 0 100%)" },
  ".cm-lint-marker-info": { ...marked("inform"), borderRadius: "50%" },
  ".cm-tooltip": { border: "1px solid var(--edge)", borderRadius: "0.375rem", backgroundColor: "var(--sheet)", color: "var(--ink)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--text)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.25rem 0.75rem", lineHeight: "1.6" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--press)", color: "var(--on-press)" },
  ".cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail": { color: "var(--on-press)" },
  ".cm-completionDetail": { fontStyle: "normal", fontSize: "0.85em", color: "var(--quiet)" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem", fontFamily: "var(--text)", borderLeft: "4px solid var(--inform)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warning)" },
  ".cm-panels": { backgroundColor: "var(--sunk)", color: "var(--ink)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--hair)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "0.25rem 0.5rem", padding: "0.5rem 3rem 0.5rem 0.5rem", fontSize: "1rem" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "0.25rem", minHeight: "2.75rem", fontSize: "1rem" },
  ".cm-panel.cm-search [name=close]": { minWidth: "2.75rem", minHeight: "2.75rem", fontSize: "1.5rem", color: "var(--press)" },
  ".cm-panel.cm-search :is(input, button, label)": { fontFamily: "var(--text)" },
  ".cm-textfield": { minHeight: "2.75rem", border: "2px solid var(--edge)", borderRadius: "0.375rem", backgroundColor: "var(--sheet)", color: "var(--ink)", fontSize: "1rem" },
  ".cm-button": { minHeight: "2.75rem", backgroundImage: "none", backgroundColor: "transparent", border: "2px solid var(--press)", borderRadius: "0.375rem", color: "var(--press)", fontSize: "1rem" },
  ".cm-searchMatch": { backgroundColor: "var(--caution-tint)", outline: "1px solid var(--caution)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--warning-tint)" },
  "@media (max-width: 47.99rem)": { ".cm-lineNumbers": { display: "none !important" } },
});
