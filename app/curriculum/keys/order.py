"""Keys of `.order`: a numbered list in the right order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.curriculum.keys.key import Digested, Key, KeyFields, Written
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.sections import ListItem, as_written, list_items

_NUMBERED: Final = re.compile(r" ?(\d{1,4})[.)](?: +|$)")


@dataclass(frozen=True)
class OrderKey(Key):
    """The things to put in order, as they belong."""

    items: tuple[ListItem, ...]

    def shown(self, renderer: Renderer, /) -> tuple[str, ...]:
        """The texts of the things."""
        return tuple(renderer.bare(item.lines) for item in self.items)

    def fields(self, shown: Sequence[str], _renderer: Renderer, /) -> KeyFields:
        """The things."""
        return {"ordered": tuple(shown)}

    def digested(self) -> Digested:
        """The texts in their order."""
        return {"arranged": tuple((as_written(item.lines),) for item in self.items)}


def read_order(written: Written) -> Key:
    """A key of two things or more; it is the first numbered list."""
    start = written.first(lambda line: _NUMBERED.match(line.text))
    if start is None:
        return written.without_key("no-key-order")
    items, length = list_items(written.lines[start:], _NUMBERED)
    for item in items:
        if all(line.is_blank for line in item.lines):
            written.error("empty-item", item.lines[0])
    written.check_count(len(items), "things to put in order")
    written.check_different([(item.lines[0], as_written(item.lines)) for item in items])
    _check_numbers(written, items)
    return OrderKey(written.lines[:start], written.lines[start + length :], tuple(items))


def _check_numbers(written: Written, items: Sequence[ListItem]) -> None:
    """Warns of numbers that say another order than the lines; 1. 1. 1. says none."""
    numbers = [int(item.marker[1]) for item in items]
    if len(set(numbers)) == 1:
        return
    for item, number, expected in zip(items, numbers, range(numbers[0], numbers[0] + len(items)), strict=True):
        if number != expected:
            place = Place(written.place.file, item.number)
            written.report.warning(place, "number-out-of-order", number=number, expected=expected)
            return
