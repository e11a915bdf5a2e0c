"""Markdown to clean HTML: the one place that renders, and the one place that cleans.

Nothing else imports `markdown` or `bleach`. What is written here never trusts its text: raw HTML is
allowed in Markdown, so everything that leaves is cleaned, and what cleaning took away is told.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any, Final, TypeAlias

import bleach
from bleach.html5lib_shim import Filter  # type: ignore[attr-defined]  # its stubs leave it out
from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension

from app.shared.addresses import SCHEMES, is_elsewhere, is_safe_address

Attributes: TypeAlias = Mapping[str, str]
Rewrite: TypeAlias = Callable[[str, Attributes], Attributes]
"""Gets the tag (`a` or `img`) and its attributes, unescaped; returns the attributes to set."""

INLINE_TAGS: Final = frozenset(
    {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small"}
    | {"span", "strong", "sub", "sup", "var"}
)
BLOCK_TAGS: Final = frozenset(
    {"blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol", "p", "pre"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "ul"}
    | {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "img": frozenset({"src", "alt", "title", "width", "height"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align"}),
    "th": frozenset({"align"}),
}
_EVERYWHERE: Final = frozenset({"id", "lang"})
_CLASS: Final = re.compile(
    r"(?:box|footnote|footnote-ref|footnote-backref|highlight|task-list|task-list-item|language-[\w+.#-]+)"
)
_ALIGNMENTS: Final = frozenset({"left", "center", "right"})
_PLAIN: Final = re.compile(r"[^\W_]+(?:[ ,.;?!'’()%–—-]|[^\W_])*")
# What may not begin in a text of one line: everything but a paragraph and what the page defines.
_BLOCK_PROCESSORS: Final = (
    *("markdown_block", "indent", "defindent", "table", "hashheader", "setextheader", "hr", "olist"),
    *("ulist", "deflist", "quote", "footnote", "code"),
)
_BOXES: Final = {
    '<input type="checkbox" disabled/>': '<span class="box">☐</span>',
    '<input type="checkbox" disabled checked/>': '<span class="box">☑</span>',
}


class RenderError(Exception):
    """The text can't be rendered: nested too deeply, or odd enough to break the renderer."""


@dataclass(frozen=True)
class Rendered:
    """Cleaned HTML, and what cleaning took away (`<script>`, `onclick`, `javascript:…`), in order."""

    html: str
    removed: tuple[str, ...]


def render(text: str, rewrite: Rewrite | None = None) -> str:
    """The cleaned HTML of a Markdown text. Raises `RenderError`."""
    return examine(text, rewrite=rewrite).html


def render_inline(text: str, rewrite: Rewrite | None = None) -> str:
    """The cleaned HTML of one line of Markdown, without a paragraph around it. Raises `RenderError`."""
    return examine(text, inline=True, rewrite=rewrite).html


def removed(text: str) -> tuple[str, ...]:
    """What cleaning would remove from a Markdown text. Raises `RenderError`."""
    return examine(text).removed


def examine(text: str, *, inline: bool = False, rewrite: Rewrite | None = None, mark: int = 0) -> Rendered:
    """Cleaned HTML together with what was removed from it.

    `rewrite` may change the attributes of links and images. An image that still lies elsewhere on
    the web then loses its address: whoever reads a page is told to nobody. `mark` tells the footnotes
    of one text from those of another on the same page. Raises `RenderError`.
    """
    if inline and _PLAIN.fullmatch(text):
        return Rendered(text, ())
    try:
        return _bench().work(text, inline, rewrite, mark)
    except Exception as fault:
        # The renderer and the parsers below it are known to raise what they like on odd text.
        raise RenderError(str(fault) or type(fault).__name__) from fault


