"""Finding enrolments, and what they have behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    bindparam,
    cast,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from app.courses.facts import CohortFacts, Done, Enrolled, EnrolledItem, Kept, PracticeQuestion
from app.courses.models import (
    Cohort,
    CohortInstructor,
    Completion,
    DueDate,
    Enrolment,
    GateDecision,
    Revision,
    Site,
)
from app.courses.progress import asked_no_more, kept_of
from app.courses.queries.cohorts import COHORT_COLUMNS, facts_of, followed_by
from app.courses.queries.revisions import curriculum_by_digest
from app.courses.queries.safety_duties import first_unread
from app.curriculum.model import Curriculum, Item, Lesson
from app.db import db
from app.people.member import Member
from app.people.models import Person


def enrolled(member: Member, *, enrolment_id: UUID) -> Enrolled | None:
    """That enrolment, if it is the member's own or in a cohort that they follow. One query."""
    if not member.is_staff:
        own = {"enrolment_id": enrolment_id, "person_id": member.id}
        return next(iter(_found(_OWN, own, member.language)), None)
    visible = or_(Enrolment.person_id == member.id, followed_by(member))
    seen = _enrolments().where(Enrolment.id == enrolment_id, visible)
    return next(iter(_found(seen, language=member.language)), None)


def enrolled_item(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """That item before that enrolment, seen by the same people, also by a former id: an address that was kept leads
    on. One query."""
    found = enrolled(member, enrolment_id=enrolment_id)
    item = found.curriculum.item_called(item_id) if found else None
    return EnrolledItem(found, item) if found and item else None


def enrolled_lesson(member: Member, *, enrolment_id: UUID, item_id: str) -> EnrolledItem | None:
    """The same for lessons only. One query."""
    found = enrolled_item(member, enrolment_id=enrolment_id, item_id=item_id)
    return found if found and isinstance(found.item, Lesson) else None


def practice_question(member: Member, *, enrolment_id: UUID, item_id: str, question_id: str) -> PracticeQuestion | None:
    """That practice question of that lesson, seen by the same people. One query."""
    found = enrolled_lesson(member, enrolment_id=enrolment_id, item_id=item_id)
    question = found.item.checks.get(question_id) if found else None
    return PracticeQuestion(found, question) if found and question else None


def enrolments_of(member: Member) -> tuple[Enrolled, ...]:
    """The member's own enrolments, the newest cohort first. One query."""
    return _found(_ALL_OWN, {"person_id": member.id}, member.language)


def enrolment_facts(enrolment_id: UUID, *, language: str = "") -> Enrolled:
    """That enrolment, for operations that were allowed already; for pages in that `language`. One query."""
    return _found(_enrolments().where(Enrolment.id == enrolment_id), language=language)[0]


def enrolments_in(cohort: CohortFacts) -> tuple[Enrolled, ...]:
    """Everybody in the cohort, by name. One query."""
    return enrolments_in_each([cohort])


def enrolments_in_each(cohorts: Sequence[CohortFacts]) -> tuple[Enrolled, ...]:
    """Everybody in these cohorts, by name. One query."""
    by_id = {cohort.id: cohort for cohort in cohorts}
    rows = db.session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            Enrolment.cohort_id,
            Enrolment.person_id,
            Enrolment.enrolled_at,
            Enrolment.withdrawn_at,
            Person.name.label("trainee"),
            first_unread(_enrolment.id).label("unread"),
            Enrolment.followed,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.cohort_id.in_(list(by_id)))
        .order_by(Person.name, Enrolment.id)
    )
    return tuple(_place(row, by_id[row.cohort_id]) for row in rows)


def done_by(place: Enrolled) -> Done:
    """What one enrolment has behind it. One query."""
    return done_by_each([place])[place.id]


def done_by_each(places: Collection[Enrolled]) -> dict[UUID, Done]:
    """The same for many enrolments. One query, however many they are.

    What was completed before an item was renamed counts for it, the first time of all.
    """
    found = {place.id: Done({}, {}) for place in places}
    called_now = {place.id: place.curriculum.called_now for place in places}
    for enrolment_id, key, decision, due_on, at, sort in db.session.execute(_DONE, {"ids": list(found)}):
        done = found[enrolment_id]
        if sort == _COMPLETED:
            done.completions.setdefault(called_now[enrolment_id](key), at)
        elif sort == _DECIDED:
            done.gates[key] = decision
        else:
            done.due[key] = due_on
    for enrolment_id, kept in kept_by_each(places, {each: done.completions for each, done in found.items()}).items():
        found[enrolment_id].kept.update(kept)
    return found


