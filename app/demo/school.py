"""Making the demonstration school."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import SystemRandom
from uuid import UUID
from zoneinfo import ZoneInfo

from app.certificates.operations import issue
from app.certificates.school import school_of
from app.config import Settings
from app.courses.operations.cohorts import add_site, close_week, create_cohort
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import newest_revision
from app.db import db, writing
from app.demo.agenda import Act, Agenda
from app.demo.large.school import LargeSchool
from app.demo.life import Life
from app.demo.pace import INVITED, OPENS, PREPARED, TIME_ZONE
from app.demo.people import AUTHOR, COORDINATOR, GROUPS, SHOWN, SITES, STAFF, TRAINEES, Group, Staff
from app.demo.pictures import Gallery
from app.demo.way import Surroundings, Way, done_by
from app.people.operations import add_person, grant_role, set_password, set_pin
from app.people.passwords import hashed
from app.people.pin_digits import is_easy
from app.people.queries import person_by_id
from app.shared.fulltext import folded
from app.shared.ids import new_code, repeatable_ids

WEEKS = 14
"""How long the school has existed."""


class NotPublishedError(Exception):
    """A course that the demonstration school follows was never published. The message says what to do."""


@dataclass(frozen=True)
class Secrets:
    """What people of the demonstration school sign in and sign with."""

    password: str
    """Everybody's."""
    instructors_pin: str
    """What all instructors sign with at the bench."""
    trainees_pin: str


def new_secrets() -> Secrets:
    """New ones. The two PINs differ, so that nobody signs for somebody else by mistake."""
    fit = [digits for number in range(10_000) if not is_easy(digits := f"{number:04}")]
    instructors_pin, trainees_pin = SystemRandom().sample(fit, 2)
    return Secrets(f"bench-{new_code(4)}-{new_code(4)}", instructors_pin, trainees_pin)


