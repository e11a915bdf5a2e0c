"""Finding what is arranged for one trainee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.assessments.quizzes.arranging import USUAL, Terms, together
from app.assessments.quizzes.models import Arrangement, FurtherAttempt
from app.courses.facts import Enrolled
from app.courses.queries.history import Happened, happened_to
from app.db import db

ACTS = ("arrangement.made", "further_attempt.granted", "due_date.moved")


@dataclass(frozen=True)
class Arranged:
    """What is arranged for a trainee: for all quizzes of their course, and for some, by the id that each has now."""

    for_all: Terms = USUAL
    for_some: Mapping[str, Terms] = field(default_factory=dict)

    def own(self, item_id: str) -> Terms:
        """What was arranged for that quiz alone."""
        return self.for_some.get(item_id, USUAL)

    def terms(self, item_id: str) -> Terms:
        """On which terms the trainee takes that quiz."""
        return together(self.own(item_id), self.for_all)


def arranged_for(place: Enrolled) -> Arranged:
    """What is arranged for that trainee. Two queries."""
    called_now = place.curriculum.called_now
    made = select(Arrangement).where(Arrangement.enrolment_id == place.id).order_by(Arrangement.number)
    last = {called_now(row.item_id) if row.item_id else "": row for row in db.session.scalars(made)}
    granted = select(FurtherAttempt.item_id).where(FurtherAttempt.enrolment_id == place.id)
    further = Counter(called_now(item_id) for item_id in db.session.scalars(granted))
    named = {item_id for item_id in (*last, *further) if item_id}
    return Arranged(
        _terms(last.get(""), 0),
        {item_id: _terms(last.get(item_id), further[item_id]) for item_id in named},
    )


def arranging_story(enrolment_id: UUID) -> tuple[Happened, ...]:
    """What was arranged for that enrolment, by whom and why, the last first. Two queries."""
    return happened_to("enrolment", id=enrolment_id, acts=ACTS)


def _terms(row: Arrangement | None, further_attempts: int) -> Terms:
    return Terms(
        row.more_time if row else "none",
        read_aloud=row.read_aloud if row else False,
        further_attempts=further_attempts,
    )
