// The menu of everything that can be put into the text: blocks, and names of what the course already has. Without a
// script its blocks stand on the page, to be copied.

class InsertMenu {
  constructor(editor, place, { blocks, offers, words }) {
    this.editor = editor;
    this.menu = place;
    this.filter = place.querySelector("input");
    this.list = place.querySelector(".editor-choices");
    this.none = place.querySelector(".editor-none");
    for (const group of grouped(blocks)) this.add(group.title, group.blocks, (each) => editor.insertBlock(each));
    for (const kind of ["items", "terms", "competences", "gates", "images"]) {
      this.add(words[kind], offers[kind], (each) => editor.insertText(each.text));
    }
    this.filter.addEventListener("input", () => this.narrow());
    this.filter.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.list.querySelector("li:not([hidden]) button")?.click();
    });
    place.addEventListener("toggle", () => place.open && this.begin());
    place.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    document.addEventListener("click", (event) => {
      if (place.open && !event.composedPath().includes(place)) place.open = false;
    });
  }

  add(title, found, insert) {
    if (!found.length) return;
    const group = document.createElement("section");
    const heading = document.createElement("h3");
    const list = document.createElement("ul");
    heading.textContent = title;
    for (const each of found) list.append(this.choice(each, insert));
    group.append(heading, list);
    this.list.append(group);
  }

  choice(each, insert) {
    const button = document.createElement("button");
    button.type = "button";
    // Titles of blocks are in the author's language, what the course has in the course's.
    const lang = each.block ? "" : this.editor.language;
    button.append(Object.assign(document.createElement("span"), { textContent: each.title }, lang && { lang }));
    const more = [each.id === each.title ? "" : each.id, each.said].filter(Boolean).join(" · ");
    if (more && !each.block) button.append(" ", Object.assign(document.createElement("small"), { lang, textContent: more }));
    button.addEventListener("click", () => {
      this.menu.open = false;
      insert(each);
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  }

  begin() {
    this.filter.value = "";
    this.narrow();
    this.filter.focus({ preventScroll: true });
  }

  narrow() {
    const wanted = plain(this.filter.value).split(/\s+/);
    for (const item of this.list.querySelectorAll("li")) {
      const words = plain(item.textContent);
      item.hidden = !wanted.every((each) => words.includes(each));
    }
    for (const group of this.list.children) group.hidden = !group.querySelector("li:not([hidden])");
    this.none.hidden = this.list.querySelector("li:not([hidden])") !== null;
  }

  close() {
    this.menu.open = false;
    this.editor.focus();
  }
}

function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// The blocks that stand on the page, with the title of each group.
function blocksOn(page) {
  return [...page.querySelectorAll("[data-block]")].map((node) => ({
    block: true,
    id: node.dataset.block,
    names: node.dataset.names.split(" ").filter(Boolean),
    group: node.closest("[data-group]").dataset.group,
    title: node.querySelector("summary").textContent.trim(),
    text: node.querySelector("pre").textContent,
  }));
}

function grouped(blocks) {
  const titles = [...new Set(blocks.map((each) => each.group))];
  return titles.map((title) => ({ title, blocks: blocks.filter((each) => each.group === title) }));
}

// The block with another id in the place of each that the text has by now.
function fresh(block, text) {
  let made = block.text;
  for (const name of block.names) {
    let [free, number] = [name, 1];
    while (new RegExp(`\\{#${free}(?![\\w-])`).test(text)) free = `${name}-${(number += 1)}`;
    made = made.replaceAll(new RegExp(`\\{#${name}(?![\\w-])`, "g"), `{#${free}`);
  }
  return made;
}
