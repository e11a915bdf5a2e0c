"""Renders the Markdown of one page: resolves its addresses, and tells what may not stand in it."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Final, TypeAlias
from urllib.parse import unquote

from app.curriculum.attributes import Heading, split_attributes
from app.curriculum.images import KINDS, Image
from app.curriculum.limits import MOST_BRACKETS, MOST_LINES, MOST_MARKS, MOST_TAGS, SECONDS
from app.curriculum.original import Original
from app.curriculum.problems import Place, Report
from app.curriculum.scanner import headings
from app.curriculum.source import Line
from app.curriculum.typography import with_units_kept
from app.shared.addresses import is_safe_address, scheme
from app.shared.markdown import Attributes, RenderError, examine

_BLANKS: Final = re.compile(r"\s+")
# The renderer's time grows with the square of these.
_DENSE: Final = (
    ("[", "[", MOST_BRACKETS),
    ("<", "<", MOST_TAGS),
    ("*", "*", MOST_MARKS),
    ("_", "_", MOST_MARKS),
    ("`", "`", MOST_MARKS),
    (">", ">", MOST_MARKS),
    ("\n", "lines", MOST_LINES),
)
# An id alone may stand behind any heading; a flag or a value belongs to a question or a criterion.
_ASKING: Final = re.compile(r"(?:^|\s)(?:\.[a-z]|\w+=)")
_ANCHOR: Final = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True)
class Known:
    """What the pages of a course may refer to."""

    language: str
    """That the pages are in; empty when course.md doesn't say it."""
    item_ids: Mapping[str, str]
    """The id of each item by the path of its file, those of translations too."""
    item_paths: Mapping[str, str]
    """The path of each item's file by its id."""
    aliases: Mapping[str, str]
    """The id of an item by a former one."""
    images: Mapping[str, Image]
    images_at: str
    competences: Mapping[str, None] | None
    """By their ids: a page that names one sees no other. None when competences.yaml can't be understood: then no
    reference to it can be judged."""
    unread: frozenset[str] = frozenset()
    """Files and folders that are there, but couldn't be read."""
    sources: Mapping[str, str] | None = None
    """What facts may name, by id; None when sources.yaml can't be understood."""

    def is_unread(self, path: str) -> bool:
        """Whether a path leads to what couldn't be read: that is told already."""
        return any(path == name or path.startswith(f"{name}/") for name in self.unread)


Where: TypeAlias = Callable[[], Place]
"""Finds the place of an address; it is looked for only when something is to be told."""


