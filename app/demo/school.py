"""Making the demonstration school."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from app.certificates.operations import issue
from app.config import Settings
from app.courses.facts import Enrolled
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import newest_revision
from app.db import db, writing
from app.demo.acts import Act, Doer, completing, not_yet, quiz, ready
from app.demo.people import GROUPS, SHOWN, SITES, STAFF, Group, Trainee
from app.people.operations import add_person, grant_role, set_password
from app.people.passwords import hashed
from app.people.queries import person_by_id
from app.shared.ids import new_code

TIME_ZONE = "Europe/Paris"
HOURS = (time(9), time(11), time(13, 30), time(15, 30))
"""When things happen at the school, on working days."""


class NotPublishedError(Exception):
    """A course that the demonstration school follows was never published. The message says what to do."""


class School:
    """The school while it is made: who is there, and what happens when."""

    def __init__(self, settings: Settings, at: datetime, password: str) -> None:
        self.settings = settings
        self.at = at
        self.password_hash = hashed(password)
        self.people: dict[str, UUID] = {}
        self.acts: list[Act] = []
        self.complete: list[UUID] = []

    def make(self) -> None:
        """Make everything, in the order of time."""
        began = self.at - timedelta(weeks=12)
        sites = {name: add_site(name, time_zone=TIME_ZONE, by=None, at=began).id for name in SITES}
        for staff in STAFF:
            person_id = self._person(staff.name, "fr", began)
            site_id = sites[staff.site] if staff.site else None
            grant_role(person_by_id(person_id), role=staff.role, site_id=site_id, by=None, at=began)
        for group in GROUPS:
            self._group(group, sites[group.site], began)
        for act in sorted(self.acts, key=lambda act: act.at):
            act.do(act.at)
        coordinator = self.people["Claire Exemple"]
        for enrolment_id in self.complete:
            issue(
                enrolment_facts(enrolment_id),
                by=coordinator,
                at=self.at - timedelta(days=2),
                public_url=self.settings.public_url,
                school_name=self.settings.school_name,
            )

    def _person(self, name: str, language: str, at: datetime) -> UUID:
        person = add_person(name, email=address_of(name), language=language, by=None, at=at)
        set_password(person, password_hash=self.password_hash, by=None, at=at)
        self.people[name] = person.id
        return person.id

    def _group(self, group: Group, site_id: UUID, began: datetime) -> None:
        revision = newest_revision(group.course_id)
        if revision is None:
            raise NotPublishedError(f"The demonstration needs the course {group.course_id}: publish content/ first.")
        coordinator = self.people["Claire Exemple"]
        instructor = self.people[group.instructor]
        cohort = create_cohort(
            group.name,
            site_id=site_id,
            revision_id=revision.id,
            first_day=group.first_day(self.at.date()),
            instructor_ids=[instructor],
            by=coordinator,
            at=began,
        )
        for trainee in group.trainees:
            person = person_by_id(self._person(trainee.name, trainee.language, began))
            enrolment = enrol(person, cohort_id=cohort.id, by=coordinator, at=began)
            self._way(enrolment_facts(enrolment.id), trainee, instructor)

    def _way(self, enrolled: Enrolled, trainee: Trainee, instructor: UUID) -> None:
        items = list(enrolled.curriculum.items.values())
        moments = spread(enrolled, trainee.done, until=self.at - timedelta(hours=8))
        for item, moment in zip(items, moments, strict=False):
            self.acts += completing(Doer(enrolled, item, instructor), moment)
        if trainee.done < len(items):
            self.acts += self._present(Doer(enrolled, items[trainee.done], instructor), trainee.now)
        elif all(week.items for week in enrolled.curriculum.weeks):
            self.complete.append(enrolled.id)

    def _present(self, doer: Doer, now: str) -> Iterator[Act]:
        match now:
            case "ready":
                yield ready(doer, self.at - timedelta(minutes=95), "first")
            case "not_yet":
                yield from not_yet(doer, self.at - timedelta(hours=6))
            case "failed":
                yield from quiz(doer, self.at - timedelta(hours=3), right=False)
            case "quiz":
                yield from quiz(doer, self.at - timedelta(minutes=2), right=True, finished=False)


def seed(settings: Settings, *, at: datetime) -> list[str]:
    """Fill an empty database with the demonstration school as of `at`, in one transaction; returns the lines that
    tell its sign-ins and keeps them in instance/, readable by the owner alone."""
    password = f"bench-{new_code(4)}-{new_code(4)}"
    with writing():
        School(settings, at, password).make()
        db.session.commit()
    lines = sign_in_lines(password)
    settings.instance.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(_sign_ins(settings), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("\n".join(lines))
    return lines


def kept_sign_ins(settings: Settings) -> list[str]:
    """The lines that tell the sign-ins of the demonstration school; none when there is no such school."""
    file = _sign_ins(settings)
    return file.read_text().splitlines() if file.exists() else []


def sign_in_lines(password: str) -> list[str]:
    """A sign-in for each role."""
    wide = max(len(role) for role, _ in SHOWN)
    return [
        "Sign in as one of these, all with the password " + password,
        *(f"  {role:<{wide}}  {address_of(name)}" for role, name in SHOWN),
    ]


def _sign_ins(settings: Settings) -> Path:
    return settings.instance / "demonstration-sign-ins"


def address_of(name: str) -> str:
    """The made-up address of a made-up person: example domains reach nobody (RFC 2606)."""
    plain = name.lower().translate(str.maketrans("éèëêïîôçà", "eeeeiioca", "'’"))
    return f"{plain.replace(' ', '.')}@etabli.example"


def spread(enrolled: Enrolled, count: int, *, until: datetime) -> list[datetime]:
    """`count` moments of work, evenly from the cohort's first day to its last or to `until`."""
    last = enrolled.cohort.first_day + timedelta(weeks=len(enrolled.curriculum.weeks))
    slots = [slot for slot in _slots(enrolled.cohort.first_day, last) if slot <= until]
    return [slots[number * len(slots) // count] for number in range(count)] if count else []


def _slots(first: date, last: date) -> Iterator[datetime]:
    zone = ZoneInfo(TIME_ZONE)
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        if day.weekday() < 5:
            yield from (datetime.combine(day, hour, zone) for hour in HOURS)
