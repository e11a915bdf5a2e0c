"""Finding testimonies of witnesses: what was asked for, given, and decided."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import aliased

from app.assessments.practicals.models import BenchText, Testimony, TestimonyDecision, TestimonyRequest
from app.assessments.practicals.witnessing import (
    Account,
    Did,
    EnrolledTestimony,
    SeenTestimony,
    Witness,
    WitnessedWork,
    testimony_digest,
)
from app.courses.facts import EnrolledItem
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.queries.cohorts import followed_by, taught_by
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Practical
from app.db import db
from app.people.member import Member
from app.people.models import Person
from app.records.models import JournalEntry, JournalText

Statement: TypeAlias = Select[*tuple[Any, ...]]
MOST_SHOWN = 200
"""Requests on the page that lists them, the newest first. What is older stands with its practical."""

_witness, _words = aliased(BenchText), aliased(BenchText)
_trainee, _asker, _decider = aliased(Person), aliased(Person), aliased(Person)


def testimonies_for(member: Member) -> tuple[SeenTestimony, ...]:
    """What was asked for in the cohorts that the member follows, but for their own work, newest first. One query."""
    rows = db.session.execute(
        _requests()
        .where(followed_by(member), Enrolment.person_id != member.id)
        .order_by(TestimonyRequest.asked_at.desc(), TestimonyRequest.id)
        .limit(MOST_SHOWN)
    )
    return tuple(_seen(row, member.language) for row in rows)


def testimonies_to_decide(member: Member) -> ScalarSelect[int]:
    """How many of them were given and wait for a decision: a column for a statement that is asked anyway."""
    return (
        select(func.count())
        .select_from(Testimony)
        .join(TestimonyRequest, TestimonyRequest.id == Testimony.request_id)
        .join(Enrolment, Enrolment.id == TestimonyRequest.enrolment_id)
        .outerjoin(TestimonyDecision, TestimonyDecision.request_id == Testimony.request_id)
        .where(
            TestimonyDecision.request_id.is_(None),
            Enrolment.cohort_id.in_(taught_by(member)),
            Enrolment.person_id != member.id,
        )
        .scalar_subquery()
    )


def accepted_testimonies(found: EnrolledItem, *, language: str) -> tuple[SeenTestimony, ...]:
    """The testimonies on a trainee's work in a practical that an instructor accepted, newest first. One query."""
    rows = db.session.execute(
        _requests()
        .where(
            TestimonyRequest.enrolment_id == found.enrolled.id,
            TestimonyRequest.item_id.in_(found.item.names),
            TestimonyDecision.decision == "accepted",
        )
        .order_by(Testimony.given_at.desc(), TestimonyRequest.id)
    )
    return tuple(_seen(row, language) for row in rows)


def testimony_seen_by(member: Member, *, request_id: UUID) -> EnrolledTestimony | None:
    """That request, if the member follows the trainee's cohort. Two queries."""
    reason = (
        select(JournalText.text)
        .join(JournalEntry, JournalEntry.number == JournalText.entry_number)
        .where(JournalEntry.object_kind == "testimony", JournalEntry.object_id == str(request_id))
        .where(JournalEntry.act.in_(("testimony.accepted", "testimony.refused")))
        .limit(1)
        .scalar_subquery()
        .label("reason")
    )
    one = _requests().add_columns(reason).where(TestimonyRequest.id == request_id, followed_by(member))
    row = db.session.execute(one).one_or_none()
    if row is None:
        return None
    enrolled = enrolment_facts(row.TestimonyRequest.enrolment_id, language=member.language)
    return EnrolledTestimony(enrolled, _seen(row, member.language), row.reason or "")


def testimony_place(request_id: UUID) -> EnrolledTestimony:
    """That request, for operations that were allowed already. Two queries."""
    row = db.session.execute(_requests().where(TestimonyRequest.id == request_id)).one()
    return EnrolledTestimony(enrolment_facts(row.TestimonyRequest.enrolment_id), _seen(row, ""), "")


def request_with_code(code: str) -> TestimonyRequest | None:
    """The request whose link has that code, open or not. One query."""
    return db.session.scalar(select(TestimonyRequest).where(TestimonyRequest.code_digest == testimony_digest(code)))


