"""Images: whether a file is what its name says, its size on a page, and what an SVG may not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from app.curriculum.limits import IMAGE_BYTES
from app.curriculum.problems import Place, Report

KINDS: Final = (".svg", ".png", ".jpg", ".jpeg", ".webp")

_MAGIC: Final[Mapping[str, re.Pattern[bytes]]] = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
# The start-of-frame markers of JPEG: they alone carry the size.
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SVG: Final = "http://www.w3.org/2000/svg"
_XHTML: Final = "http://www.w3.org/1999/xhtml"
_BAD_ELEMENTS: Final = frozenset({"script", "foreignobject", "handler", "listener", "iframe"})
_ADDRESSES: Final = frozenset(
    {"href", "src", "base", "ping", "action", "formaction", "data", "poster", "srcdoc", "srcset", "background"}
)
"""Attributes that lead somewhere, in drawings or in the HTML that somebody may take them for."""
_BAD_STYLE: Final = re.compile(r"@import|expression\s*\(|url\(\s*['\"]?(?!['\"]?#)|\\", re.IGNORECASE)


@dataclass(frozen=True)
class Image:
    """An image of the course."""

    sha256: str
    ending: str
    size: tuple[int, int] | None
    """Width and height in CSS pixels, when the file says them."""


class _SvgError(Exception):
    def __init__(self, line: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.line, self.code, self.values = line, code, values


def read_image(path: str, data: bytes, report: Report) -> Image:
    """The image in a file; what is wrong with it goes to the report."""
    ending = PurePosixPath(path).suffix.lower()
    size = None
    if len(data) > IMAGE_BYTES:
        report.error(Place(path, 1), "too-large", limit=f"{IMAGE_BYTES // 1024**2} MiB")
    elif ending == ".svg":
        try:
            size = _Svg().read(data)
        except _SvgError as refusal:
            line = min(refusal.line, data.count(b"\n") + 1)  # to XML a carriage return ends a line too
            report.error(Place(path, line), refusal.code, **refusal.values)
    elif not _MAGIC[ending].match(data):
        report.error(Place(path, 1), "not-an-image", ending=ending)
    else:
        size = _png_size(data) if ending == ".png" else _jpeg_size(data) if ending != ".webp" else None
    return Image(sha256(data).hexdigest(), ending, size)


def _png_size(data: bytes) -> tuple[int, int] | None:
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return (width, height) if width and height else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        if data[position + 1] in _FRAMES:
            height = int.from_bytes(data[position + 5 : position + 7])
            width = int.from_bytes(data[position + 7 : position + 9])
            return (width, height) if width and height else None
        position += 2 + int.from_bytes(data[position + 2 : position + 4])
    return None


class _Svg:
    """Reads an SVG without expanding anything in it; refuses what runs or reaches outside."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.StartElementHandler = self.element
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.root: dict[str, str] | None = None
        self.style = ""

    def read(self, data: bytes) -> tuple[int, int] | None:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as fault:
            reason = expat.errors.messages.get(fault.code, str(fault))
            raise _SvgError(max(fault.lineno, 1), "svg-not-xml", reason=reason) from fault
        return _svg_size(self.root or {})

    def refuse(self, what: str) -> _SvgError:
        return _SvgError(self.parser.CurrentLineNumber, "unsafe-svg", what=what)

    def doctype(self, *_: object) -> None:
        raise self.refuse("<!DOCTYPE>")

    def instruction(self, target: str, _: str) -> None:
        raise self.refuse(f"<?{target}?>")

    def element(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self.root is None:
            if (space, local) != (_SVG, "svg"):
                raise _SvgError(self.parser.CurrentLineNumber, "not-an-image", ending=".svg")
            self.root = attributes
        if local.lower() in _BAD_ELEMENTS or space == _XHTML:
            raise self.refuse(f"<{local}>")
        for written, value in attributes.items():
            self.attribute(written.rpartition(" ")[2], value)

    def attribute(self, name: str, value: str) -> None:
        lower = name.lower()
        reaches_out = lower in _ADDRESSES and not value.strip().startswith("#")
        animates = lower == "attributename" and value.strip().lower().startswith(("on", "href", "xlink"))
        if lower.startswith("on") or reaches_out or animates or _is_bad_value(lower, value):
            raise self.refuse(f'{name}="{value[:60]}"')

    def text(self, data: str) -> None:
        self.style += data

    def end(self, name: str) -> None:
        # Comments may stand within a style: it means what is left when it is read as a whole.
        if name.lower().endswith("style") and _BAD_STYLE.search(self.style):
            raise self.refuse(f"<style>{self.style.strip()[:60]}")
        self.style = ""


def _is_bad_value(name: str, value: str) -> bool:
    return ("url(" in value.lower() or name == "style") and bool(_BAD_STYLE.search(value))


def _svg_size(root: dict[str, str]) -> tuple[int, int] | None:
    numbers = re.findall(r"[-+]?\d{1,6}(?:\.\d{1,6})?", root.get("viewBox", ""))
    if len(numbers) != 4:
        return None
    width, height = (int(Decimal(number).to_integral_value()) for number in numbers[2:])
    return (width, height) if width > 0 and height > 0 else None