def plain(html: str) -> str:
    """The text of a piece of HTML, with single spaces."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.pieces).split())


def _is_allowed(tag: str, name: str, value: str) -> bool:
    """Whether cleaning keeps this attribute; the value is unescaped."""
    if name in ("href", "src"):
        return name in _ATTRIBUTES.get(tag, ()) and is_safe_address(value)
    if name == "class":
        return all(_CLASS.fullmatch(word) for word in value.split())
    if name == "align":
        return tag in ("td", "th") and value in _ALIGNMENTS
    if name in ("width", "height", "start"):
        return name in _ATTRIBUTES.get(tag, ()) and value.isdecimal()
    return name in _EVERYWHERE or name in _ATTRIBUTES.get(tag, ())


class _Inspector(HTMLParser):
    """Notes what cleaning is going to remove; it decides nothing."""

    def __init__(self, tags: frozenset[str]) -> None:
        super().__init__()
        self.tags = tags
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.found.append(f"<{tag}>")
            return
        for name, value in attrs:
            if not _is_allowed(tag, name, value or ""):
                self.found.append((value or "") if name in ("href", "src") else name)

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl.split(' ')[0]}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data.split(' ')[0]}>")


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


class _Finish(Filter):  # type: ignore[misc]  # html5lib's filters are untyped
    """Runs after cleaning: what Markdown can't say about tables, headings, links and images."""

    def __init__(self, source: Any, rewrite: Rewrite | None) -> None:
        super().__init__(source)
        self.rewrite = rewrite
        self.labels: list[str] = []
        self.column = 0
        self.in_label = False

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            match token["type"]:
                case "StartTag" | "EmptyTag":
                    self.start(token)
                case "EndTag":
                    self.end(token)
                case "Characters" | "SpaceCharacters" if self.in_label:
                    self.labels[-1] += token["data"]
                case "Entity" if self.in_label:
                    self.labels[-1] += unescape(f"&{token['name']};")
                case _:
                    pass
            yield token

    def start(self, token: dict[str, Any]) -> None:
        match token["name"]:
            case "a" | "img":
                self.set_address(token)
            case "h1":
                # The page itself has the one heading of the first level.
                token["name"] = "h2"
            case "table":
                self.labels = []
            case "tr":
                self.column = 0
            case "th":
                self.set_alignment(token)
                token["data"][(None, "scope")] = "col"
                self.labels.append("")
                self.in_label = True
            case "td":
                self.set_alignment(token)
                self.set_label(token)

    def end(self, token: dict[str, Any]) -> None:
        if token["name"] == "h1":
            token["name"] = "h2"
        elif token["name"] == "th":
            self.in_label = False

    def set_alignment(self, token: dict[str, Any]) -> None:
        side = token["data"].pop((None, "align"), None)
        if side:
            token["data"][(None, "class")] = f"align-{side}"

    def set_label(self, token: dict[str, Any]) -> None:
        if self.column < len(self.labels):
            label = " ".join(self.labels[self.column].split())
            token["data"][(None, "data-label")] = escape(label)
        self.column += 1

    def set_address(self, token: dict[str, Any]) -> None:
        written = {name: unescape(value) for (_, name), value in token["data"].items()}
        changed = self.rewrite(token["name"], written) if self.rewrite else {}
        for name, value in changed.items():
            if written.get(name) != value:
                token["data"][(None, name)] = escape(value)
        if token["name"] == "img" and is_elsewhere({**written, **changed}.get("src", "")):
            del token["data"][(None, "src")]


class _Bench:
    """A renderer and two cleaners. Neither may be shared by threads, so each thread has its own."""

    def __init__(self) -> None:
        self.rewrite: Rewrite | None = None
        self.block = _renderer()
        self.inline = _renderer()
        for name in _BLOCK_PROCESSORS:
            self.inline.parser.blockprocessors.deregister(name)
        for name in ("html_block", "fenced_code_block"):
            self.inline.preprocessors.deregister(name)
        self.block_cleaner = self.cleaner(INLINE_TAGS | BLOCK_TAGS)
        self.inline_cleaner = self.cleaner(INLINE_TAGS)

    def work(self, text: str, inline: bool, rewrite: Rewrite | None, mark: int) -> Rendered:
        """Renders, inspects and cleans one text."""
        self.rewrite = rewrite
        html = _convert(self.inline if inline else self.block, text, mark)
        if inline:
            html = html.removeprefix("<p>").removesuffix("</p>")
        cleaner = self.inline_cleaner if inline else self.block_cleaner
        inspector = _Inspector(INLINE_TAGS if inline else INLINE_TAGS | BLOCK_TAGS)
        inspector.feed(html)
        inspector.close()
        return Rendered(cleaner.clean(html), tuple(inspector.found))

    def cleaner(self, tags: frozenset[str]) -> bleach.Cleaner:
        return bleach.Cleaner(
            tags=tags,
            attributes=lambda tag, name, value: _is_allowed(tag, name, unescape(value)),
            protocols=SCHEMES,
            filters=[lambda source: _Finish(source, self.rewrite)],
        )


def _convert(renderer: Markdown, text: str, mark: int) -> str:
    renderer.reset()
    for extension in renderer.registeredExtensions:
        if isinstance(extension, FootnoteExtension):
            extension.unique_prefix = mark
    html = renderer.convert(text)
    for written, shown in _BOXES.items():
        html = html.replace(written, shown)
    return html


def _renderer() -> Markdown:
    return Markdown(
        extensions=[
            "extra",
            "sane_lists",
            "pymdownx.highlight",
            "pymdownx.superfences",
            "pymdownx.tasklist",
        ],
        extension_configs={
            "extra": {"tables": {"use_align_attribute": True}, "footnotes": {"UNIQUE_IDS": True}},
            # Colours for code would depend on whether Pygments is there.
            "pymdownx.highlight": {"use_pygments": False},
        },
    )


_benches = threading.local()


def _bench() -> _Bench:
    bench: _Bench | None = getattr(_benches, "bench", None)
    if bench is None:
        bench = _benches.bench = _Bench()
    return bench
