// How the text of a course is read, so that its parts are told apart: front matter, blocks, Markdown; or YAML.

const FENCE = /^---\s*$/;

const courseMarkdown = {
  defineNodes: [
    { name: "FrontMatter", block: true, style: tags.meta },
    { name: "CourseBlock", block: true, style: tags.processingInstruction },
  ],
  parseBlock: [
    {
      name: "FrontMatter",
      before: "HorizontalRule",
      parse(context, line) {
        if (context.lineStart !== 0 || !FENCE.test(line.text)) return false;
        while (context.nextLine() && !FENCE.test(line.text));
        context.nextLine();
        context.addElement(context.elt("FrontMatter", 0, context.prevLineEnd()));
        return true;
      },
    },
    {
      name: "CourseBlock",
      before: "FencedCode",
      parse(context, line) {
        if (!line.text.startsWith("///")) return false;
        const from = context.lineStart;
        context.addElement(context.elt("CourseBlock", from, from + line.text.length));
        context.nextLine();
        return true;
      },
      endLeaf: (_context, line) => line.text.startsWith("///"),
    },
  ],
};

function languageOf(path) {
  if (path.endsWith(".yaml")) return StreamLanguage.define(yaml);
  return markdown({ base: markdownLanguage, extensions: courseMarkdown, completeHTMLTags: false, pasteURLAsLink: false });
}
