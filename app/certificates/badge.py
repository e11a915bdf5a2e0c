"""The picture of an Open Badge, and the signed credential baked into it (Open Badges 3.0, section 5.3).

Both are made whenever somebody asks, from what is stored: the same credential gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "badge.typ"
Ending = Literal["png", "svg"]
SIDE: Final = 640
"""Pixels of the PNG, each way."""
DOTS_AN_INCH: Final = SIDE / 120 * 25.4
PICTURES: Final[Mapping[Ending, str]] = {"png": "image/png", "svg": "image/svg+xml"}
"""The kinds of picture, by the ending of their files."""
OPEN_BADGES: Final = "https://purl.imsglobal.org/ob/v3p0"
"""The namespace of what is baked into an SVG."""


def picture(title: str, *, school: str, language: str, ending: Ending) -> bytes:
    """The badge of that course at that school, as "png" or "svg". Its words are drawn: it needs no font."""
    import typst  # a whole compiler, which only a process that draws has to load

    words = json.dumps({"title": title, "school": school, "language": language}, ensure_ascii=False)
    compiler = typst.Compiler(str(TEMPLATE), root=str(FOLDER), font_paths=_fonts())
    drawn = compiler.compile(format=ending, ppi=DOTS_AN_INCH, sys_inputs={"badge": words})
    data = cast("bytes", drawn)  # a list only of documents of several pages
    return _named(data, f"{title} · {school}", language) if ending == "svg" else data


def baked(credential: bytes, *, ending: Ending) -> bytes:
    """The picture of a stored credential, with the credential in it as it stands."""
    drawn, token = _picture_of(json.loads(credential), ending), credential.decode()
    if ending == "svg":
        return _baked_into_svg(drawn, token)
    from openbadgeslib import baking

    return baking.bake_png(drawn, token, keyword=baking.ITXT_KEYWORD_OB3)


def _picture_of(stated: dict[str, Any], ending: Ending) -> bytes:
    achievement = stated["credentialSubject"]["achievement"]
    return picture(
        achievement["name"], school=stated["issuer"]["name"], language=achievement["inLanguage"], ending=ending
    )


def _baked_into_svg(svg: bytes, token: str) -> bytes:
    """To the letter of the specification, for programs that look for letters: `openbadgeslib` puts the element last,
    and no section into it."""
    inside = token.replace("]]>", "]]\\u003e")  # the same JSON, in which the section doesn't end
    element = f"<openbadges:credential><![CDATA[{inside}]]></openbadges:credential>"
    return _opened(svg, f'xmlns:openbadges="{OPEN_BADGES}"', element)


def _named(svg: bytes, name: str, language: str) -> bytes:
    """With words for those who can't see it: the drawing has outlines only."""
    return _opened(svg, f'role="img" xml:lang="{escape(language)}"', f"<title>{escape(name, quote=False)}</title>")


def _opened(svg: bytes, attributes: str, first: str) -> bytes:
    """The drawing with these attributes, and with `first` before all else in it."""
    start, tag, rest = svg.decode().partition("<svg ")
    opening, end, inside = rest.partition(">")
    return f"{start}{tag}{attributes} {opening}{end}{first}{inside}".encode()


@cache
def _fonts() -> typst.Fonts:
    import typst

    # A school may be named in a script that the house's faces don't know: this machine's stand in for them.
    return typst.Fonts(include_system_fonts=True, font_paths=[str(FOLDER / "fonts")])
