"""The cast: one person a role and one outsider each, in two cohorts at two sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from app.courses.facts import Enrolled, EnrolledItem
from app.courses.models import Cohort, Site
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.member import Member
from app.people.operations import add_person, grant_role, set_password, sign_in
from app.people.passwords import hashed
from app.people.queries import person_by_id

FIRST_DAY = date(2026, 5, 4)
BEFORE = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 5, 5, 10, 0, tzinfo=UTC)
"""Tuesday noon in Paris, in the first week of the cast's cohorts."""
PASSWORD = "correct horse battery"
"""Of the trainee, the instructor and the coordinator; the others have none."""


@dataclass(frozen=True)
class Cast:
    """Who is there. Outsiders have the same role at the other site, in the other cohort."""

    trainee: Member
    other_trainee: Member
    instructor: Member
    coordinator: Member
    author: Member
    moderator: Member
    outsider_trainee: Member
    outsider_instructor: Member
    outsider_coordinator: Member
    site_id: UUID
    outsider_site_id: UUID
    cohort_id: UUID
    outsider_cohort_id: UUID
    enrolment_id: UUID
    other_enrolment_id: UUID
    outsider_enrolment_id: UUID
    revision_id: int

    def enrolled(self) -> Enrolled:
        """The trainee's place in their cohort."""
        return enrolment_facts(self.enrolment_id)

    def item(self, item_id: str) -> EnrolledItem:
        """The trainee before that item."""
        enrolled = self.enrolled()
        return EnrolledItem(enrolled, enrolled.curriculum.items[item_id])

    @property
    def members(self) -> dict[str, Member | None]:
        """Everybody by name, with a stranger who isn't signed in."""
        named: dict[str, Member | None] = {
            name: value for name, value in vars(self).items() if isinstance(value, Member)
        }
        return named | {"stranger": None}


def assemble(content: Path) -> Cast:
    """Make the cast through the same operations that people use."""
    revision_id = _publish(content / "mobile" / "tiny-phone-repair")
    here, there = (add_site(name, time_zone="Europe/Paris", by=None, at=BEFORE) for name in ("Lyon", "Nantes"))
    people = {
        "trainee": _person("Tara Trainee", password=PASSWORD),
        "other_trainee": _person("Otto Trainee"),
        "instructor": _person("Ines Instructor", role="instructor", site=here, password=PASSWORD),
        "coordinator": _person("Cora Coordinator", role="coordinator", site=here, password=PASSWORD),
        "author": _person("Aude Author", role="author"),
        "moderator": _person("Momo Moderator", role="moderator", site=here),
        "outsider_trainee": _person("Olga Outsider"),
        "outsider_instructor": _person("Igor Outsider", role="instructor", site=there),
        "outsider_coordinator": _person("Carl Outsider", role="coordinator", site=there),
    }
    cohort = _cohort("Spring 2026", here, people["instructor"], revision_id)
    other = _cohort("Elsewhere", there, people["outsider_instructor"], revision_id)
    return Cast(
        **{name: signed_in(person_id) for name, person_id in people.items()},
        site_id=here.id,
        outsider_site_id=there.id,
        cohort_id=cohort.id,
        outsider_cohort_id=other.id,
        enrolment_id=_enrol(people["trainee"], cohort),
        other_enrolment_id=_enrol(people["other_trainee"], cohort),
        outsider_enrolment_id=_enrol(people["outsider_trainee"], other),
        revision_id=revision_id,
    )


def _publish(folder: Path) -> int:
    read = read_course(folder)
    revision, _ = publish(read.sources, course_id=folder.name, track_id=folder.parent.name, by=None, at=BEFORE)
    return revision.id


def _person(name: str, *, role: str = "", site: Site | None = None, password: str = "") -> UUID:
    first, last = name.lower().split()
    person = add_person(name, email=f"{first}.{last}@school.example", language="en", by=None, at=BEFORE)
    if password:
        set_password(person, password_hash=hashed(password), by=None, at=BEFORE)
    if role:
        grant_role(person, role=role, site_id=site.id if site else None, by=None, at=BEFORE)
    return person.id


def _cohort(name: str, site: Site, instructor: UUID, revision_id: int) -> Cohort:
    return create_cohort(
        name,
        site_id=site.id,
        revision_id=revision_id,
        first_day=FIRST_DAY,
        instructor_ids=[instructor],
        by=None,
        at=BEFORE,
    )


def _enrol(person_id: UUID, cohort: Cohort) -> UUID:
    return enrol(person_by_id(person_id), cohort_id=cohort.id, by=None, at=BEFORE).id


def signed_in(person_id: UUID) -> Member:
    """That person, signed in."""
    found = sign_in(person_id, device="Test browser", at=BEFORE)
    assert found is not None
    return found
