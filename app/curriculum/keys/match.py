"""Keys of `.match`: a table of two columns under a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.curriculum.keys.key import Digested, Key, KeyFields, Written
from app.curriculum.model import Pair
from app.curriculum.rendering import Renderer
from app.curriculum.sections import is_quote
from app.curriculum.source import Line

_RULE: Final = frozenset("|:- ")


@dataclass(frozen=True)
class Row:
    """A row of the table: its cells as written."""

    line: Line
    cells: tuple[str, ...]


@dataclass(frozen=True)
class MatchKey(Key):
    """The table: its header, and a pair a row."""

    rows: tuple[Row, ...]

    def shown(self, renderer: Renderer, /) -> tuple[str, ...]:
        """Every cell, row by row, the header's first."""
        return tuple(renderer.inline(cell, row.line.number) for row in self.rows for cell in row.cells)

    def fields(self, shown: Sequence[str], _renderer: Renderer, /) -> KeyFields:
        """The pairs and their header."""
        if any(len(row.cells) != 2 for row in self.rows):
            return {}  # told already
        pairs = zip(shown[2::2], shown[3::2], strict=True)
        return {"heads": (shown[0], shown[1]), "pairs": tuple(Pair(left, right) for left, right in pairs)}

    def digested(self) -> Digested:
        """The cells."""
        return {"arranged": tuple(row.cells for row in self.rows)}


def read_match(written: Written) -> Key:
    """A key of two pairs or more; it is the last table."""
    lines = written.lines
    start = next((at for at in range(len(lines) - 2, -1, -1) if _begins_table(lines[at], lines[at + 1])), None)
    if start is None:
        return written.without_key("no-key-match")
    rest = range(start + 2, len(lines))
    end = next((at for at in rest if lines[at].is_blank or lines[at].code or is_quote(lines[at])), len(lines))
    rows = tuple(Row(line, _cells(line.text)) for line in (lines[start], *lines[start + 2 : end]))
    _check(written, rows)
    return MatchKey(lines[:start], lines[end:], rows)


def _begins_table(header: Line, rule: Line) -> bool:
    """Whether a table begins with these two lines."""
    is_rule = set(rule.text) <= _RULE and "|" in rule.text and "-" in rule.text
    return is_rule and "|" in header.text and not header.code and not is_quote(header) and not set(header.text) <= _RULE


def _check(written: Written, rows: Sequence[Row]) -> None:
    for row in rows:
        if len(row.cells) != 2:
            written.error("not-two-columns", row.line, number=len(row.cells))
            if row is rows[0]:
                return  # the other rows are like it
        elif not all(row.cells):
            written.error("empty-cell", row.line)
    written.check_count(len(rows) - 1, "pairs")
    for column in (0, 1):
        written.check_different([(row.line, row.cells[column]) for row in rows[1:] if len(row.cells) == 2])


def _cells(text: str) -> tuple[str, ...]:
    """The cells of a row: what stands between strokes, but for those in code or behind a backslash."""
    text = text.strip().removeprefix("|")
    cells, begin, last = [], 0, len(text) - 1
    for at in _strokes(text):
        cells.append(text[begin:at].strip())
        begin = at + 1
        if at == last:
            return tuple(cells)
    return (*cells, text[begin:].strip())


def _strokes(text: str) -> Iterator[int]:
    in_code = escaped = False
    for at, sign in enumerate(text):
        if sign == "|" and not escaped and not in_code:
            yield at
        if sign == "`" and not escaped:
            in_code = not in_code
        escaped = sign == "\\" and not escaped
