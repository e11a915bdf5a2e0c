"""A part of a course as it was and as it is, as a trainee's page shows it. Draws; has no route of its own."""

from __future__ import annotations

from babel.units import format_unit
from flask import get_template_attribute
from flask_babel import get_locale
from flask_babel import gettext as _

from app.courses.glossary import said
from app.courses.queries.changes import CourseChanges
from app.curriculum.changes import Change
from app.curriculum.inert import inert
from app.curriculum.meanings import questions_that_differ
from app.curriculum.model import Curriculum, Duration, Item, Quiz
from app.curriculum.side_by_side import Pair, words_marked
from app.web.titles import page_language

TEMPLATE = "courses/side_by_side/part.html"
DEEPER = 2
"""Levels of headings: the page has the first, what changed the second."""


def shown_beside(change: Change, changes: CourseChanges, *, with_answers: bool) -> Pair:
    """Both sides of a part for the reader's language, with the words marked that differ; a side that isn't there is
    empty, and then nothing is marked. Keys, readings and what else trainees don't see before they have done it are
    there only `with_answers`. Of a quiz that is on both sides only those questions are shown that differ."""
    old, new = (each.curriculum.in_language(page_language()) for each in (changes.before, changes.after))
    items = tuple(side.items[item.id] if item else None for side, item in ((old, change.before), (new, change.after)))
    asked = _asked(items, with_answers)
    before = "" if change.what == "added" else _side(change, items[0], old, with_answers, asked[0])
    after = "" if change.what == "removed" else _side(change, items[1], new, with_answers, asked[1])
    if not (before and after):
        return Pair(before, after)
    return words_marked(before, after, removed=_("removed:"), added=_("added:"))


def _asked(items: tuple[Item | None, ...], with_answers: bool) -> tuple[frozenset[str], ...]:
    """The ids of the questions that are shown of each side."""
    match items:
        case (Quiz() as before, Quiz() as after):
            return questions_that_differ(before, after, with_answers=with_answers)
        case _:
            return tuple(frozenset(item.by_id) if isinstance(item, Quiz) else frozenset() for item in items)


def _side(change: Change, item: Item | None, curriculum: Curriculum, with_answers: bool, asked: frozenset[str]) -> str:
    own = curriculum.base
    if item is not None:
        return _drawn("item", item, curriculum, page_language(), with_answers, _wait(item), asked)
    if change.part.kind == "week":
        number = int(change.part.id.rpartition("-")[2])
        return _drawn("week", next(week for week in curriculum.weeks if week.number == number))
    if change.part.kind == "glossary":
        return _drawn("glossary", [said(term, page_language(), own.language) for term in own.glossary])
    if change.part.kind == "track":
        return _drawn("track", own.track, page_language(), own.language)
    return _drawn("course", curriculum, page_language(), _lasts(own.certificate_valid_for))


def _drawn(kind: str, *shown: object) -> str:
    return inert(str(get_template_attribute(TEMPLATE, kind)(*shown)), deeper=DEEPER)


def _wait(item: Item) -> str:
    if not isinstance(item, Quiz) or not item.wait_seconds:
        return ""
    hours, seconds = divmod(item.wait_seconds, 3600)
    return _span(item.wait_seconds // 60, "minute") if seconds else _span(hours, "hour")


def _lasts(duration: Duration | None) -> str:
    return _("valid for %(span)s", span=_span(duration.number, duration.unit)) if duration else ""


def _span(number: int, unit: str) -> str:
    return format_unit(number, f"duration-{unit}", "long", locale=get_locale())
