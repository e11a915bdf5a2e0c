"""Completes the key of a translated question: its boxes, places and numbers are those of the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.curriculum.digest import number
from app.curriculum.keys.key import Written
from app.curriculum.keys.options import ITEM, is_boxed
from app.curriculum.keys.typed import ANSWER, number_in
from app.curriculum.model import Question, QuestionType
from app.curriculum.problems import Place
from app.curriculum.sections import ListItem, is_quote, list_items
from app.curriculum.source import Line, Lines

_PLACE: Final = re.compile(r"(.*\S)\s*:((?:\s+-?[\d.]+){4})\s*")


def completed_key(original: Question, written: Written) -> Lines | None:
    """The lines below the heading of a translated question with the key of its original; what differs is told.

    None, with a mistake in the report, where it has more options or fewer.
    """
    complete = _COMPLETERS.get(original.type)
    return complete(original, written) if complete else written.lines


def _options(original: Question, written: Written) -> Lines | None:
    start = _start_of_options(written.lines)
    if start is None:
        return written.lines
    items, _ = list_items(written.lines[start:], ITEM)
    if len(items) != original.parts:
        what = "places" if original.type == "hotspot" else "options"
        written.error("shape-differs", items[0].lines[0], what=what, number=len(items), expected=original.parts)
        return None
    completed: dict[int, Line] = {}
    for at, item in enumerate(items):
        completed.update(_option(original, at, item, written))
    return tuple(completed.get(line.number, line) for line in written.lines)


def _start_of_options(lines: Lines) -> int | None:
    """Where the list of options begins: the one with boxes, or else the last."""
    starts: list[int] = []
    at = 0
    while at < len(lines):
        _, length = list_items(lines[at:], ITEM) if _begins_list(lines[at]) else ([], 0)
        if length:
            starts.append(at)
        at += length or 1
    ends = [*starts[1:], len(lines)]
    boxed = (start for start, end in zip(starts, ends, strict=False) if any(map(is_boxed, lines[start:end])))
    return next(boxed, starts[-1] if starts else None)


def _begins_list(line: Line) -> bool:
    return not line.code and ITEM.match(line.text) is not None


def _option(original: Question, at: int, item: ListItem, written: Written) -> Mapping[int, Line]:
    """The lines of an option that change, by their numbers."""
    right = original.options[at].right
    box = item.marker[1]
    if box is not None and (box.lower() == "x") != right:
        _warn(written, item.lines[0], f"[{box}]")
    mark = f"- [{'x' if right else ' '}] "
    if original.type != "hotspot":
        return {item.number: Line(item.number, mark + item.lines[0].text)}
    end = next((at for at, line in enumerate(item.lines) if is_quote(line) and not line.code), len(item.lines))
    text = " ".join(line.text.strip() for line in item.lines[:end]).strip()
    spot = original.spots[at]
    place = " ".join(map(number, (spot.x, spot.y, spot.width, spot.height)))
    said = _PLACE.fullmatch(text)
    if said and [number_in(word) for word in said[2].split()] != [number_in(word) for word in place.split()]:
        _warn(written, item.lines[0], said[2].strip())
    label = said[1] if said else text.rstrip(": ")
    first = Line(item.number, f"{mark}{label}: {place}" if label else mark)
    return {line.number: Line(line.number, "") for line in item.lines[1:end]} | {item.number: first}


def _numeric(original: Question, written: Written) -> Lines:
    key = original.numeric
    if key is None:
        return written.lines
    answer = f"= {number(key.value)} ± {number(key.tolerance)} {key.unit}"
    at = written.first(lambda line: ANSWER.match(line.text))
    if at is None:
        return _with_answers([answer], original, written)
    line = written.lines[at]
    if number_in(line.text[1:].strip().replace(",", ".")) != key:
        _warn(written, line, line.text.strip())
    return (*written.lines[:at], Line(line.number, answer), *written.lines[at + 1 :])


def _text(original: Question, written: Written) -> Lines:
    if written.first(lambda line: ANSWER.match(line.text)) is not None:
        return written.lines
    return _with_answers([f"= {answer}" for answer in original.accepted], original, written)


def _with_answers(answers: Sequence[str], original: Question, written: Written) -> Lines:
    """The lines with answers where they belong: before the explanation, which is the last quotation."""
    lines = written.lines
    end = len(lines)
    while original.explanation_html and end and (lines[end - 1].is_blank or is_quote(lines[end - 1])):
        end -= 1
    made = tuple(Line(written.place.line, answer) for answer in answers)
    return (*lines[:end], *made, *lines[end:])


def _warn(written: Written, line: Line, what: str) -> None:
    written.report.warning(Place(written.place.file, line.number), "not-as-in-original", what=what)


_COMPLETERS: Final[Mapping[QuestionType, Callable[[Question, Written], Lines | None]]] = {
    "single": _options,
    "multiple": _options,
    "hotspot": _options,
    "numeric": _numeric,
    "text": _text,
}
"""By type; what is put in order or matched is text, and nothing of it can be left out."""