def kept_by_each(
    places: Iterable[Enrolled], completions: Mapping[UUID, Mapping[str, datetime]]
) -> dict[UUID, dict[str, Kept]]:
    """What counts on for these enrolments although their cohorts' revisions ask for it no more; `completions`: times
    by enrolment and the ids that items have now. No query where the process knows the revisions already."""
    return {
        place.id: kept_of(place.curriculum, _asked_no_more(place), completions[place.id])
        for place in places
        if place.followed and place.id in completions
    }


# Of each curriculum and what was followed before it, which never change either.
_no_more: dict[tuple[int, tuple[tuple[int, str], ...]], tuple[Curriculum, tuple[Item, ...]]] = {}


def _asked_no_more(place: Enrolled) -> tuple[Item, ...]:
    """What counted once and doesn't any more for that place, from memory after the first time."""
    line, present = (place.cohort.revision_id, place.followed), place.curriculum.base
    known = _no_more.get(line)
    if known is None or known[0] is not present:
        former = [curriculum_by_digest(digest, revision_id) for revision_id, digest in reversed(place.followed)]
        known = _no_more[line] = (present, asked_no_more(present, former=former))
    return known[1]


# Columns of tables, not of models: what is asked at every request is spared the ORM's part of the work.
_person, _enrolment = Person.__table__.c, Enrolment.__table__.c
_completion, _decision, _due = Completion.__table__.c, GateDecision.__table__.c, DueDate.__table__.c
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_COMPLETED, _DECIDED, _DUE_FOR_ALL, _DUE_FOR_ONE = range(4)


def _sort(number: int) -> ColumnElement[int]:
    return literal_column(str(number), Integer).label("sort")


# One statement, so that the page which is read most often asks the database once less. The last row counts:
# decisions on a gate come in the order in which they were made, dates for one after those for all. NULL is cast
# since PostgreSQL takes it for text otherwise.
_DONE: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(
        _completion.enrolment_id,
        _completion.item_id.label("key"),
        null().label("decision"),
        cast(null(), Date).label("due_on"),
        _completion.completed_at.label("at"),
        _sort(_COMPLETED),
    ).where(_completion.enrolment_id.in_(_IDS)),
    select(
        _decision.enrolment_id,
        _decision.gate,
        _decision.decision,
        cast(null(), Date),
        _decision.decided_at,
        _sort(_DECIDED),
    ).where(_decision.enrolment_id.in_(_IDS)),
    select(_enrolment.id, _due.item_id, null(), _due.due_on, _due.set_at, _sort(_DUE_FOR_ALL))
    .select_from(DueDate.__table__.join(Enrolment.__table__, _enrolment.cohort_id == _due.cohort_id))
    .where(_enrolment.id.in_(_IDS), _due.enrolment_id.is_(None)),
    select(_due.enrolment_id, _due.item_id, null(), _due.due_on, _due.set_at, _sort(_DUE_FOR_ONE)).where(
        _due.enrolment_id.in_(_IDS)
    ),
).order_by("sort", "at")


def _enrolments() -> Select[*tuple[Any, ...]]:
    cohort, site, revision, instructor = (model.__table__ for model in (Cohort, Site, Revision, CohortInstructor))
    return (
        select(
            _enrolment.id.label("enrolment_id"),
            _enrolment.person_id,
            _enrolment.enrolled_at,
            _enrolment.withdrawn_at,
            _person.name.label("trainee"),
            first_unread(_enrolment.id).label("unread"),
            _enrolment.followed,
            *COHORT_COLUMNS,
        )
        .select_from(Enrolment.__table__)
        .join(Person.__table__, _person.id == _enrolment.person_id)
        .join(cohort, cohort.c.id == _enrolment.cohort_id)
        .join(site, site.c.id == cohort.c.site_id)
        .join(revision, revision.c.id == cohort.c.revision_id)
        .outerjoin(instructor, instructor.c.cohort_id == cohort.c.id)
        .order_by(cohort.c.first_day.desc(), _enrolment.id)
    )


def _found(
    statement: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None, language: str = ""
) -> tuple[Enrolled, ...]:
    grouped = groupby(db.session.execute(statement, values).all(), key=lambda row: row.enrolment_id)
    return tuple(_facts(list(rows), language) for _, rows in grouped)


def _facts(rows: list[Any], language: str) -> Enrolled:
    return _place(rows[0], facts_of(rows, language))


def _place(row: Any, cohort: CohortFacts) -> Enrolled:
    followed = tuple((revision_id, digest) for revision_id, digest in row.followed)
    whose = row.enrolment_id, row.person_id, row.trainee
    return Enrolled(*whose, cohort, row.enrolled_at, row.withdrawn_at, row.unread, followed)


# Trainees' requests are the many: they are spared the look at who teaches and coordinates, and the building
# of this statement, which takes longer than its execution.
_ALL_OWN = _enrolments().where(_enrolment.person_id == bindparam("person_id"))
_OWN = _ALL_OWN.where(_enrolment.id == bindparam("enrolment_id"))
