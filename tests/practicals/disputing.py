"""Outcomes that a trainee doesn't agree with, and judgements that clash, for the tests of disputes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.models import SignOff, SignOffClash
from app.assessments.practicals.operations import acknowledge, sign_off
from app.assessments.practicals.queries import counting, earned_completions, seen_sign_off_by_id
from app.courses.facts import EnrolledItem
from app.courses.models import Completion
from app.courses.operations.completions import rebuild_completions
from app.db import db
from app.people.operations import add_person
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.practicals.making import judgement, kept_photo

WHY = "Nobody had shown me the strap."
REASON = "The photos show the strap."
LATER = NOON + timedelta(hours=2)


def colleague() -> UUID:
    """Another instructor."""
    return add_person("Colas Colleague", email=None, language="en", by=None, at=BEFORE).id


def judged(
    found: EnrolledItem,
    by: UUID,
    *,
    begun: int = 0,
    delivered: int = 30,
    work: Judgement | None = None,
    corrects: UUID | None = None,
) -> SignOff:
    """A sign-off that was begun, and delivered, so many minutes after noon."""
    return sign_off(
        found,
        sign_off_id=new_id(),
        by=by,
        at=after(delivered),
        begun_at=after(begun),
        ended_at=after(begun + 5),
        judgement=work or judgement(remark="Clean work"),
        photos=[kept_photo()],
        corrects=corrects,
    )


def after(minutes: int) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


def disputed(found: EnrolledItem, cast: Cast, *, work: Judgement | None = None, delivered: int = 30) -> SignOff:
    """A sign-off that the trainee doesn't agree with."""
    made = judged(found, cast.instructor.id, work=work, begun=delivered - 5, delivered=delivered)
    acknowledge(
        seen_sign_off_by_id(made.id), by=found.enrolled.person_id, at=after(delivered + 5), agrees=False, words=WHY
    )
    return made


def clashed(found: EnrolledItem, cast: Cast, *, second: Judgement | None = None) -> SignOffClash:
    """What two instructors judged without knowing of each other."""
    judged(found, colleague(), begun=10, delivered=20)
    judged(found, cast.instructor.id, begun=0, delivered=60, work=second)
    return db.session.scalars(select(SignOffClash).order_by(SignOffClash.found_at.desc()).limit(1)).one()


def counted() -> set[UUID]:
    """The sign-offs that count."""
    return set(db.session.scalars(select(SignOff.id).where(counting())))


def completed() -> list[tuple[str, datetime]]:
    """What was completed, and since when."""
    rows = db.session.execute(select(Completion.item_id, Completion.completed_at).order_by(Completion.item_id))
    return [(row.item_id, row.completed_at) for row in rows]


def rebuilt() -> list[tuple[str, datetime]]:
    """The same, made anew of everything that was judged."""
    rebuild_completions(earned_completions(), gates=[(each, "safety") for each in _opened()], at=LATER)
    return completed()


def _opened() -> set[UUID]:
    return set(db.session.scalars(select(SignOff.enrolment_id)))
