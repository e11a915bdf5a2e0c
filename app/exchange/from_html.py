"""HTML that another system wrote, as Markdown of this format. What Markdown can't hold is said, not dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final, TypeAlias

from app.exchange.bank import CantSayError
from app.exchange.limits import DEPTH, MOST_SIGNS, TEXT_CHARACTERS, UNCLOSED
from app.exchange.plain import as_markdown, beginnings_escaped, seen
from app.shared.addresses import is_safe_address, scheme

Picture: TypeAlias = Callable[[str, str], tuple[str, str]]
"""Gets address and text alternative of an image as written; returns those to write. Raises CantSayError."""

_VOID: Final = frozenset({"br", "img", "hr", "wbr", "col", "area", "base", "link", "meta", "param", "source", "track"})
_UNSAYABLE: Final = frozenset(
    {"audio", "video", "iframe", "object", "embed", "applet", "svg", "math", "input", "select", "textarea", "canvas"}
)
_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript"})
_LISTS: Final = frozenset({"ul", "ol"})
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS: Final = (
    _HEADINGS
    | _LISTS
    | frozenset(
        {
            "p",
            "div",
            "pre",
            "table",
            "blockquote",
            "hr",
            "section",
            "article",
            "figure",
            "center",
            "dl",
            "dt",
            "dd",
            "li",
        }
        | {"form", "fieldset", "header", "footer", "address", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"}
    )
)
_STRONG: Final = frozenset({"b", "strong", *_HEADINGS})
_WEAK: Final = frozenset({"i", "em", "cite", "dfn", "var"})
_KEPT: Final = frozenset({"sub", "sup", "kbd", "mark", "del", "ins", "s", "q", "samp", "small", "abbr", "u"})
_ENDED_BY: Final = {"li": frozenset({"li"}), "td": frozenset({"td", "th"}), "th": frozenset({"td", "th"})} | {
    "tr": frozenset({"tr", "td", "th"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
}
_WALLS: Final = _LISTS | {"table", "dl"}
_CELLS: Final = ("td", "th")
_UNCLOSED: Final = re.compile(r"<[^<>]*(?=<|\Z)")
_UNSAFE_IN_LINK: Final = re.compile(r"[\s<>()]")


@dataclass
class _Node:
    name: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)


def markdown_of(html: str, picture: Picture) -> str:
    """The Markdown that shows what the HTML shows. Raises CantSayError."""
    check_bearable(html)
    if len(_UNCLOSED.findall(html)) > UNCLOSED:
        raise CantSayError("the HTML of one of its texts is broken")
    builder = _Builder()
    try:
        builder.feed(seen(html))
        builder.close()
    except AssertionError:  # the parser's word for declarations that are none
        raise CantSayError("the HTML of one of its texts is broken") from None
    return "\n\n".join(_Writing(picture).blocks(builder.root.children)).strip()


def check_bearable(text: str) -> None:
    """Raises CantSayError for a text that would take too long to read or to render."""
    if len(text) > TEXT_CHARACTERS:
        raise CantSayError("one of its texts is too long")
    if any(text.count(sign) > most for sign, most in MOST_SIGNS.items()):
        raise CantSayError("one of its texts has too many marks in it")


class _Builder(HTMLParser):
    """Makes a tree of whatever was written, ends that were left out put in."""

    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.end_what_ends(tag)
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)
            if len(self.open) > DEPTH:
                raise CantSayError("one of its texts is nested too deeply")

    def handle_endtag(self, tag: str) -> None:
        names = [node.name for node in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def end_what_ends(self, tag: str) -> None:
        ended = _ENDED_BY.get(tag, frozenset({"p"} if tag in _BLOCKS else ()))
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].name in ended:
                del self.open[at:]
                return
            if self.open[at].name in _WALLS:
                return


class _Writing:
    """Writes nodes as Markdown."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture

    def blocks(self, nodes: Sequence[_Node | str]) -> list[str]:
        """The blocks among the nodes; what stands between them in a line is a paragraph."""
        blocks: list[str] = []
        line: list[_Node | str] = []
        for node in (*nodes, _Node("hr", {})):
            if isinstance(node, str) or (node.name not in _BLOCKS and not _holds_blocks(node)):
                line.append(node)
                continue
            blocks.append(self.paragraph(line))
            line = []
            blocks.extend(self.block(node))
        return [block for block in blocks if block.strip()]

    def block(self, node: _Node) -> Iterator[str]:
        if node.name == "hr":
            return
        if node.name in _LISTS:
            yield self.list_of(node)
        elif node.name == "pre":
            yield _fenced(_plain(node))
        elif node.name == "table":
            yield self.table(node)
        elif node.name == "blockquote":
            inner = "\n\n".join(self.blocks(node.children))
            yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
        elif node.name in _HEADINGS:
            yield self.paragraph([node])
        else:
            yield from self.blocks(node.children)

    def paragraph(self, nodes: Sequence[_Node | str]) -> str:
        text = re.sub(r"\s*<br>\s*", "<br>\n", self.inline(nodes))
        lines = [line.strip() for line in text.removesuffix("<br>\n").strip().split("\n")]
        return beginnings_escaped("\n".join(lines)).removesuffix("<br>").strip()

    def list_of(self, node: _Node) -> str:
        written = []
        number = 0
        for child in node.children:
            if isinstance(child, str) or child.name in _SILENT:
                if isinstance(child, str) and child.strip():
                    written.append(f"- {self.paragraph([child])}")
                continue
            number += 1
            mark = f"{number}. " if node.name == "ol" else "- "
            inner = "\n\n".join(self.blocks(child.children if child.name == "li" else [child]))
            written.append(mark + inner.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
        return "\n".join(written)

    def table(self, node: _Node) -> str:
        rows = [
            [self.cell(cell) for cell in row.children if isinstance(cell, _Node) and cell.name in _CELLS]
            for row in _found(node, "tr")
        ]
        rows = [row for row in rows if row]
        if not rows:
            return ""
        width = max(map(len, rows))
        full = [f"| {' | '.join((*row, *([''] * (width - len(row)))))} |" for row in rows]
        return "\n".join((full[0], "|---" * width + "|", *full[1:]))

    def cell(self, node: _Node) -> str:
        if any(int(node.attributes.get(name) or 1) > 1 for name in ("colspan", "rowspan") if _is_number(node, name)):
            raise CantSayError("it has a table whose cells span several")
        if any(True for name in (*_LISTS, "table", "pre") for _ in _found(node, name)):
            raise CantSayError("it has a table with lists or tables in its cells")
        return " ".join(self.inline(node.children).replace("<br>", " ").split())

    def inline(self, nodes: Sequence[_Node | str]) -> str:
        text = "".join(self.one(node) for node in nodes)
        return re.sub(r"[ \t\n\r\f\u00a0]+", " ", text)

    def one(self, node: _Node | str) -> str:
        if isinstance(node, str):
            return as_markdown(re.sub(r"\s+", " ", node))
        if node.name in _UNSAYABLE:
            raise CantSayError(f"it holds <{node.name}>")
        if node.name in _SILENT:
            return ""
        if node.name == "br":
            return "<br>"
        if node.name == "img":
            return self.image(node)
        if node.name == "code":
            return _coded(_plain(node))
        return self.around(node, self.inline(node.children))

    def around(self, node: _Node, inner: str) -> str:
        """What stands in an element, with its marks."""
        if not inner.strip():
            return inner and " "
        before, after = " " * inner.startswith(" "), " " * inner.endswith(" ")
        text = inner.strip()
        if node.name in _STRONG:
            text = f"**{text}**"
        elif node.name in _WEAK:
            text = f"*{text}*"
        elif node.name in _KEPT and node.name != "u":
            text = f"<{node.name}>{text}</{node.name}>"
        elif node.name == "a":
            text = self.link(node, text)
        elif node.name in _BLOCKS:
            before, after = " ", " "
        return before + text + after

    def link(self, node: _Node, text: str) -> str:
        href = node.attributes.get("href", "").strip()
        if href.startswith("@@PLUGINFILE@@"):
            raise CantSayError("it links to a file that came with it")
        if not scheme(href) or not is_safe_address(href):
            return text
        return f"[{text}]({_UNSAFE_IN_LINK.sub(lambda found: f'%{ord(found[0]):02X}', href)})"

    def image(self, node: _Node) -> str:
        written = " ".join(node.attributes.get("alt", "").split())
        where, alternative = self.picture(node.attributes.get("src", "").strip(), written)
        return f"![{as_markdown(alternative)}]({where})"


def _holds_blocks(node: _Node) -> bool:
    """Whether an element that belongs in a line has blocks in it: people write that."""
    inner = [child for child in node.children if isinstance(child, _Node)]
    return node.name not in _UNSAYABLE and any(child.name in _BLOCKS or _holds_blocks(child) for child in inner)


def _found(node: _Node, name: str) -> Iterator[_Node]:
    """The elements of a name, however deep, but none within another of that name."""
    for child in node.children:
        if isinstance(child, _Node):
            if child.name == name:
                yield child
            else:
                yield from _found(child, name)


def _plain(node: _Node) -> str:
    pieces = (
        child if isinstance(child, str) else "\n" if child.name == "br" else _plain(child) for child in node.children
    )
    return "".join(pieces)


def _coded(text: str) -> str:
    text = " ".join(text.split())
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    marks = "`" * (longest + 1)
    space = " " * (text.startswith("`") or text.endswith("`"))
    return f"{marks}{space}{text}{space}{marks}" if text else ""


def _fenced(text: str) -> str:
    marks = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    return f"{marks}\n{text.strip(chr(10))}\n{marks}" if text.strip() else ""


def _is_number(node: _Node, name: str) -> bool:
    return node.attributes.get(name, "").isdecimal() and len(node.attributes[name]) < 4
