// What is offered while one types, of what the course already has: an item behind [, a competence behind competence=,
// a block behind ///, a gate behind requires:, a picture behind ![, and with Ctrl-Space a term of the glossary.

const OFFERED = [
  { kind: "images", before: /!\[[^\]]*$/ },
  { kind: "items", before: /(?<!!)\[[^\][]*$/ },
  { kind: "competences", before: /competence=[\w.]*$/ },
  { kind: "gates", before: /^\s*requires:\s*[\w-]*$/ },
  { kind: "blocks", before: /^\/\/\/? ?[\w ]*$/ },
];

function completionsOf(editor) {
  return autocompletion({ override: [(context) => completed(editor, context)], icons: false });
}

function completed(editor, context) {
  for (const { kind, before } of OFFERED) {
    const found = context.matchBefore(before);
    if (found && editor.offers[kind]?.length) return answer(editor, kind, found, context.pos);
  }
  const word = context.matchBefore(/[\p{L}\p{N}-]+$/u);
  if (!context.explicit || !editor.offers.terms.length) return null;
  return { from: word ? word.from : context.pos, options: editor.offers.terms.map(offered) };
}

const OPENING = { images: /^!\[/, items: /^\[/, competences: /^competence=/, gates: /^.*:\s*/, blocks: /^\/+ ?/ };

// What is sought stands behind the opening; all of it, with the opening, is replaced.
function answer(editor, kind, found, to) {
  const from = found.from + found.text.match(OPENING[kind])[0].length;
  const options = editor.offers[kind].map((each) => ({
    ...offered(each),
    apply: (view, _completion, start, end) => {
      if (kind === "blocks") return editor.insertBlock(each, { from: found.from, to: end });
      const begin = kind === "gates" ? start : found.from;
      const closes = view.state.sliceDoc(end, end + 1) === "]" ? 1 : 0;
      view.dispatch({
        changes: { from: begin, to: end + closes, insert: each.text },
        selection: { anchor: begin + each.text.length },
      });
    },
  }));
  return { from, to, options, filter: true };
}

function offered({ id, title, text, said, block }) {
  const isNamed = !block && id !== title;
  return { label: isNamed ? `${id} ${title}` : title, displayLabel: title, detail: said || (isNamed ? id : ""), apply: text };
}
