"""A cohort of a course with a question of every type and a case: one trainee is in the middle of its quiz and
its case, one answered badly, solved the case, and ran it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from app.assessments.cases.operations import act_in, begin_run
from app.assessments.quizzes.operations import Given, deliver, hand_in, save_responses, start_attempt
from app.courses.facts import EnrolledItem
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.curriculum.model import Quiz
from app.demo.answers import wrong_answer
from app.people.models import Person
from app.people.operations import add_person, grant_role, set_password
from app.shared.clock import now
from app.shared.ids import new_id

FOLDER: Final = Path(__file__).parent.parent / "sampler" / "bench" / "every-question"
QUIZ: Final = "every-type"
CASE: Final = "drain-pump"
COHORT: Final = "Every question"
INSTRUCTOR, ASKED, ANSWERED = "Quentin Questionneur", "Samia Question", "Omar Réponse"
"""Who follows the cohort, whose attempt runs, and whose attempt is marked."""

SOLVED: Final = ("ask", "isolate", "filter-look", "pump-winding", "pump-open")
RUNS: Final[dict[str, list[tuple[str, ...]]]] = {
    ASKED: [("ask", "isolate", "filter-look")],
    ANSWERED: [SOLVED, ("isolate", "pump-supply", "filter-look")],
}
"""What each does in the case: the first is in the middle of it, the other solved it and ran it again, unsafely."""


def email_of(name: str) -> str:
    """The address that somebody of this cohort signs in with."""
    return f"{name.split()[0].lower()}.sampler@etabli.example"


def make_sampler(password_hash: str) -> None:
    """Publish the course, and make its cohort."""
    at = now()
    site = add_site("Sampler", time_zone="Europe/Paris", by=None, at=at)
    revision, _ = publish(
        read_course(FOLDER).sources, course_id=FOLDER.name, track_id=FOLDER.parent.name, by=None, at=at
    )
    instructor = _person(INSTRUCTOR, password_hash)
    grant_role(instructor, role="instructor", site_id=site.id, by=None, at=at)
    today = at.date()
    cohort = create_cohort(
        COHORT,
        site_id=site.id,
        revision_id=revision.id,
        first_day=today - timedelta(days=today.weekday()),
        instructor_ids=[instructor.id],
        by=None,
        at=at,
    )
    for name in (ASKED, ANSWERED):
        person = _person(name, password_hash)
        enrolment = enrol(person, cohort_id=cohort.id, by=None, at=at)
        enrolled = enrolment_facts(enrolment.id)
        _sit(EnrolledItem(enrolled, enrolled.curriculum.items[QUIZ]), closed=name == ANSWERED)
        before_case = EnrolledItem(enrolled, enrolled.curriculum.items[CASE])
        for acts in RUNS[name]:
            _run(before_case, acts)


def _person(name: str, password_hash: str) -> Person:
    person = add_person(name, email=email_of(name), language="en", by=None, at=now())
    set_password(person, password_hash=password_hash, by=None, at=now())
    return person


def _sit(found: EnrolledItem, *, closed: bool) -> None:
    assert isinstance(found.item, Quiz)
    by = found.enrolled.person_id
    attempt = start_attempt(found, attempt_id=new_id(), by=by, at=now())
    answers = {question.id: wrong_answer(question) for question in found.item.questions}
    if closed:
        answers |= {"swap": [0, 1, 3, 2], "readings": [0, 2, None], "connector": [1], "bottom": [0, 2]}
        hand_in(attempt, answers=answers, incomplete=True, by=by, at=now())
        deliver(attempt, given=_late(), at=now())
    else:
        some = {"swap": [3, 1, 2, 0], "readings": [0, None, None], "bottom": [2]}
        save_responses(attempt, answers=some, at=now())


def _late() -> list[Given]:
    """What a phone brings when it has network again."""
    answers = {"swap": [0, 1, 2, 3], "connector": [0], "number": "3,85"}
    device, age = new_id(), timedelta(minutes=1)
    return [Given(new_id(), name, answer, device, place, age) for place, (name, answer) in enumerate(answers.items())]


def _run(found: EnrolledItem, acts: Sequence[str]) -> None:
    by = found.enrolled.person_id
    record = begin_run(found, run_id=new_id(), by=by, at=now())
    for seen, act_id in enumerate(acts):
        act_in(record, act_id=act_id, choice_id=new_id(), seen=seen, by=by, at=now())
