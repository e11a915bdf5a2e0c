"""The outline of a course beside its lessons: each row is rendered once, and joined for each reader."""

from __future__ import annotations

from datetime import date

from flask import get_template_attribute
from flask_babel import get_locale

from app.courses.calendar import Calendar
from app.courses.facts import Done, EnrolledItem
from app.courses.progress import closed_gates, due_on
from app.courses.routes.rendered import ENROLMENT, Kept
from app.curriculum.model import Curriculum, Item, Quiz, Week

MOST_COURSES = 64
TEMPLATE = "courses/lessons/outline.html"


class Outline:
    """The rendered rows of one course in one language."""

    def __init__(self, curriculum: Curriculum) -> None:
        self._curriculum = curriculum
        self._rows: dict[tuple[str, tuple[str, ...] | None, bool, date | None], str] = {}
        self._heads: dict[tuple[int, int, bool], str] = {}
        self._feet: dict[int, str] = {}

    def markup(self, here: Item, done: Done, calendar: Calendar) -> str:
        """The weeks for somebody who is at `here` with `done` behind them; addresses hold marks."""
        return "".join(self._week(week, here, done, calendar) for week in self._curriculum.weeks)

    def _week(self, week: Week, here: Item, done: Done, calendar: Calendar) -> str:
        finished = sum(item.id in done.completions for item in week.items)
        head = self._head(week, finished, week.number == here.week)
        if not week.items:
            return head
        rows = "".join(self._row(item, done, item.id == here.id, calendar) for item in week.items)
        return f"{head}{rows}{self._foot(week)}"

    def _row(self, item: Item, done: Done, current: bool, calendar: Calendar) -> str:
        closed = None if item.id in done.completions else closed_gates(item, done)
        due = due_on(item, done, calendar) if closed is not None and isinstance(item, Quiz) else None
        key = (item.id, closed, current, due)
        if key not in self._rows:
            openers = self._curriculum.openers
            row = get_template_attribute(TEMPLATE, "row")
            self._rows[key] = str(
                row(
                    item,
                    f"/enrolments/{ENROLMENT}/items/{item.id}",
                    "done" if closed is None else "locked" if closed else "open",
                    [openers[gate] for gate in closed or () if gate in openers],
                    current,
                    due,
                )
            )
        return self._rows[key]

    def _head(self, week: Week, finished: int, current: bool) -> str:
        key = (week.number, finished, current)
        if key not in self._heads:
            self._heads[key] = str(get_template_attribute(TEMPLATE, "week_head")(week, finished, current))
        return self._heads[key]

    def _foot(self, week: Week) -> str:
        if week.number not in self._feet:
            self._feet[week.number] = str(get_template_attribute(TEMPLATE, "week_foot")(week))
        return self._feet[week.number]


_outlines: Kept[Outline] = Kept(MOST_COURSES)


def outline_of(found: EnrolledItem, done: Done) -> str:
    """The outline of the course around `found`, with marks in its addresses."""
    curriculum = found.enrolled.curriculum
    key = (found.enrolled.cohort.revision_id, str(get_locale()))
    return _outlines.get(key, curriculum, lambda: Outline(curriculum)).markup(
        found.item, done, found.enrolled.cohort.calendar
    )