def open_request(code: str, *, at: datetime, language: str) -> WitnessedWork | None:
    """What the witness with that link is asked about; None: there is no such link, it was used, or it expired. One
    query, two where there is one."""
    open_now = (
        TestimonyRequest.code_digest == testimony_digest(code),
        TestimonyRequest.expires_at > at,
        Testimony.request_id.is_(None),
    )
    row = db.session.execute(_requests().where(*open_now)).one_or_none()
    if row is None:
        return None
    seen = _seen(row, language)
    enrolled = enrolment_facts(seen.enrolment_id, language=language)
    return WitnessedWork(seen.id, enrolled, seen.practical, seen.witness, seen.asked_by, seen.expires_at)


def day_at_site(code: str, *, at: datetime) -> date | None:
    """The day that it is at the site of the trainee whom that link is about; None: there is no such link. One query."""
    time_zone = db.session.scalar(
        select(Site.time_zone)
        .join(Cohort, Cohort.site_id == Site.id)
        .join(Enrolment, Enrolment.cohort_id == Cohort.id)
        .join(TestimonyRequest, TestimonyRequest.enrolment_id == Enrolment.id)
        .where(TestimonyRequest.code_digest == testimony_digest(code))
    )
    return at.astimezone(ZoneInfo(time_zone)).date() if time_zone else None


def repeated_testimony(request_id: UUID) -> Account | None:
    """What was given already on that request. One query."""
    row = db.session.execute(_requests().where(TestimonyRequest.id == request_id)).one_or_none()
    return _account(row) if row else None


_SEEN = (
    TestimonyRequest,
    Testimony,
    TestimonyDecision,
    _witness.text.label("witness"),
    _words.text.label("words"),
    _trainee.name.label("trainee"),
    _asker.name.label("asked_by"),
    _decider.name.label("decided_by"),
    Cohort.name.label("cohort"),
    Site.time_zone,
    Revision.digest,
)


def _requests() -> Statement:
    return (
        select(*_SEEN)
        .select_from(TestimonyRequest)
        .join(Revision, Revision.id == TestimonyRequest.revision_id)
        .join(Enrolment, Enrolment.id == TestimonyRequest.enrolment_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Site, Site.id == Cohort.site_id)
        .join(_trainee, _trainee.id == Enrolment.person_id)
        .outerjoin(_asker, _asker.id == TestimonyRequest.asked_by)
        .outerjoin(Testimony, Testimony.request_id == TestimonyRequest.id)
        .outerjoin(TestimonyDecision, TestimonyDecision.request_id == TestimonyRequest.id)
        .outerjoin(_decider, _decider.id == TestimonyDecision.decided_by)
        .outerjoin(_witness, and_(_witness.kind == "witness", _witness.owner_id == TestimonyRequest.id))
        .outerjoin(_words, and_(_words.kind == "testimony", _words.owner_id == TestimonyRequest.id))
    )


def _seen(row: Row[*tuple[Any, ...]], language: str) -> SeenTestimony:
    asked, given, decision = row.TestimonyRequest, row.Testimony, row.TestimonyDecision
    practical = curriculum_by_digest(row.digest, asked.revision_id).in_language(language).items[asked.item_id]
    if not isinstance(practical, Practical):
        raise TypeError(f"request {asked.id} is about {asked.item_id}, which is no practical")
    return SeenTestimony(
        id=asked.id,
        enrolment_id=asked.enrolment_id,
        trainee=row.trainee,
        cohort=row.cohort,
        time_zone=row.time_zone,
        practical=practical,
        witness=Witness.of(row.witness),
        asked_by=row.asked_by or "",
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        account=_account(row),
        given_at=given.given_at if given else None,
        decision=decision.decision if decision else None,
        decided_by=row.decided_by or "",
        decided_at=decision.decided_at if decision else None,
    )


def _account(row: Row[*tuple[Any, ...]]) -> Account | None:
    given = row.Testimony
    if given is None:
        return None
    did: Did = given.did
    return Account(given.worked_on, given.device_brand, given.device_model, did, row.words or "")
