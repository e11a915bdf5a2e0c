"""Links between the pages of a course when files get other names. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import quote, unquote

from app.curriculum.problems import Report
from app.curriculum.scanner import mark_code
from app.curriculum.source import Line

_ADDRESS: Final = re.compile(
    r"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    r"|(?P<before>\]\(\s*<?|^ {0,3}\[[^\]^][^\]]*\]:\s*<?|\b(?:href|src)\s*=\s*[\"'])(?P<address>[^\s<>()#\"']+)"
)


@dataclass(frozen=True)
class Renaming:
    """Which files and items of some sources have another name."""

    sources: Mapping[str, bytes]
    paths: Mapping[str, str]
    """The new path of each file that gets one, by the old."""
    ids: Mapping[str, str]
    """The new id of each item that gets one, by the old."""

    def followed(self, path: str, text: str) -> str:
        """The text of the file at that (old) path, its links leading where they led before. Code stays as it is."""
        return "".join(self._line(path, line, ending) for line, ending in _lines(text))

    def _line(self, path: str, line: Line, ending: str) -> str:
        return f"{line.text if line.code else _ADDRESS.sub(partial(self._renamed, path), line.text)}{ending}"

    def _renamed(self, path: str, found: re.Match[str]) -> str:
        if found["code"]:
            return found[0]
        address = found["address"]
        return f"{found['before']}{self._address(path, address) or address}"

    def _address(self, path: str, address: str) -> str | None:
        """The new address for one in the file at `path`; None: it stays."""
        if address in self.ids:
            return self.ids[address]
        plain = unquote(address)
        here, there = posixpath.dirname(path), posixpath.dirname(self.paths.get(path, path))
        beside = posixpath.normpath(posixpath.join(here, plain))
        if beside in self.sources:
            now = posixpath.relpath(self.paths.get(beside, beside), there or ".")
            return _written(now, address) if beside in self.paths or here != there else None
        from_top = posixpath.normpath(plain)
        return _written(self.paths[from_top], address) if from_top in self.paths else None


def _written(path: str, before: str) -> str:
    """A path as an address, written like the one that it takes the place of."""
    return quote(path) if "%" in before else path


def _lines(text: str) -> Iterator[tuple[Line, str]]:
    """Each line, marked as code where it is, with what ends it. Comments stay what they are."""
    lines = [Line(number, line) for number, line in enumerate(text.split("\n"), 1)]
    marked = mark_code(lines, "", Report())
    for line, seen in zip(lines, marked, strict=True):
        yield Line(line.number, line.text, seen.code), "\n" if line.number < len(lines) else ""
