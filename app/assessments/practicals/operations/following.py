"""What follows from sign-offs for completions, whenever one is made, corrected, set aside or restored."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.practicals.models import SignOff
from app.assessments.practicals.queries import earned_completions
from app.courses.facts import Enrolled, item_named
from app.courses.models import Completion
from app.courses.operations.completions import settle_completion
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.notices.operations import News, notify_each
from app.people.queries import coordinators_at


def follow_sign_offs(enrolment_id: UUID, *, because_of: SignOff, by: UUID, at: datetime) -> None:
    """Let the practical of that sign-off be completed, or not any more, as the sign-offs that count say now.

    Under every name that it has or had, as `flask completions rebuild` would. Where it was completed and isn't any
    more, the site's coordinators are told: an issued certificate stays as it is. The caller holds the enrolment's lock.
    """
    enrolled = enrolment_facts(enrolment_id)
    judged = curriculum_of(because_of.revision_id).items[because_of.item_id]
    present = enrolled.curriculum.item_called(because_of.item_id)
    names = sorted({*judged.names, *(present.names if present else ())})
    theirs = select(Completion.item_id).where(Completion.enrolment_id == enrolment_id, Completion.item_id.in_(names))
    before = db.session.scalars(theirs).all()
    earned = {item_id: since for _, item_id, since in earned_completions(enrolment_id)}
    for name in names:
        settle_completion(enrolment_id, item_id=name, at=earned.get(name))
    if before and earned.keys().isdisjoint(names):
        _tell_coordinators(enrolled, because_of, by, at)


def _tell_coordinators(enrolled: Enrolled, because_of: SignOff, by: UUID, at: datetime) -> None:
    named = item_named(curriculum_of(because_of.revision_id), because_of.item_id)
    details = {"person": str(enrolled.person_id), **named}
    told = coordinators_at(enrolled.cohort.site_id) - {by, enrolled.person_id}
    path = f"/sign-offs/{because_of.id}"
    notify_each([News(each, "fallen", str(because_of.id), path, details) for each in told], at=at)
