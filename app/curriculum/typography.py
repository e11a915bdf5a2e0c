"""What keeps numbers readable: a number and its unit stay on one line."""

from __future__ import annotations

import re
from typing import Final

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
UNITS: Final = r"[kMGmµn]?(?:Ω|V|A|W|F|Hz)|[kmc]?m|[mMk]?Wh|m?Ah|°C|%|K|min|h|s|kg|g|l|m?bar|nits|lux"
"""Of both trades."""
# A tag is matched first, so that nothing inside one is touched.
_UNIT: Final = re.compile(rf"(<[^>]*>)|(?<=\d) (?=(?:{UNITS})(?![\w/]))")


def with_units_kept(html: str) -> str:
    """`html` with the space between a number and its unit made unbreakable."""
    return _UNIT.sub(lambda found: found.group(1) or NO_BREAK, html)