class School:
    """The school while it is made: who is there, and what happens when."""

    def __init__(self, settings: Settings, at: datetime, secrets: Secrets) -> None:
        self.settings = settings
        self.at = at
        self.secrets = secrets
        self.password_hash = hashed(secrets.password)
        self.agenda = Agenda()
        self.gallery = Gallery()
        self.sites: dict[str, UUID] = {}
        self.people: dict[str, UUID] = {}
        self.cohorts: dict[str, UUID] = {}
        self.life = Life(at, self.people, self.cohorts)
        self.complete: list[UUID] = []

    def make(self) -> None:
        """Make everything, in the order of time; the same each time, codes and salts aside."""
        began = self.at - timedelta(weeks=WEEKS)
        with repeatable_ids("demonstration", since=began):
            self.sites |= {name: add_site(name, time_zone=TIME_ZONE, by=None, at=began).id for name in SITES}
            for staff in STAFF:
                self._employ(staff, began)
            for group in GROUPS:
                self.agenda.add([Act(self._morning(group) - PREPARED, partial(self._prepare, group))])
            self.agenda.add(self.life.acts(began))
            self.agenda.add([Act(self.at - timedelta(days=2), self._issue)])
            self.agenda.live()
            self.life.empty_the_outbox()

    def _employ(self, staff: Staff, began: datetime) -> None:
        person = add_person(staff.name, email=address_of(staff.name), language="fr", by=None, at=began)
        set_password(person, password_hash=self.password_hash, by=None, at=began)
        self.people[staff.name] = person.id
        site_id = self.sites[staff.site] if staff.site else None
        grant_role(person_by_id(person.id), role=staff.role, site_id=site_id, by=None, at=began)
        if staff.role == "instructor":
            set_pin(person.id, pin=self.secrets.instructors_pin, by=person.id, at=began)

    def _prepare(self, group: Group, now: datetime) -> None:
        """Make the cohort, and plan which weeks are closed and who comes when."""
        instructors = tuple(self.people[name] for name in group.instructors)
        cohort_id = self._create(group, instructors, now)
        for monday in group.closed_weeks(self.at.date()):
            # A week that is over was known from the beginning; the coming one was closed lately.
            known = now if monday < self.at.date() else self.at - timedelta(days=2)
            self.agenda.add([Act(known, partial(self._close_week, cohort_id, monday))])
        around = Surroundings(
            self.at,
            self.agenda,
            self.gallery,
            self.password_hash,
            self.secrets.trainees_pin,
            self.people[COORDINATOR],
            instructors,
            cohort_id,
            self._morning(group),
        )
        for place, trainee in enumerate(group.trainees):
            comes = around.begins + (timedelta(days=trainee.joined) if trainee.joined else -INVITED)
            act = partial(self._enrol, Way(trainee, around))
            self.agenda.add([Act(comes + timedelta(minutes=4 * place), act)])

    def _create(self, group: Group, instructors: tuple[UUID, ...], now: datetime) -> UUID:
        revision = newest_revision(group.course_id)
        if revision is None:
            raise NotPublishedError(f"The demonstration needs the course {group.course_id}: publish content/ first.")
        cohort = create_cohort(
            group.name,
            site_id=self.sites[group.site],
            revision_id=revision.id,
            first_day=group.first_day(self.at.date()),
            instructor_ids=instructors,
            by=self.people[COORDINATOR],
            at=now,
        )
        self.cohorts[group.name] = cohort.id
        return cohort.id

    def _enrol(self, way: Way, now: datetime) -> None:
        name = way.trainee.name
        enrolment_id = way.enrol(address_of(name), now)
        enrolled = enrolment_facts(enrolment_id)
        self.people[name] = enrolled.person_id
        self.life.enrolments[name] = enrolment_id
        written = all(week.is_written for week in enrolled.curriculum.weeks)
        if written and done_by(way.trainee, enrolled.curriculum) == len(enrolled.curriculum.items):
            self.complete.append(enrolment_id)

    def _close_week(self, cohort_id: UUID, monday: date, now: datetime) -> None:
        close_week(cohort_facts(cohort_id), monday=monday, by=self.people[COORDINATOR], at=now)

    def _issue(self, now: datetime) -> None:
        for enrolment_id in self.complete:
            issue(
                enrolment_facts(enrolment_id),
                by=self.people[COORDINATOR],
                at=now,
                public_url=self.settings.public_url,
                school=school_of(self.settings),
            )

    def _morning(self, group: Group) -> datetime:
        return datetime.combine(group.first_day(self.at.date()), OPENS, ZoneInfo(TIME_ZONE))


def seed(settings: Settings, *, at: datetime, size: int = TRAINEES) -> list[str]:
    """Fill an empty database with the demonstration school as of `at`, in one transaction, and up to `size` trainees
    with others around it, in several; returns the lines that tell its sign-ins and keeps them in instance/, readable
    by the owner alone."""
    secrets = new_secrets()
    school = School(settings, at, secrets)
    with writing():
        school.make()
        db.session.commit()
        if size > TRAINEES:
            large = LargeSchool(settings, at, school.password_hash, school.people[AUTHOR])
            large.make(size - TRAINEES)
    lines = sign_in_lines(secrets)
    settings.instance.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(_sign_ins(settings), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("\n".join(lines))
    return lines


def kept_sign_ins(settings: Settings) -> list[str]:
    """The lines that tell the sign-ins of the demonstration school; none when there is no such school."""
    file = _sign_ins(settings)
    return file.read_text().splitlines() if file.exists() else []


def sign_in_lines(secrets: Secrets) -> list[str]:
    """A sign-in for each role, and the PINs."""
    wide = max(len(role) for role, _ in SHOWN)
    return [
        "Sign in as one of these, all with the password " + secrets.password,
        *(f"  {role:<{wide}}  {address_of(name)}" for role, name in SHOWN),
        f"At the bench, instructors sign with the PIN {secrets.instructors_pin}, trainees with {secrets.trainees_pin}",
    ]


def address_of(name: str) -> str:
    """The made-up address of a made-up person: example domains reach nobody (RFC 2606)."""
    return f"{folded(name).replace(' ', '.')}@etabli.example"


def _sign_ins(settings: Settings) -> Path:
    return settings.instance / "demonstration-sign-ins"