class Renderer:
    """Renders parts of one page."""

    def __init__(self, file: str, known: Known, report: Report, definitions: str = "") -> None:
        self.file = file
        self.known = known
        self.report = report
        self.definitions = definitions
        self.original: Original | None = None
        """Of a translation: what it translates."""
        self.images: list[str] = []
        """The digests of the images shown so far, in order."""
        self.has_told_attributes = False
        """Whether it was told that a heading has attributes which mean nothing where it stands."""
        self.has_given_up = False
        """Whether the page took too long, so that the rest of it is not rendered."""
        self.is_partial = False
        """Whether something of the page is not rendered, so that nobody knows all its anchors."""
        self._anchors: set[str] = set()
        self._fragments: list[tuple[str, Where]] = []
        # Of the processor: a busy machine makes no course too slow.
        self._deadline = time.thread_time() + SECONDS

    def block(self, lines: Sequence[Line]) -> str:
        """The cleaned HTML of some lines."""
        return self._render(self._without_attributes(lines), inline=False)

    def inline(self, text: str, line: int) -> str:
        """The cleaned HTML of a text within one line."""
        return self._render((Line(line, text),), inline=True)

    def bare(self, lines: Sequence[Line]) -> str:
        """The cleaned HTML of some lines; without a paragraph around it if they are just one."""
        html = self.block(lines)
        return html[3:-4] if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>") else html

    def _without_attributes(self, lines: Sequence[Line]) -> Sequence[Line]:
        """The lines, headings without attributes that only questions and criteria have; the first of a page is told."""
        kept = list(lines)
        for index in headings(lines):
            line = lines[index]
            title, written = split_attributes(line.text)
            if written is None or not _ASKING.search(written):
                continue
            if not self.has_told_attributes:
                self.report.error(Place(self.file, line.number), "attributes-not-here")
                self.has_told_attributes = True
            kept[index] = Line(line.number, title)
        return kept

    def _render(self, lines: Sequence[Line], inline: bool) -> str:
        text = "\n".join(line.text for line in lines)
        if not text.strip():
            return ""
        start = Place(self.file, next(line.number for line in lines if not line.is_blank))
        if not self._is_bearable(text, start):
            return ""
        if self.definitions and ("[" in text or "*[" in self.definitions):
            text = f"{text}\n\n{self.definitions}"
        visit = _Visit(self, lines)
        try:
            rendered = examine(text, inline=inline, rewrite=visit.rewrite, mark=start.line)
        except RenderError:
            self.report.error(start, "not-renderable")
            return ""
        for what in rendered.removed:
            place = visit.place(what, visit.turn(what))
            self.report.error(place, "unsafe-html", what=what[:80])
        self._anchors.update(_ANCHOR.findall(rendered.html))
        return with_units_kept(rendered.html.strip())

    def _is_bearable(self, text: str, start: Place) -> bool:
        """Whether rendering the text will come to an end soon; tells when it won't."""
        if self.has_given_up:
            return False
        if time.thread_time() > self._deadline:
            self.report.error(start, "too-slow", limit=f"{SECONDS:g}")
            self.has_given_up = self.is_partial = True
            return False
        for sign, name, most in _DENSE:
            if text.count(sign) > most:
                self.report.error(start, "too-dense", sign=name, limit=most)
                self.is_partial = True
                return False
        return True

    def completed(self, heading: Heading, flags: Sequence[str], keys: Sequence[str]) -> Heading:
        """The heading of something with an id; of a translation with what its original says of it."""
        return self.original.completed(heading, flags, keys, self.report) if self.original else heading

    def finish(self) -> None:
        """Tells the links within the page that lead nowhere; call it when everything is rendered."""
        for fragment, where in self._fragments:
            if fragment not in self._anchors and not self.is_partial:
                near = self.report.nearest(fragment, self._anchors)
                self.report.error(where(), "leads-nowhere", address=f"#{fragment}", nearest=near)

    def link(self, address: str, where: Where) -> str | None:
        """Where a link leads on the page; None, with a problem in the report, if it leads nowhere."""
        if not is_safe_address(address):
            return None  # told as what cleaning removes
        if address.startswith("#"):
            self._fragments.append((address[1:], where))
        if scheme(address) or address.startswith("#"):
            return address
        target, hash_sign, fragment = address.partition("#")
        if target in self.known.item_paths:
            return address
        path = self.path(address, unquote(target), where) or ""
        if path in self.known.images:
            return self.image_address(path)
        if path in self.known.item_ids:
            return self.known.item_ids[path] + hash_sign + fragment
        if path and not self.known.is_unread(path):
            self.report.error(where(), "leads-nowhere", address=address, nearest=self.meant(target))
        return None

    def meant(self, target: str) -> str:
        """What a link that leads nowhere was probably to lead to: an item's id, or a file beside this one."""
        near = self.known.aliases.get(target) or self.report.nearest(target, self.known.item_paths)
        if near:
            return near
        files = {posixpath.basename(path): path for path in (*self.known.item_ids, *self.known.images)}
        found = files.get(self.report.nearest(posixpath.basename(target), files), "")
        return posixpath.relpath(found, posixpath.dirname(self.file)) if found else ""

    def path(self, address: str, target: str, where: Where) -> str | None:
        """The path from the course's folder; None, with a problem, if it is absolute or out of the folder."""
        if target.startswith(("/", "\\")) or "\\" in target:
            self.report.error(where(), "absolute-address", address=address)
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), target))
        if path.startswith(".."):
            self.report.error(where(), "out-of-folder", address=address)
            return None
        is_there = path in self.known.images or path in self.known.item_ids or self.known.is_unread(path)
        return path if is_there else posixpath.normpath(target)

    def image(self, attributes: Attributes, where: Where) -> Attributes:
        """The attributes of an image on the page."""
        address = attributes.get("src", "")
        if not attributes.get("alt", "").strip():
            self.report.error(where(), "no-text-alternative", address=address)
        if not is_safe_address(address) or "src" not in attributes:
            return {}
        if scheme(address):
            self.report.error(where(), "image-elsewhere", address=address)
            return {}
        path = self.path(address, unquote(address), where)
        if path is None:
            return {}
        if self.known.is_unread(path):
            return {}
        if path not in self.known.images:
            names = {posixpath.basename(known): known for known in self.known.images}
            near = names.get(self.report.nearest(posixpath.basename(path), names), "")
            code = "leads-nowhere" if path.endswith(KINDS) else "not-an-image-name"
            self.report.error(where(), code, address=address, nearest=near)
            return {}
        self.images.append(self.known.images[path].sha256)
        size = self.known.images[path].size
        sized = {"width": str(size[0]), "height": str(size[1])} if size else {}
        return {"src": self.image_address(path), **sized, "loading": "lazy", "decoding": "async"}

    def image_address(self, path: str) -> str:
        """Where an image of the course is served."""
        image = self.known.images[path]
        return f"{self.known.images_at}{image.sha256}{image.ending}"


class _Visit:
    """The addresses of one text, each found again in its lines."""

    def __init__(self, renderer: Renderer, lines: Sequence[Line]) -> None:
        self.renderer = renderer
        self.lines = [line for line in lines if not line.is_blank]
        self.folded: list[tuple[int, str]] = []
        self.seen: dict[str, int] = {}

    def rewrite(self, tag: str, attributes: Attributes) -> Attributes:
        address = attributes.get("src" if tag == "img" else "href", "")
        where = partial(self.place, address or "![", self.turn(address or "!["))
        if tag == "img":
            return self.renderer.image(attributes, where)
        href = self.renderer.link(address, where) if address else None
        return {"href": href} if href is not None else {}

    def turn(self, what: str) -> int:
        """How many times the same thing came before."""
        self.seen[what] = self.seen.get(what, -1) + 1
        return self.seen[what]

    def place(self, what: str, turn: int) -> Place:
        """Where a thing that came out of rendering was written for the so-many-th time."""
        needle = _folded(what.strip("<>"))
        # An address or a name of its own comes before one that only holds the same letters.
        exact = re.compile(rf"""(?:^|[(<"'=:{{]){re.escape(needle)}(?![\w-])""")
        self.folded = self.folded or [(line.number, _folded(line.text)) for line in self.lines]
        near = [(number, text) for number, text in self.folded if needle in text]
        hits = [number for number, text in near if exact.search(text)]
        hits = hits or [number for number, _ in near] or [self.folded[0][0]]
        return Place(self.renderer.file, hits[min(turn, len(hits) - 1)])


def _folded(text: str) -> str:
    return _BLANKS.sub("", unescape(text)).lower()
