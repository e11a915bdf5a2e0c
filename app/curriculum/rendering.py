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

from app.curriculum.images import KINDS, Image
from app.curriculum.limits import MOST_BRACKETS, MOST_TAGS, SECONDS
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.source import Line
from app.curriculum.typography import with_units_kept
from app.shared.addresses import is_safe_address, scheme
from app.shared.markdown import Attributes, RenderError, examine

_BLANKS: Final = re.compile(r"\s+")
_ANCHOR: Final = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True)
class Known:
    """What the pages of a course may refer to."""

    item_ids: Mapping[str, str]
    """The id of each item by the path of its file."""
    aliases: Mapping[str, str]
    """The id of an item by a former one."""
    images: Mapping[str, Image]
    images_at: str
    competences: frozenset[str] | None
    """None when competences.yaml can't be understood: then no reference to it can be judged."""


Where: TypeAlias = Callable[[], Place]
"""Finds the place of an address; it is looked for only when something is to be told."""


class Renderer:
    """Renders parts of one page."""

    def __init__(self, file: str, known: Known, report: Report, definitions: str = "") -> None:
        self.file = file
        self.known = known
        self.report = report
        self.definitions = definitions
        self.images: list[str] = []
        """The digests of the images shown so far, in order."""
        self._anchors: set[str] = set()
        self._fragments: list[tuple[str, Where]] = []
        self._ids = frozenset(known.item_ids.values())
        self._deadline = time.monotonic() + SECONDS

    def block(self, lines: Sequence[Line]) -> str:
        """The cleaned HTML of some lines."""
        return self._render(lines, inline=False)

    def inline(self, text: str, line: int) -> str:
        """The cleaned HTML of a text within one line."""
        return self._render((Line(line, text),), inline=True)

    def bare(self, lines: Sequence[Line]) -> str:
        """The cleaned HTML of some lines; without a paragraph around it if they are just one."""
        html = self.block(lines)
        return html[3:-4] if html.startswith("<p>") and html.count("<p>") == 1 and html.endswith("</p>") else html

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
        if time.monotonic() > self._deadline:
            self.report.error(start, "too-slow", limit=f"{SECONDS:g}")
            return False
        # The renderer's time grows with the square of these.
        for sign, most in (("[", MOST_BRACKETS), ("<", MOST_TAGS)):
            if text.count(sign) > most:
                self.report.error(start, "too-dense", sign=sign, limit=most)
                return False
        return True

    def finish(self) -> None:
        """Tells the links within the page that lead nowhere; call it when everything is rendered."""
        for fragment, where in self._fragments:
            if fragment not in self._anchors:
                near = nearest(fragment, self._anchors)
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
        if target in self._ids:
            return address
        path = self.path(address, unquote(target), where)
        if path is None:
            return None
        if path in self.known.item_ids:
            return self.known.item_ids[path] + hash_sign + fragment
        if path in self.known.images:
            return self.image_address(path)
        near = self.known.aliases.get(target) or nearest(target, self._ids)
        self.report.error(where(), "leads-nowhere", address=address, nearest=near)
        return None

    def path(self, address: str, target: str, where: Where) -> str | None:
        """The path from the course's folder; None, with a problem, if it is absolute or out of the folder."""
        if target.startswith(("/", "\\")) or "\\" in target:
            self.report.error(where(), "absolute-address", address=address)
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.file), target))
        if path.startswith(".."):
            self.report.error(where(), "out-of-folder", address=address)
            return None
        is_there = path in self.known.images or path in self.known.item_ids
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
        if path not in self.known.images:
            names = {posixpath.basename(known): known for known in self.known.images}
            near = names.get(nearest(posixpath.basename(path), names), "")
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
        folded = [(line.number, _folded(line.text)) for line in self.lines]
        hits = [number for number, text in folded if exact.search(text)]
        hits = hits or [number for number, text in folded if needle in text] or [folded[0][0]]
        return Place(self.renderer.file, hits[min(turn, len(hits) - 1)])


def _folded(text: str) -> str:
    return _BLANKS.sub("", unescape(text)).lower()
