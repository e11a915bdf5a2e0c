"""Keys of `.hotspot`: an image, then a task list of places, `- [x] label: x y width height`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.curriculum.digest import number
from app.curriculum.keys.key import Digested, Key, KeyFields, Written
from app.curriculum.keys.options import WrittenOption, boxed_options, check_boxes, is_boxed
from app.curriculum.limits import MOST_PARTS
from app.curriculum.model import Option, Spot
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.sections import as_written
from app.curriculum.source import Line

_NUMBER: Final = re.compile(r"-?\d{1,4}(?:\.\d{1,4})?")
_IMAGE: Final = re.compile(r"<img [^<>]*>")
_WHOLE: Final = 100


@dataclass(frozen=True)
class WrittenPlace:
    """A place as written, and where it lies."""

    written: WrittenOption
    line: Line
    label: str
    spot: Spot


@dataclass(frozen=True)
class HotspotKey(Key):
    """The picture and its places. The stem holds everything else that stands above them."""

    picture: Line
    places: tuple[WrittenPlace, ...]

    def shown(self, renderer: Renderer, /) -> tuple[str, ...]:
        """The picture, then the labels."""
        picture = renderer.inline(self.picture.text.strip(), self.picture.number)
        if picture and not _IMAGE.fullmatch(picture):
            renderer.report.error(Place(renderer.file, self.picture.number), "hotspot-without-image")
        return (picture, *(renderer.inline(place.label, place.line.number) for place in self.places))

    def fields(self, shown: Sequence[str], renderer: Renderer, /) -> KeyFields:
        """The places as options."""
        pairs = zip(shown[1:], self.places, strict=True)
        options = (Option(text, each.written.right, renderer.block(each.written.feedback)) for text, each in pairs)
        return {
            "picture_html": shown[0],
            "options": tuple(options),
            "spots": tuple(place.spot for place in self.places),
        }

    def digested(self) -> Digested:
        """The picture's text, the labels, and where the places lie."""
        spots = tuple(
            (number(spot.x), number(spot.y), number(spot.width), number(spot.height))
            for spot in (place.spot for place in self.places)
        )
        options = tuple((place.label, place.written.right) for place in self.places)
        return {"options": options, "arranged": ((as_written((self.picture,)),), *spots)}


def read_hotspot(written: Written) -> Key:
    """A key of two places or more on an image."""
    start = written.first(is_boxed)
    if start is None:
        return written.without_key("no-key-hotspot")
    options, length = boxed_options(written, written.lines[start:])
    places = _places(written, options)
    _check(written, options, places)
    above = max((at for at in range(start) if not written.lines[at].is_blank), default=None)
    if above is None or not _shows_an_image(written.lines[above]):
        return written.without_key("hotspot-without-image")
    behind = written.lines[start + length :]
    return HotspotKey(written.lines[:above], behind, written.lines[above], places)


def _shows_an_image(line: Line) -> bool:
    """Whether the line holds an image and nothing else."""
    text = line.text.strip()
    return not line.code and text.startswith("![") and text.endswith((")", "]")) and text.count("![") == 1


def _places(written: Written, options: Sequence[WrittenOption]) -> tuple[WrittenPlace, ...]:
    """The places that can be understood; a line without a box was told already."""
    return tuple(place for option in options if (place := _place(written, option)) is not None)


def _place(written: Written, option: WrittenOption) -> WrittenPlace | None:
    text = " ".join(line.text.strip() for line in option.text).strip()
    label, _, numbers = (part.strip() for part in text.rpartition(":"))
    words = numbers.split()
    if not text:
        return None  # told as an option without text
    if not label or len(words) != 4 or not all(_NUMBER.fullmatch(word) for word in words):
        written.error("bad-place", option.text[0], text=text)
        return None
    spot = Spot(*(Decimal(word) for word in words))
    if not _is_inside(spot):
        written.error("place-outside", option.text[0], text=numbers)
    return WrittenPlace(option, option.text[0], label, spot)


def _is_inside(spot: Spot) -> bool:
    begins = spot.x >= 0 and spot.y >= 0 and spot.width > 0 and spot.height > 0
    return begins and spot.x + spot.width <= _WHOLE and spot.y + spot.height <= _WHOLE


def _check(written: Written, options: Sequence[WrittenOption], places: Sequence[WrittenPlace]) -> None:
    check_boxes(written, options)
    if len(options) > 1:
        written.check_count(len(options), "places")
    written.check_different([(place.line, place.label) for place in places])
    for at, place in enumerate(places[:MOST_PARTS]):
        others = (other for other in places[:at] if other.written.right != place.written.right)
        met = next((other for other in others if other.spot.meets(place.spot)), None)
        if met is not None:
            written.error("places-overlap", place.line, text=place.label, other=met.label)
