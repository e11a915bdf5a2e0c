"""Making the preview's own school, in which one trainee is in every course, and bringing it up to date.

It lives in a database that is thrown away afterwards, and everything in it is made as everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from app.assessments.cases.models import CaseAct, CaseRun
from app.assessments.quizzes.drawing import as_record
from app.assessments.quizzes.models import Attempt
from app.assessments.quizzes.operations import asked_in, save_responses
from app.assessments.quizzes.timing import deadline_for, is_over
from app.courses.models import Cohort, Enrolment, Revision
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.gates import open_gate
from app.courses.operations.revisions import add_revision
from app.courses.queries.revisions import curriculum_of
from app.curriculum.checking import CompiledCourse
from app.curriculum.model import Case, Curriculum, Quiz
from app.db import db
from app.people.member import Member
from app.people.operations import add_person, grant_role, sign_in
from app.people.queries import person_by_id
from app.preview.editions import Edition


@dataclass(frozen=True)
class Names:
    """What the preview calls its school's people and places, in the author's language."""

    trainee: str
    author: str
    cohort: str
    site: str


@dataclass
class School:
    """Who is in the preview's school."""

    names: Names
    site_id: UUID
    author: Member
    """Reads everything with its answers."""
    trainee: Member
    """Whose pages are shown. Another one, when everything is begun anew."""
    turn: int = 0
    """How many trainees there were before."""
    former: dict[UUID, str] = field(default_factory=dict)
    """The course in which each of them had a place."""


def open_school(names: Names, *, language: str, time_zone: str, at: datetime) -> School:
    """The school, still without courses."""
    site = add_site(names.site, time_zone=time_zone, by=None, at=at)
    author = _signed_in(names.author, language=language, at=at)
    grant_role(person_by_id(author.id), role="author", site_id=None, by=None, at=at)
    return School(names, site.id, author, _signed_in(names.trainee, language=language, at=at))


def renew(before: Edition | None, made: CompiledCourse, school: School, *, at: datetime) -> Edition:
    """The edition that comes after `before`: with errors in it the course stays as it was shown."""
    if made.curriculum is None:
        return replace(before, checked=made.checked) if before else Edition(made.checked)
    revision = add_revision(made.sources, made.curriculum, by=None, at=at)
    if before is not None and before.enrolment_id is not None:
        place = before.enrolment_id
        _move(place, revision, made.curriculum, at=at)
    else:
        place = _first_place(made, revision, school, at=at)
    _open_gates(place, made.curriculum, at=at)
    return Edition(made.checked, place, revision.id)


def begin_anew(editions: Iterable[Edition], school: School, *, at: datetime) -> dict[str, Edition]:
    """Let a new trainee read the courses, who has done nothing yet; returns the editions, by name."""
    school.turn += 1
    language = person_by_id(school.trainee.id).language
    school.trainee = _signed_in(school.names.trainee, language=language, at=at)
    begun = {}
    for edition in editions:
        if edition.enrolment_id is not None and edition.revision_id is not None:
            place = _enrol(edition.name, _cohort_with(edition.enrolment_id).id, school, at=at)
            _open_gates(place, curriculum_of(edition.revision_id), at=at)
            school.former[edition.enrolment_id] = edition.name
            begun[edition.name] = replace(edition, enrolment_id=place)
    return begun


def _signed_in(name: str, *, language: str, at: datetime) -> Member:
    person = add_person(name, email=None, language=language, by=None, at=at)
    member = sign_in(person.id, device="", at=at)
    if member is None:
        raise LookupError(f"{name} was deactivated while being added")
    return member


def _first_place(made: CompiledCourse, revision: Revision, school: School, *, at: datetime) -> UUID:
    today = at.date()
    cohort = create_cohort(
        f"{school.names.cohort}: {made.checked.name}",
        site_id=school.site_id,
        revision_id=revision.id,
        first_day=today - timedelta(days=today.weekday()),
        instructor_ids=(),
        by=None,
        at=at,
    )
    return _enrol(made.checked.name, cohort.id, school, at=at)


def _enrol(name: str, cohort_id: UUID, school: School, *, at: datetime) -> UUID:
    # The same place in each run of the preview: a page that was left open goes on when it is started again.
    place = uuid5(NAMESPACE_URL, f"{name}/{school.turn}")
    enrol(person_by_id(school.trainee.id), cohort_id=cohort_id, by=None, at=at, enrolment_id=place)
    return place


def _cohort_with(enrolment_id: UUID) -> Cohort:
    joined = select(Cohort).join(Enrolment, Enrolment.cohort_id == Cohort.id)
    return db.session.scalars(joined.where(Enrolment.id == enrolment_id)).one()


def _open_gates(enrolment_id: UUID, curriculum: Curriculum, *, at: datetime) -> None:
    """So that nothing is locked for whoever wants to read it."""
    for gate in curriculum.openers:
        open_gate(enrolment_id, gate=gate, at=at)


def _move(enrolment_id: UUID, revision: Revision, curriculum: Curriculum, *, at: datetime) -> None:
    """Let the cohort follow the revision, and what runs be of it too: their pages shall show what was saved."""
    _cohort_with(enrolment_id).revision_id = revision.id
    attempts = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.closed_at.is_(None))
    for attempt in db.session.scalars(attempts):
        quiz = curriculum.item_called(attempt.item_id)
        if isinstance(quiz, Quiz) and not is_over(attempt.deadline, at):
            _move_attempt(attempt, revision, quiz, at=at)
    runs = select(CaseRun).where(CaseRun.enrolment_id == enrolment_id, CaseRun.ended_at.is_(None))
    for run in db.session.scalars(runs):
        case = curriculum.item_called(run.item_id)
        done = db.session.scalars(select(CaseAct.act_id).where(CaseAct.run_id == run.id))
        if isinstance(case, Case) and set(done) <= case.tests_by_id.keys():
            run.revision_id = revision.id
    db.session.flush()


def _move_attempt(attempt: Attempt, revision: Revision, quiz: Quiz, *, at: datetime) -> None:
    """What was answered to questions that are others now is taken back."""
    asked = asked_in(quiz, attempt.id)
    before = {each["question"]: each["digest"] for each in attempt.asked}
    attempt.revision_id, attempt.asked = revision.id, as_record(asked)
    attempt.deadline = deadline_for(quiz, started_at=attempt.started_at)
    others = [each.question.id for each in asked if each.question.digest != before.get(each.question.id)]
    if not is_over(attempt.deadline, at):
        save_responses(attempt, answers=dict.fromkeys(others), at=at)
