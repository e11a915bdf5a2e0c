"""From bytes to numbered lines: decoding, front matter, and what a line may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.curriculum.limits import MARKDOWN_BYTES
from app.curriculum.problems import Place, Report
from app.curriculum.yaml_text import YamlText, read_yaml

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file. `code` tells that it belongs to a fence, so it means nothing but itself."""

    number: int
    text: str
    code: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether the line shows nothing."""
        return not self.text.strip()

    @property
    def indent(self) -> int:
        """How many spaces it begins with; a tab counts as four."""
        return len(self.text.expandtabs(4)) - len(self.text.expandtabs(4).lstrip(" "))

    def dedented(self, width: int) -> Line:
        """The same line without its first spaces, up to `width`."""
        text = self.text.expandtabs(4) if "\t" in self.text[:width] else self.text
        return Line(self.number, text[min(self.indent, width) :], self.code)


Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Page:
    """A Markdown file: its front matter, and the lines below."""

    file: str
    front: YamlText
    body: Lines


def decode(file: str, data: bytes, report: Report) -> str | None:
    """The text of a file, its lines ending at LF; None, with problems in the report, if it has none."""
    if len(data) > MARKDOWN_BYTES:
        report.error(Place(file, 1), "too-large", limit=f"{MARKDOWN_BYTES // 1024} KiB")
        return None
    try:
        text = data.removeprefix(_BOM).decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start + (3 if data.startswith(_BOM) else 0)) + 1
        report.error(Place(file, line), "not-utf-8")
        return None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        report.error(Place(file, line), "control-character", character=f"U+{ord(control[0]):04X}")
        return None
    return text


def read_page(file: str, data: bytes, report: Report) -> Page | None:
    """The page in a Markdown file; None, with problems in the report, if its front matter can't be understood."""
    text = decode(file, data, report)
    if text is None:
        return None
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        report.error(Place(file, 1), "no-front-matter")
        return None
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        report.error(Place(file, 1), "front-matter-not-closed")
        return None
    front = read_yaml("\n".join(lines[1:end]), file, 2, report)
    if front is None:
        return None
    if not isinstance(front.value, dict):
        report.error(front.place(), "not-a-mapping")
        return None
    body = tuple(Line(number, line) for number, line in enumerate(lines[end + 1 :], end + 2))
    return Page(file, front, body)
