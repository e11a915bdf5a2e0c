"""What keeps numbers readable: a number and its unit stay on one line, and a reading looks like one."""

from __future__ import annotations

import re
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
UNITS: Final = r"[kMGmµn]?(?:Ω|V|A|W|F|Hz|Pa)|€|[kmc]?m|[mMk]?Wh|m?Ah|°C|%|K|min|h|s|kg|g|l|m?bar|nits|lux"
"""Of both trades."""
# A tag is matched first, so that nothing inside one is touched.
_UNIT: Final = re.compile(rf"(<[^>]*>)|(?<=\d) (?=(?:{UNITS})(?![\w/]))|(?<=[±×÷−]) (?=\d)")
# A range or a pair of terminals without spaces: 130–200, L–N, S–C. Browsers would break the line behind its dash.
_RANGE: Final = re.compile(
    r"(<[^>]*>)|(?<![\w.,–])((?:\d+(?:[.,]\d+)?|[A-Z]{1,2})(?:–(?:\d+(?:[.,]\d+)?|[A-Z]{1,2}))+)(?![\w–])"
)
_SECOND_CELL: Final = re.compile(r"(<tr>\s*<td[^>]*>(?:(?!</?t[dr]\b).)*</td>\s*<td)([^>]*>)(.*?)(?=</td>)", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_UNIT_ALONE: Final = re.compile(UNITS)
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def with_units_kept(html: str) -> str:
    """`html` with the space between a number and its unit, and that behind a sign before a number, made unbreakable;
    what is joined by a dash without spaces stays on one line too."""
    kept = _UNIT.sub(lambda found: found.group(1) or NO_BREAK, html)
    return _RANGE.sub(lambda found: found.group(1) or f'<span class="kept">{found.group(2)}</span>', kept)


def with_readings_marked(html: str) -> str:
    """The tables in `html`; a cell of the second column that holds a number, and no words besides its unit, with the
    class `number`."""
    return _SECOND_CELL.sub(_with_class, html)


def _with_class(found: re.Match[str]) -> str:
    if not _is_reading(found[3]):
        return found[0]
    aligned = ' class="' in found[2]
    attributes = found[2].replace(' class="', ' class="number ', 1) if aligned else f' class="number"{found[2]}'
    return f"{found[1]}{attributes}{found[3]}"


def _is_reading(cell: str) -> bool:
    text = _TAG.sub("", cell)
    words = [letters for letters in _LETTERS.findall(text) if not letters.isupper()]
    return any(sign.isdigit() for sign in text) and all(_UNIT_ALONE.fullmatch(word) for word in words)
