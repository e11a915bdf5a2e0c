"""Keys of `.single` and `.multiple`: a task list whose right options are ticked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.curriculum.keys.key import Digested, Key, KeyFields, Written
from app.curriculum.model import Option
from app.curriculum.rendering import Renderer
from app.curriculum.sections import as_written, is_quote, list_items, unquoted
from app.curriculum.source import Line, Lines

# A box without its spaces, or with nothing in it, is none to Markdown; but a link has an address behind its brackets.
_SLIP: Final = r"(?P<slip>\[[ xX]\](?=[^\s(\[:])|\[\](?![(\[:]) *)"
ITEM: Final = re.compile(rf" ?[-*+](?: {{1,3}}(?:\[([ xX])\](?: +|$)|{_SLIP})?|(?P<tight>\[[ xX]?\](?![(\[:]) *))")
"""How an item of a list begins, with a box or without."""
_BOXED: Final = re.compile(rf" ?[-*+](?: {{1,3}}(?:\[[ xX]\](?: |$)|{_SLIP})|\[[ xX]?\](?![(\[:]))")


@dataclass(frozen=True)
class WrittenOption:
    """An option as written."""

    right: bool
    text: Lines
    feedback: Lines
    has_box: bool


@dataclass(frozen=True)
class OptionsKey(Key):
    """Options with their boxes."""

    options: tuple[WrittenOption, ...]

    def shown(self, renderer: Renderer, /) -> tuple[str, ...]:
        """The texts of the options."""
        return tuple(renderer.bare(option.text) for option in self.options)

    def fields(self, shown: Sequence[str], renderer: Renderer, /) -> KeyFields:
        """The options with their feedback."""
        pairs = zip(shown, self.options, strict=True)
        return {"options": tuple(Option(text, each.right, renderer.block(each.feedback)) for text, each in pairs)}

    def digested(self) -> Digested:
        """The options without their feedback."""
        return {"options": tuple((as_written(option.text), option.right) for option in self.options)}


def read_single(written: Written) -> Key:
    """A key with exactly one right option."""
    key = _read(written)
    right = sum(option.right for option in key.options) if isinstance(key, OptionsKey) else 0
    if isinstance(key, OptionsKey) and right > 1 and len(key.options) > 1:
        written.error("two-right-options", number=right)
    return key


def read_multiple(written: Written) -> Key:
    """A key with one or more right options."""
    return _read(written)


def is_boxed(line: Line) -> bool:
    """Whether a task list begins with the line."""
    return bool(_BOXED.match(line.text))


def boxed_options(written: Written, lines: Lines) -> tuple[tuple[WrittenOption, ...], int]:
    """The options of the task list that the lines begin with, and the index of the line behind it."""
    items, length = list_items(lines, ITEM)
    options = []
    for item in items:
        quote = next((at for at, line in enumerate(item.lines[1:], 1) if is_quote(line) and not line.code), None)
        text = item.lines[:quote]
        if item.marker[1] is None:
            written.error("option-without-box", item.lines[0])
        elif all(line.is_blank for line in text):
            written.error("empty-option", item.lines[0])
        feedback = () if quote is None else unquoted(item.lines[quote:])
        box = item.marker[1] or item.marker["slip"] or item.marker["tight"] or ""
        options.append(WrittenOption("x" in box.lower(), text, feedback, item.marker[1] is not None))
    return tuple(options), length


def check_boxes(written: Written, options: Sequence[WrittenOption]) -> None:
    """Tells a key that has too few options, or no right one: it may be one whose box is missing, which was told."""
    if len(options) < 2:
        written.error("too-few-options")
    elif not any(option.right for option in options) and all(option.has_box for option in options):
        written.error("no-right-option")


def _read(written: Written) -> Key:
    start = written.first(is_boxed)
    if start is None:
        return written.without_key("no-key-options")
    options, length = boxed_options(written, written.lines[start:])
    check_boxes(written, options)
    return OptionsKey(written.lines[:start], written.lines[start + length :], options)
