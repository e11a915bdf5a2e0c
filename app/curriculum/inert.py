"""A rendered page as something to read: nothing in it is pressed, followed or mistaken for the page around. Pure."""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"""<(/?)([a-zA-Z][^\s/>]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_PRESSED: Final = re.compile(r"<(label|button|select|textarea)\b.*?</\1>|<input\b[^>]*>", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""\s+([^\s=>"'/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_KEPT: Final = frozenset(
    {"class", "lang", "dir", "src", "alt", "title", "width", "height", "viewbox", "d", "x", "y", "r"}
)
_ALSO_KEPT: Final = frozenset(
    {
        "cx",
        "cy",
        "dy",
        "role",
        "tabindex",
        "aria-label",
        "aria-hidden",
        "focusable",
        "scope",
        "start",
        "align",
        "colspan",
    }
)
"""All others go: ids and what names them, addresses, names of fields, what scripts look for."""
_HEADING: Final = re.compile(r"h([1-6])")


def inert(html: str, *, deeper: int) -> str:
    """Clean, well-formed HTML without ids, addresses to go to and what can be pressed, its headings `deeper` by so many
    levels. What only scripts bring to life is a plain block. Images keep their addresses."""

    def tag(found: re.Match[str]) -> str:
        closing, name, attributes = found[1], found[2].lower(), found[3]
        heading = _HEADING.fullmatch(name)
        if heading:
            name = f"h{min(6, int(heading[1]) + deeper)}"
        elif "-" in name:
            name = "div"
        kept = [each[0] for each in _ATTRIBUTE.finditer(attributes) if each[1].lower() in _KEPT | _ALSO_KEPT]
        return f"<{closing}{name}{''.join(kept)}{'/' if attributes.endswith('/') else ''}>"

    return _TAG.sub(tag, _PRESSED.sub("", html))
