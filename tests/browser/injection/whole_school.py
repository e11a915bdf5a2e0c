"""A school with something behind every address, and what everybody may open in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection

from app.certificates.operations import Why, revoke
from app.certificates.queries import certificate_by_id
from app.courses.models import Revision
from app.courses.operations.cohorts import create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.people.member import Member
from app.people.operations import add_person, grant_role
from app.people.queries import person_by_id
from tests.browser.injection.reading import Reader
from tests.cast import FIRST_DAY, NOON, Cast, signed_in
from tests.curriculum.rich_course import RICH
from tests.house.records import make_records
from tests.house.test_permissions import TABLE, WHO

READERS: Final = ("trainee", "instructor", "coordinator", "author", "stranger")
NO_PAGES: Final = (
    *("web.asset", "web.health", "revision_sources.show", "images.show", "evidence.show"),
    *("training_papers.attestation", "training_papers.transcript"),
)


@dataclass
class School:
    """The school, and its addresses by reader."""

    app: Flask
    connection: Connection
    members: dict[str, Member | None]
    addresses: dict[str, list[str]]
    courses: list[Revision]

    def reader(self, name: str) -> Reader:
        """A browser's requests, signed in as that member."""
        client = Reader(self.app, self.app.response_class, use_cookies=True)
        member = self.members[name]
        if member is not None:
            with client.session_transaction() as session:
                session["_user_id"] = member.get_id()
                session["_fresh"] = True
        return client

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What happens in here is undone at its end."""
        db.session.commit()
        point = self.connection.begin_nested()
        yield
        db.session.rollback()
        point.rollback()
        db.session.expire_all()


def whole_school(app: Flask, cast: Cast, connection: Connection) -> School:
    """The cast's school, with a course that uses everything, and a head who may do everything."""
    records = vars(make_records(cast))
    why = Why("other", "For another reason.")
    revoke(certificate_by_id(records["certificate"]), why=why, by=cast.coordinator.id, at=NOON)
    rich, enrolment = _rich_course(cast)
    head = add_person("Hedda Head", email="hedda@school.example", language="en", by=None, at=NOON)
    grant_role(head, role="coordinator", site_id=None, by=None, at=NOON)
    rows = [row for row in TABLE if row.method == "GET" and row.endpoint not in NO_PAGES]
    addresses = {
        name: [row.address.format(**records) for row in rows if row.expected[WHO.index(name)] == "i"]
        for name in READERS
    }
    addresses["head"] = ["/", "/sites", "/sites/new", f"/sites/{cast.site_id}/edit", "/letters", "/people"]
    items = list(curriculum_of(rich.id).items)
    for reader, place in (("trainee", f"/enrolments/{enrolment}"), ("author", f"/revisions/{rich.id}")):
        addresses[reader] += [place, f"{place}/glossary", *(f"{place}/items/{item}" for item in items)]
    addresses["author"].append(f"/revisions/{rich.id}/coverage")
    courses = [rich, db.session.get_one(Revision, cast.revision_id)]
    return School(app, connection, {**cast.members, "head": signed_in(head.id)}, addresses, courses)


def _rich_course(cast: Cast) -> tuple[Revision, UUID]:
    sources = {path: text.encode() if isinstance(text, str) else text for path, text in RICH.items()}
    revision, _ = publish(sources, course_id="phone-repair", track_id="mobile", by=None, at=NOON)
    cohort = create_cohort(
        "Rich",
        site_id=cast.site_id,
        revision_id=revision.id,
        first_day=FIRST_DAY,
        instructor_ids=[cast.instructor.id],
        by=None,
        at=NOON,
    )
    return revision, enrol(person_by_id(cast.trainee.id), cohort_id=cohort.id, by=None, at=NOON).id
