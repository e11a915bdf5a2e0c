"""The school's own colour and logo, within what can be read.

A school names one colour. Its hue and saturation are kept; its lightness moves until words in it stand out from
every ground by day and by night, as the house's petrol does (WCAG 2.2: contrast of at least 4.5).
"""

from __future__ import annotations

import colorsys
from collections.abc import Callable

TEXT_CONTRAST = 4.5
STEPS = 100
# The grounds on which the colour stands, and the tints that it is mixed with: `tokens.css` has the same.
DAY_GROUNDS = ("#f5f1e8", "#fdfbf6", "#ebe5d8")
NIGHT_GROUNDS = ("#191714", "#23201c", "#12100e")
DAY_INK, NIGHT_INK = "#fdfbf6", "#12100e"
TINT = 0.13
DEEPER = 0.25


def palette(colour: str) -> str:
    """The tokens, as CSS, of a school whose colour is `#rrggbb`: what can be pressed, by day and by night."""
    day = _readable(colour, DAY_GROUNDS, _darker, tint=DAY_GROUNDS[1])
    night = _readable(colour, NIGHT_GROUNDS, _lighter, tint=NIGHT_GROUNDS[1])
    return (
        f":root {{ {_tokens(day, _darker(day, DEEPER), _mixed(day, DAY_GROUNDS[1]), DAY_INK)} }}\n"
        f"@media screen and (prefers-color-scheme: dark) {{ :root {{ "
        f"{_tokens(night, _lighter(night, DEEPER), _mixed(night, NIGHT_GROUNDS[1]), NIGHT_INK)} }} }}\n"
        # Paper is black and white whatever the screen shows.
        "@media print { :root { --press: #000; --press-deep: #000; --press-tint: #fff; } }"
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _readable(colour: str, grounds: tuple[str, ...], moved: Callable[[str, float], str], *, tint: str) -> str:
    candidates = (moved(colour, step / STEPS) for step in range(STEPS + 1))
    return next(
        each
        for each in candidates
        if min(contrast(each, ground) for ground in (*grounds, _mixed(each, tint))) >= TEXT_CONTRAST
    )


def _tokens(press: str, deep: str, tint: str, ink: str) -> str:
    return f"--press: {press}; --press-deep: {deep}; --press-tint: {tint}; --on-press: {ink}; --focus: {press};"


def _darker(colour: str, share: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _written(colorsys.hls_to_rgb(hue, lightness * (1 - share), saturation))


def _lighter(colour: str, share: float) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _written(colorsys.hls_to_rgb(hue, lightness + (1 - lightness) * share, saturation))


def _mixed(colour: str, ground: str) -> str:
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return _written(tuple(TINT * fore + (1 - TINT) * back for fore, back in pairs))


def _luminance(colour: str) -> float:
    """The relative luminance, 0 to 1 (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour)]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _written(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)
