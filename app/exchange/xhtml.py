"""Cleaned HTML as the XML that QTI takes: its elements, closed, with the few attributes that it knows."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from app.shared.markdown import render, render_inline

_ELEMENTS: Final = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "dfn", "div", "dl", "dt", "em", "hr", "i"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "img", "kbd", "li", "ol", "p", "pre", "q", "samp", "small", "span"}
    | {"strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "var"}
)
_INSTEAD: Final = {"mark": "em", "del": "span", "ins": "span", "s": "span", "figure": "div", "details": "div"} | {
    "figcaption": "p",
    "summary": "p",
}
_VOID: Final = frozenset({"br", "hr", "img"})
_ATTRIBUTES: Final = {"a": ("href",), "img": ("src", "alt", "width", "height")}


def block_xml(markdown: str) -> str:
    """Markdown as one block of XML; empty for an empty text."""
    return f"<div>{_xml(render(markdown))}</div>" if markdown.strip() else ""


def inline_xml(markdown: str) -> str:
    """Markdown of one line as XML."""
    return _xml(render_inline(markdown))


def _xml(html: str) -> str:
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return "".join(writer.pieces)


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.open: list[tuple[str, str]] = []
        """What was opened, and as what it was written."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = _INSTEAD.get(tag, tag)
        known = {key: value or "" for key, value in attrs if key in _ATTRIBUTES.get(name, ())}
        if name not in _ELEMENTS or (name == "a" and not known):
            name = "span" if name == "a" else ""
        written = "".join(f" {key}={quoteattr(value)}" for key, value in known.items())
        if name:
            self.pieces.append(f"<{name}{written}{'/' if name in _VOID else ''}>")
        if tag not in _VOID:
            self.open.append((tag, name))

    def handle_endtag(self, tag: str) -> None:
        if not any(opened == tag for opened, _ in self.open):
            return
        while self.open:
            opened, name = self.open.pop()
            self.pieces.append(f"</{name}>" if name else "")
            if opened == tag:
                break

    def handle_data(self, data: str) -> None:
        self.pieces.append(escape(data))

    def close(self) -> None:
        super().close()
        self.pieces.extend(f"</{name}>" for _, name in reversed(self.open) if name)
