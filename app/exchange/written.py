"""Reads the questions of a quiz's page as they are written, text by text, without rendering them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.curriculum.attributes import Heading, has_attributes, read_heading
from app.curriculum.keys import READERS, Key, Written
from app.curriculum.keys.hotspot import HotspotKey
from app.curriculum.keys.match import MatchKey
from app.curriculum.keys.options import OptionsKey, WrittenOption
from app.curriculum.keys.order import OrderKey
from app.curriculum.keys.typed import TypedKey
from app.curriculum.model import QuestionType
from app.curriculum.problems import Place, Report
from app.curriculum.scanner import Block, Text, definitions, mark_code, scan
from app.curriculum.sections import Section, all_headings, as_written, level_of, split, unquoted
from app.curriculum.source import read_page
from app.exchange.bank import BankQuestion, Choice

_FILE: Final = "quiz.md"


def written_questions(data: bytes) -> tuple[list[BankQuestion], str]:
    """The questions of a page, and what the whole page defines for them (link addresses, abbreviations).

    What can't be understood is left out: the compiler tells it.
    """
    report = Report()
    page = read_page(_FILE, data, report)
    if page is None:
        return [], ""
    lines = mark_code(page.body, _FILE, report)
    parts = scan(lines, _FILE, report)
    first = next((line for line in all_headings(parts) if has_attributes(line.text)), None)
    if first is None:
        return [], ""
    level = level_of(first)
    _, sections = split(parts, lambda line: level_of(line) <= level)
    read = [_question(section) for section in sections]
    return [question for question in read if question is not None], definitions(lines)


def _question(section: Section) -> BankQuestion | None:
    report = Report()
    place = Place(_FILE, section.heading.number)
    heading = read_heading(section.heading.text, place, report, "")
    kind = next((kind for kind in READERS if kind in heading.flags), None)
    if kind is None or heading.id is None or any(isinstance(part, Block) for part in section.parts):
        return None
    lines = tuple(line for part in section.parts if isinstance(part, Text) for line in part.lines)
    key = READERS[kind](Written(lines, place, report))
    if report.count:
        return None
    return _with_key(_named(heading, kind, key), key)


def _named(heading: Heading, kind: QuestionType, key: Key) -> BankQuestion:
    values = heading.values
    return BankQuestion(
        kind,
        heading.title,
        as_written(key.stem),
        as_written(unquoted(key.behind)),
        id=heading.id or "",
        line=heading.place.line,
        points=int(values.get("points", "1")),
        critical="critical" in heading.flags,
        all_or_nothing="marking" in values,
        competence=values.get("competence"),
        pool=values.get("pool"),
    )


def _with_key(question: BankQuestion, key: Key) -> BankQuestion | None:
    match key:
        case OptionsKey(options=options):
            return replace(question, choices=_choices(options))
        case HotspotKey(picture=picture, places=places):
            bare = _choices([place.written for place in places])
            choices = (replace(each, text=at.label, spot=at.spot) for each, at in zip(bare, places, strict=True))
            return replace(question, picture=picture.text.strip(), choices=tuple(choices))
        case TypedKey(numeric=numeric, accepted=accepted):
            return replace(question, numeric=numeric, accepted=accepted)
        case OrderKey(items=items):
            return replace(question, ordered=tuple(as_written(item.lines) for item in items))
        case MatchKey(rows=rows):
            cells = [(row.cells[0], row.cells[1]) for row in rows]
            return replace(question, heads=cells[0], pairs=tuple(cells[1:]))
        case _:
            return None


def _choices(options: Sequence[WrittenOption]) -> tuple[Choice, ...]:
    return tuple(Choice(as_written(each.text), each.right, as_written(each.feedback)) for each in options)
