"""What trainees keep when the revision that they follow becomes another one: their cohort takes it, or they move."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from app.courses.facts import Enrolled
from app.courses.models import Enrolment, Revision
from app.courses.operations.gates import open_gate
from app.courses.progress import OPEN_DECISIONS
from app.courses.queries.enrolments import done_by_each
from app.db import db


def go_on(places: Collection[Enrolled], *, before_id: int, at: datetime) -> None:
    """Let these trainees, who follow another revision than `before_id` by now, keep what they completed under that one,
    and open the gates that the present one gives to quizzes which they passed. The caller holds the enrolments' locks.
    """
    followed = (before_id, db.session.scalars(select(Revision.digest).where(Revision.id == before_id)).one())
    theirs = select(Enrolment).where(Enrolment.id.in_([place.id for place in places]))
    for row in db.session.scalars(theirs.execution_options(populate_existing=True)):
        row.followed = [*row.followed, followed]
    db.session.flush()
    done = done_by_each(places)
    for place in places:
        _open_gates(place, done[place.id].completions.keys(), done[place.id].gates, at)


def _open_gates(place: Enrolled, completed: Collection[str], decided: dict[str, str], at: datetime) -> None:
    """Those of the quizzes that were passed."""
    for gate, quiz in place.curriculum.openers.items():
        if quiz.id in completed and decided.get(gate) not in OPEN_DECISIONS:
            open_gate(place.id, gate=gate, at=at)
