"""Sitting the cast's safety quiz: its answers, and variants of it with other rules."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from app.assessments.quizzes.models import Attempt, Mark
from app.assessments.quizzes.operations import hand_in, start_attempt
from app.courses.facts import EnrolledItem
from app.curriculum.folder import read_course
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.courses.followed import before

RIGHT: dict[str, Any] = {
    "strap-near-mains": [1],
    "bags": [0, 2],
    "energy": "19,25",
    "no-path": "Open circuit",
}
"""Five of five points."""
UNSAFE: dict[str, Any] = RIGHT | {"strap-near-mains": [0]}
"""Four of five points, but the safety question is wrong."""
COURSE = Path(__file__).parent.parent / "content" / "mobile" / "tiny-phone-repair"
SOURCE = "week-01/80-safety-quiz.md"


def begin(found: EnrolledItem, *, at: datetime = NOON) -> Attempt:
    """A new attempt of the trainee whose place this is."""
    return start_attempt(found, attempt_id=new_id(), by=found.enrolled.person_id, at=at)


def finish(attempt: Attempt, found: EnrolledItem, answers: dict[str, Any], *, at: datetime = NOON) -> Mark:
    """Hand the attempt in with these answers."""
    mark = hand_in(attempt, answers=answers, incomplete=True, by=found.enrolled.person_id, at=at)
    assert mark is not None
    return mark


def quiz_with(cast: Cast, **rules: str) -> EnrolledItem:
    """The trainee before a safety quiz without time limit, in whose front matter stand these rules too."""
    sources = dict(read_course(COURSE).sources)
    front = "".join(f"{key}: {value}\n" for key, value in rules.items())
    sources[SOURCE] = sources[SOURCE].replace(b"minutes: 10\n", front.encode())
    return before(cast, "safety-quiz", sources, course_id=COURSE.name)


def locked_quiz(cast: Cast) -> EnrolledItem:
    """The trainee before a second quiz that the safety quiz opens."""
    sources = dict(read_course(COURSE).sources)
    written = sources[SOURCE].decode().replace("gate: safety", "requires: [safety]")
    for name in RIGHT:
        written = written.replace(f"#{name} ", f"#{name}-again ")
    return before(
        cast, "battery-quiz", sources | {"week-02/80-battery-quiz.md": written.encode()}, course_id=COURSE.name
    )
