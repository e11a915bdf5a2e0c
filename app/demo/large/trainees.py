"""Trainees of the large school: how each came, and how far they got."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import Enrolment
from app.curriculum.model import Case, Lesson, Practical, Quiz
from app.demo.large.cases import solve_case
from app.demo.large.ledger import Ledger
from app.demo.large.people import name_of
from app.demo.large.practicals import show, wait
from app.demo.large.quizzes import fail_quiz, pass_quiz
from app.demo.large.scripts import Scripts
from app.demo.large.way import Way, add_letter
from app.demo.pace import INVITED, plan
from app.demo.pictures import Gallery
from app.demo.way import LAGS, PHONES
from app.people.invitation_code import invitation_code, invitation_digest
from app.people.models import Invitation, Person, SignIn
from app.people.operations import INVITATION_LASTS
from app.shared.fulltext import folded
from app.shared.ids import new_id

WITHOUT_A_MAILBOX, WITHDRAWN, FINISHED, READY, FAILED = 0.25, 0.04, 0.88, 0.2, 0.2
"""How often that is so; of those who could."""
WITH_A_WRONG_ADDRESS = 97
"""Of so many, one letter doesn't arrive."""


@dataclass(frozen=True)
class Room:
    """A cohort with what its trainees have in common."""

    ledger: Ledger
    cohort: CohortFacts
    coordinator_id: UUID
    gallery: Gallery
    scripts: Scripts
    password_hash: str
    begins: datetime
    at: datetime
    slots: Sequence[datetime]
    """Until now."""

    @property
    def begun(self) -> bool:
        """Whether the first day is over."""
        return len(self.slots) > 0

    @property
    def running(self) -> bool:
        """Whether it is one of its weeks."""
        return self.begun and self.at.date() <= self.cohort.last_day


def enter(room: Room, number: int) -> Way:
    """Somebody is invited, comes, and does what they have done so far."""
    chance = Random(f"large {number}")  # noqa: S311 - the same each time is what it is for
    invited_at = room.begins - INVITED + timedelta(minutes=number % 480)
    name, mailbox = name_of(number), chance.random() >= WITHOUT_A_MAILBOX
    person_id = _add_person(room, number, name, mailbox, invited_at, chance)
    withdrawn = room.begun and chance.random() < WITHDRAWN
    enrolled = _enrol(room, person_id, name, invited_at, withdrawn)
    _invite(room, person_id, mailbox, invited_at, number)
    way = Way(room.ledger, enrolled, mailbox, room.gallery, room.scripts, chance)
    if room.begun:
        _go(room, way, withdrawn)
    return way


def _add_person(room: Room, number: int, name: str, mailbox: bool, at: datetime, chance: Random) -> UUID:
    person_id, sign_in_name = new_id(), f"{folded(name).replace(' ', '.').replace('’', '')}.{number}"
    email = f"{sign_in_name}@etabli.example" if mailbox else None
    last = room.slots[-1 - chance.randrange(len(room.slots) // 3 + 1)] if room.begun else None
    room.ledger.add(
        Person,
        id=person_id,
        name=name,
        email=email,
        sign_in_name=None if mailbox else sign_in_name,
        password_hash=room.password_hash if room.begun else None,
        language="en" if chance.random() < WITHOUT_A_MAILBOX else "fr",
        created_at=at,
        last_signed_in_at=last,
        deactivated_at=None,
    )
    room.ledger.add_person(person_id, f"{name} {email or sign_in_name}")
    room.ledger.happened(at, "person.added", by=room.coordinator_id, kind="person", id=person_id)
    if last:
        _sign_in(room, person_id, last, chance)
    return person_id


def _sign_in(room: Room, person_id: UUID, last: datetime, chance: Random) -> None:
    """On the first day, and once more; who is through with the course has signed out."""
    for begun, ended in ((room.begins, last), (last, None if room.running else last + timedelta(hours=1))):
        device = chance.choice(PHONES)
        room.ledger.add(SignIn, id=new_id(), person_id=person_id, device=device, begun_at=begun, ended_at=ended)


def _enrol(room: Room, person_id: UUID, name: str, at: datetime, withdrawn: bool) -> Enrolled:
    left = room.slots[len(room.slots) // 2] if withdrawn else None
    enrolled = Enrolled(new_id(), person_id, name, room.cohort, at, left)
    room.ledger.add(
        Enrolment, id=enrolled.id, cohort_id=room.cohort.id, person_id=person_id, enrolled_at=at, withdrawn_at=left
    )
    about: dict[str, Any] = {"by": room.coordinator_id, "kind": "enrolment", "id": enrolled.id}
    room.ledger.happened(at, "enrolment.created", **about, cohort=str(room.cohort.id))
    if left:
        room.ledger.happened(left, "enrolment.withdrawn", **about, reason="Has found a job in another town.")
    return enrolled


def _invite(room: Room, person_id: UUID, mailbox: bool, at: datetime, number: int) -> None:
    invitation_id = new_id()
    room.ledger.add(
        Invitation,
        id=invitation_id,
        person_id=person_id,
        code_digest=invitation_digest(invitation_code(invitation_id)),
        created_at=at,
        expires_at=at + INVITATION_LASTS,
        used_at=room.begins if room.begun else None,
    )
    room.ledger.happened(at, "person.invited", by=room.coordinator_id, kind="person", id=person_id)
    if room.begun:
        room.ledger.happened(room.begins, "password.set", by=person_id, kind="person", id=person_id)
    if mailbox:
        trouble = "" if number % WITH_A_WRONG_ADDRESS else "550 5.1.1 User unknown"
        add_letter(room.ledger, "invitation", person_id, {"invitation": str(invitation_id)}, at=at, trouble=trouble)


def _go(room: Room, way: Way, withdrawn: bool) -> None:
    items = list(room.cohort.curriculum.items.values())
    free = room.slots[: len(room.slots) // 2] if withdrawn else room.slots
    count = _how_far(room, way.chance, withdrawn)
    parts = plan(room.cohort, free, count=count, lag=way.chance.choice(LAGS))
    for item, part in zip(items, parts, strict=False):
        match item:
            case Lesson():
                way.declare(item, part[0])
            case Quiz():
                pass_quiz(way, item, part)
            case Case():
                solve_case(way, item, part[-1])
            case Practical():
                show(way, item, part)
    if count < len(items) and room.running and not withdrawn:
        _go_on(room, way, count)


def _how_far(room: Room, chance: Random, withdrawn: bool) -> int:
    """How many items somebody has done."""
    curriculum = room.cohort.curriculum
    week = room.cohort.calendar.week_on(room.at.date(), weeks=len(curriculum.weeks))
    due = [item for item in curriculum.items.values() if item.week < week]
    if withdrawn:
        return min(chance.randrange(len(due) + 1), len(room.slots) // 4)
    if not room.running and chance.random() < FINISHED:
        return len(due)
    return min(max(0, len(due) + chance.randrange(-2, 2 if room.running else 0)), len(room.slots) // 2)


def _go_on(room: Room, way: Way, count: int) -> None:
    """What somebody is in the middle of today."""
    item = list(room.cohort.curriculum.items.values())[count]
    lately = max(room.slots[-1], room.at - timedelta(hours=3))
    match item:
        case Practical() if set(item.requires) <= way.done.gates.keys() and way.chance.random() < READY:
            wait(way, item, lately)
        case Quiz() if way.chance.random() < FAILED:
            fail_quiz(way, item, lately)
