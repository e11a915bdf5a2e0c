"""A course of which a key was wrong: one trainee was marked again by the right one; of another question it is still
to be withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from app.assessments.quizzes.operations import hand_in, start_attempt
from app.assessments.quizzes.operations.corrections import correct_question, mark_again
from app.assessments.quizzes.queries.corrections import waiting_lines
from app.assessments.quizzes.queries.keys import question_place
from app.courses.facts import EnrolledItem
from app.courses.operations.cohorts import add_site, create_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import publish
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.folder import read_course
from app.people.member import Member
from app.people.models import Person
from app.people.operations import add_person, set_password
from app.people.queries import person_by_email
from app.shared.clock import now
from app.shared.ids import new_id

FOLDER: Final = Path(__file__).parent.parent / "content" / "mobile" / "tiny-phone-repair"
ID: Final = "wrong-key"
SOURCE: Final = "week-01/80-safety-quiz.md"
QUIZ: Final = "safety-quiz"
TRAINEE: Final = "Renée Remarque"
EMAIL: Final = "renee.remarque@etabli.example"
CORRECTED, WRONG = "energy", "no-path"
ANSWERS: Final[dict[str, Any]] = {"strap-near-mains": [1], "energy": "20", "no-path": "infinite"}
KEYS: Final = (("= 19.25 ± 0.05 Wh", "= 20 ± 0.05 Wh"), ("= open circuit\n", "= open circuit\n= infinite\n"))


def correct_a_key(password_hash: str, author: str) -> None:
    """Publish the course, let the trainee sit its quiz, publish the right keys, and withdraw one of the wrong ones."""
    at = now()
    sources = dict(read_course(FOLDER).sources)
    sources["course.md"] = sources["course.md"].replace(b"Tiny phone repair\n", b"A wrong key\n")
    _sit(_published(sources), password_hash)
    quiz = sources[SOURCE].decode()
    for wrong, right in KEYS:
        quiz = quiz.replace(wrong, right)
    newer, by = _published(sources | {SOURCE: quiz.encode()}), _reading(author)
    place = question_place(by, revision_id=newer, item_id=QUIZ, question_id=CORRECTED)
    assert place is not None
    correct_question(place, correction_id=new_id(), reason="It was another cell.", by=by.id, at=at)
    for correction_id, attempt_id in waiting_lines():
        mark_again(correction_id, attempt_id, at=at)


def _published(sources: Mapping[str, bytes]) -> int:
    return publish(sources, course_id=ID, track_id=FOLDER.parent.name, by=None, at=now())[0].id


def _sit(revision_id: int, password_hash: str) -> None:
    at = now()
    person: Person = add_person(TRAINEE, email=EMAIL, language="en", by=None, at=at)
    set_password(person, password_hash=password_hash, by=None, at=at)
    cohort = create_cohort(
        "A wrong key",
        site_id=add_site("Clés", time_zone="Europe/Paris", by=None, at=at).id,
        revision_id=revision_id,
        first_day=at.date() - timedelta(days=at.date().weekday()),
        instructor_ids=[],
        by=None,
        at=at,
    )
    enrolled = enrolment_facts(enrol(person, cohort_id=cohort.id, by=None, at=at).id)
    found = EnrolledItem(enrolled, enrolled.curriculum.items[QUIZ])
    attempt = start_attempt(found, attempt_id=new_id(), by=person.id, at=at)
    hand_in(attempt, answers=ANSWERS, incomplete=True, by=person.id, at=at)


def _reading(email: str) -> Member:
    person = person_by_email(email)
    assert person is not None
    return Member(person.id, person.name, "en", new_id(), frozenset({("author", None)}))
