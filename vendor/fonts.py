"""Cuts fonts: narrower weight ranges, single weights, and the few signs that our text faces lack."""

# fontTools has no annotations
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any, TypeAlias

from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

SIGNS = "ΩΩµμ≤≥≈≠±→←↑↓↗↔⇒−×÷°∥∠√∞∅⌀∿∼ΔΣαβθλπρφΦ✓✗✔✘●○◐◆◇■□▲△▼▶◀▸▾▴☐☑☒⚠⚡⟳₀₁₂₃₄⁰⁴⁵⁶⁷⁸⁹ⁿ‰⧈"
"""The signs of the trade that the text faces lack, and the marks of our own pages."""

EARTH, DIRECT_CURRENT, LOCK = "⏚", "⎓", "\ue000"
"""Signs that no vendored face has: drawn here. The lock has no plain character: private area."""

SIGNS_FAMILY = "Etabli Signs"

Rectangle: TypeAlias = tuple[int, int, int, int]
Font: TypeAlias = Any
"""A TTFont; fontTools leaves its tables untyped."""
_DRAWN: dict[str, list[Rectangle]] = {
    EARTH: [(788, 820, 928, 1500), (208, 680, 1508, 820), (448, 400, 1268, 540), (688, 120, 1028, 260)],
    DIRECT_CURRENT: [
        (208, 820, 1508, 960),
        (208, 480, 548, 620),
        (688, 480, 1028, 620),
        (1168, 480, 1508, 620),
    ],
    LOCK: [
        (328, 0, 1388, 860),
        (478, 860, 638, 1300),
        (1078, 860, 1238, 1300),
        (478, 1300, 1238, 1460),
    ],
}
"""Left, bottom, right, top in DejaVu's units (2,048 an em)."""
_ADVANCE = 1716


def narrowed(source: Path, lightest: int, heaviest: int) -> bytes:
    """A variable woff2 with only the weights from `lightest` to `heaviest`."""
    font = TTFont(source, recalcTimestamp=False)
    return _packed(instancer.instantiateVariableFont(font, {"wght": (lightest, heaviest)}), "woff2")


def single_weight(sources: list[Path], weight: int) -> bytes:
    """A TrueType font of one weight, joined from the sources (a face comes in several ranges)."""
    with tempfile.TemporaryDirectory() as folder:
        parts = [str(_part(source, weight, Path(folder) / f"{n}.ttf")) for n, source in enumerate(sources)]
        merged = Merger().merge(parts)
    merged.recalcTimestamp = False
    original: Any = TTFont(sources[0])["head"]
    merged["head"].created, merged["head"].modified = original.created, original.modified
    _name(merged, weight)
    return _packed(merged, None)


def signs(source: Path, flavour: str | None) -> bytes:
    """The signs of the trade cut out of DejaVu, with the three that it lacks drawn in."""
    font: Font = TTFont(source, recalcTimestamp=False)
    cutter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True))
    cutter.populate(text=SIGNS)
    cutter.subset(font)
    for character, rectangles in _DRAWN.items():
        _draw(font, character, rectangles)
    names = {1: SIGNS_FAMILY, 2: "Regular", 4: SIGNS_FAMILY, 6: SIGNS_FAMILY.replace(" ", "")}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
    return _packed(font, flavour)


def _part(source: Path, weight: int, target: Path) -> Path:
    font = TTFont(source, recalcTimestamp=False)
    static = instancer.instantiateVariableFont(font, {"wght": weight}, updateFontNames=False)
    _without_features(static)
    target.write_bytes(_packed(static, None))
    return target


def _draw(font: Font, character: str, rectangles: list[Rectangle]) -> None:
    pen = TTGlyphPen(None)
    for left, bottom, right, top in rectangles:
        pen.moveTo((left, bottom))
        for corner in ((left, top), (right, top), (right, bottom)):
            pen.lineTo(corner)
        pen.closePath()
    name = f"uni{ord(character):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (_ADVANCE, min(rectangle[0] for rectangle in rectangles))
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(character)] = name


def _without_features(font: Font) -> None:
    """Drops what the joiner can't join; kerning of two cuts of one face is lost with it."""
    for tag in ("GSUB", "GPOS", "GDEF", "STAT"):
        if tag in font:
            del font[tag]


def _name(font: Font, weight: int) -> None:
    family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
    family = family.removesuffix(" ExtraLight")
    style = {400: "Regular", 700: "Bold"}[weight]
    font["OS/2"].usWeightClass = weight
    bold = style == "Bold"
    font["OS/2"].fsSelection = 0x20 if bold else 0x40
    font["head"].macStyle = 1 if bold else 0
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family}-{style}".replace(" ", "")}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)
    for identifier in (16, 17, 25):
        font["name"].removeNames(nameID=identifier)


def _packed(font: Font, flavour: str | None) -> bytes:
    font.flavor = flavour
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()
