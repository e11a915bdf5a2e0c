"""Records from the bench that could not be recorded: one for its PIN, one since the licence is suspended."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from app.courses.models import Enrolment
from app.db import db
from app.people.models import Person
from app.people.operations import sign_in
from app.people.queries import person_by_email
from app.shared.clock import now
from tests.browser.workbench import COLLEAGUE, PRACTICAL, STOPPED, TRAINEES, email_of
from tests.practicals.holding import held

FOR_ITS_PIN: Final = TRAINEES[-1]


def hold_records() -> None:
    """Two of the workbench's trainees, as the colleague judged them without a network."""
    at = now()
    colleague = person_by_email(email_of(COLLEAGUE))
    assert colleague is not None
    member = sign_in(colleague.id, device="Phone", at=at)
    assert member is not None
    more: dict[str, Any] = {"item": PRACTICAL, "levels": {}, "decision": "stopped", "at": at}
    held(_place(FOR_ITS_PIN), by=member, remark="The mains cable was still plugged in.", **more)
    held(_place(STOPPED), by=member, signed="pin", remark="She reached into the open device.", **more)


def _place(name: str) -> UUID:
    of_trainee = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id).where(Person.name == name)
    return db.session.scalars(of_trainee).one()
