"""One trainee's way through the demonstration school: from the invitation to where they are today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from app.courses.facts import Enrolled
from app.courses.operations.enrolments import enrol
from app.courses.operations.places import let_return, withdraw
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.model import Curriculum
from app.demo.acts import Doer, case, completing, not_yet, quiz, ready
from app.demo.agenda import Act, Agenda
from app.demo.answers import Story
from app.demo.judging import DISAGREES
from app.demo.pace import plan, slots
from app.demo.people import Trainee
from app.demo.pictures import Gallery
from app.people.models import Person
from app.people.operations import (
    add_person,
    invite,
    send_invitation,
    set_password,
    set_pin,
    sign_in,
    take_up_invitation,
)
from app.people.queries import person_by_id

LAGS = (0, 0, 0, 1, 1, 2, 3, 5, 9, 14)
"""By how many slots somebody is behind the calendar."""
NIGHT = timedelta(hours=8)
"""Between what was done before and what somebody is in the middle of."""
BEFORE_THE_CERTIFICATE = timedelta(days=3)
AWAY = timedelta(days=4)
"""How long somebody was gone who came back."""
PHONES = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile Safari/604.1",
    "Mozilla/5.0 (Android 13; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0",
)
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0"


def done_by(trainee: Trainee, curriculum: Curriculum) -> int:
    """How many items of the course the trainee has done. Raises ValueError if the next isn't among them."""
    return list(curriculum.items).index(trainee.next) if trainee.next else len(curriculum.items)


@dataclass(frozen=True)
class Surroundings:
    """What a way needs of the school: until when it goes, who coordinates and teaches, everybody's password, and
    what trainees sign with at the bench."""

    at: datetime
    agenda: Agenda
    gallery: Gallery
    password_hash: str
    pin: str
    coordinator_id: UUID
    instructor_ids: tuple[UUID, ...]
    cohort_id: UUID
    begins: datetime
    """The morning of the first day."""


class Way:
    """Somebody's way, planned when they are enrolled."""

    def __init__(self, trainee: Trainee, around: Surroundings) -> None:
        self.trainee = trainee
        self.around = around
        self.chance = Random(trainee.name)  # noqa: S311 - the same each time is what it is for
        self.phone = self.chance.choice(PHONES)

    @property
    def starts(self) -> datetime:
        """When they are there for the first time."""
        return self.around.begins + timedelta(days=self.trainee.joined, minutes=self.chance.randrange(20))

    def enrol(self, email: str, now: datetime) -> UUID:
        """Add the trainee and plan all that they do; returns their enrolment."""
        trainee, around = self.trainee, self.around
        address = email if trainee.mailbox else None
        person = add_person(trainee.name, email=address, language=trainee.language, by=around.coordinator_id, at=now)
        enrolment = enrol(person, cohort_id=around.cohort_id, by=around.coordinator_id, at=now)
        code = self._invite(person, now)
        enrolled = enrolment_facts(enrolment.id)
        if done_by(trainee, enrolled.curriculum) or trainee.now:
            around.agenda.add([Act(max(self.starts, now), lambda then: self._come(person.id, code, then))])
            around.agenda.add(self._acts(enrolled))
        return enrolment.id

    def _invite(self, person: Person, now: datetime) -> str:
        """The code on their card; empty when it goes by mail."""
        if person.email is None:
            return invite(person, by=self.around.coordinator_id, at=now)
        send_invitation(person, by=self.around.coordinator_id, at=now)
        return ""

    def _come(self, person_id: UUID, code: str, now: datetime) -> None:
        if code:
            take_up_invitation(code, password_hash=self.around.password_hash, at=now)
        else:
            set_password(person_by_id(person_id), password_hash=self.around.password_hash, by=person_id, at=now)
        set_pin(person_id, pin=self.around.pin, by=person_id, at=now)
        sign_in(person_id, device=self.phone, at=now)

    def _acts(self, enrolled: Enrolled) -> Iterator[Act]:
        gone = self.around.begins + timedelta(days=self.trainee.left, hours=7) if self.trainee.left else None
        yield from self._leaving(enrolled, gone)
        done = done_by(self.trainee, enrolled.curriculum)
        free = self._free(enrolled, gone)
        parts = plan(enrolled.cohort, free, count=done, lag=self._lag())
        for place, part in enumerate(parts):
            yield from completing(self._doer(enrolled, place), part)
            if place % 4 == 1:
                device = self.chance.choice((self.phone, DESK))
                yield Act(part[0] - timedelta(minutes=4), partial(self._sign_in, enrolled, device))
        if done < len(enrolled.curriculum.items) and self.trainee.now:
            yield from self._present(self._doer(enrolled, done), free, parts)

    def _doer(self, enrolled: Enrolled, place: int) -> Doer:
        item = list(enrolled.curriculum.items.values())[place]
        assessor = self.chance.choice(self.around.instructor_ids)
        return Doer(enrolled, item, assessor, self.around.gallery, self.chance)

    def _lag(self) -> int:
        # Who stops early or comes late does what they do at once.
        at_once = self.trainee.now == "stuck" or self.trainee.left or self.trainee.joined
        return self.trainee.late or (0 if at_once else self.chance.choice(LAGS))

    def _free(self, enrolled: Enrolled, gone: datetime | None) -> list[datetime]:
        """When the trainee is there."""
        whole = done_by(self.trainee, enrolled.curriculum) == len(enrolled.curriculum.items)
        until = self.around.at - (BEFORE_THE_CERTIFICATE if whole else NIGHT)
        found = slots(enrolled.cohort, since=self.starts + timedelta(minutes=20), until=until)
        if gone is None:
            return found
        return [slot for slot in found if slot < gone or (self.trainee.back and slot > gone + AWAY)]

    def _leaving(self, enrolled: Enrolled, gone: datetime | None) -> Iterator[Act]:
        by = self.around.coordinator_id
        if gone is not None:
            reason = (
                "Has found a job in another town." if not self.trainee.back else "Ill for a while; keeps the place."
            )
            yield Act(gone, lambda now: withdraw(enrolled, reason=reason, by=by, at=now))
            if self.trainee.back:
                yield Act(gone + AWAY, lambda now: let_return(enrolled, reason="Well again.", by=by, at=now))

    def _present(self, doer: Doer, free: Sequence[datetime], parts: Sequence[Sequence[datetime]]) -> Iterator[Act]:
        at = self.around.at
        match self.trainee.now:
            case "ready":
                yield ready(doer, at - timedelta(minutes=self.chance.choice((50, 95, 210))), "first")
            case "not_yet" | "disagrees" as now:
                yield from not_yet(doer, at - timedelta(hours=6), seen=now == "disagrees", words=DISAGREES)
            case "failed":
                yield from quiz(doer, at - timedelta(hours=3), self.chance.choice(("points", "critical")))
            case "quiz":
                yield from quiz(doer, at - timedelta(minutes=2), "passed", finished=False)
            case "case":
                yield case(doer, at - timedelta(minutes=9))
            case "stuck":
                after = free.index(parts[-1][0]) + 1 if parts else 0
                stories: tuple[Story, ...] = ("critical", "critical", "points")
                for number, story in enumerate(stories, 1):
                    yield from quiz(doer, free[after + 2 * number], story, number=number)

    def _sign_in(self, enrolled: Enrolled, device: str, now: datetime) -> None:
        sign_in(enrolled.person_id, device=device, at=now)
