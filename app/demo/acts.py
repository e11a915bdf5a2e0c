"""What a trainee of the demonstration school does with one item, as timed acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.operations import acknowledge, declare_ready, sign_off
from app.assessments.practicals.photos import clean, keep
from app.assessments.practicals.queries import sign_off_seen_by
from app.assessments.quizzes.operations import hand_in, save_responses, start_attempt
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.operations.enrolments import declare_lesson_done
from app.curriculum.model import Item, Lesson, Practical, Question, Quiz
from app.demo.pictures import bench_photo
from app.people.member import Member

NAMESPACE = UUID("5a1c9d0e-6d0b-4f0c-9b53-0d5e7ab1c0de")
DEVICES = (("Exemplia", "One"), ("Modelo", "M2"), ("Fictia", "Pro 6"))
QUIZ_TAKES = timedelta(minutes=9)
NOT_SIGNED_IN = UUID(int=0)
ASSESSING_TAKES = timedelta(minutes=25)


@dataclass(frozen=True)
class Act:
    """Something that happens at a moment."""

    at: datetime
    do: Callable[[datetime], object]


@dataclass(frozen=True)
class Doer:
    """A trainee before one item, and who assesses them."""

    enrolled: Enrolled
    item: Item
    instructor_id: UUID

    @property
    def found(self) -> EnrolledItem:
        """The trainee before the item, as operations want it."""
        return EnrolledItem(self.enrolled, self.item)

    def id(self, what: str) -> UUID:
        """An id that is the same whenever the school is made for the same enrolment."""
        return uuid5(NAMESPACE, f"{self.enrolled.id}/{self.item.id}/{what}")


def completing(doer: Doer, at: datetime) -> Iterator[Act]:
    """All that it takes to complete the item, from `at` on."""
    match doer.item:
        case Lesson():
            yield Act(at, lambda now: declare_lesson_done(doer.found, by=doer.enrolled.person_id, at=now))
        case Quiz():
            yield from quiz(doer, at, right=True)
        case Practical():
            yield ready(doer, at, "first")
            yield Act(at + timedelta(hours=1), partial(_assess, doer, "first", True))
            yield Act(at + timedelta(minutes=90), partial(_acknowledge, doer, "first"))


def quiz(doer: Doer, at: datetime, *, right: bool, finished: bool = True) -> Iterator[Act]:
    """An attempt at a quiz with right or wrong answers, handed in or left open."""
    yield Act(at, partial(_answer, doer, right))
    if finished:
        yield Act(at + QUIZ_TAKES, partial(_hand_in, doer))


def ready(doer: Doer, at: datetime, which: str) -> Act:
    """Declaring ready for a practical."""
    readiness_id = doer.id(f"readiness {which}")
    return Act(
        at,
        lambda now: declare_ready(doer.found, readiness_id=readiness_id, by=doer.enrolled.person_id, at=now),
    )


def not_yet(doer: Doer, at: datetime) -> Iterator[Act]:
    """Being assessed as not yet competent."""
    yield ready(doer, at, "early")
    yield Act(at + timedelta(hours=2), partial(_assess, doer, "early", False))


def _answer(doer: Doer, right: bool, now: datetime) -> None:
    attempt = start_attempt(doer.found, attempt_id=doer.id("attempt"), by=doer.enrolled.person_id, at=now)
    assert isinstance(doer.item, Quiz)  # noqa: S101 - only quizzes come here
    asked = [doer.item.by_id[each["question"]] for each in attempt.asked]
    for number, question in enumerate(asked):
        # Half of the answers of somebody who fails are right all the same.
        answer = right_answer(question) if right or number % 2 else wrong_answer(question)
        save_responses(attempt, answers={question.id: answer}, at=now + timedelta(seconds=30 * number))


def _hand_in(doer: Doer, now: datetime) -> None:
    attempt = start_attempt(doer.found, attempt_id=doer.id("attempt"), by=doer.enrolled.person_id, at=now)
    hand_in(attempt, answers={}, incomplete=True, by=doer.enrolled.person_id, at=now)


def _assess(doer: Doer, which: str, competent: bool, now: datetime) -> None:
    practical = doer.item
    assert isinstance(practical, Practical)  # noqa: S101 - only practicals come here
    brand, model = DEVICES[doer.enrolled.id.int % len(DEVICES)]
    judgement = Judgement(
        levels={
            criterion.id: _level(len(criterion.levels), position, competent)
            for position, criterion in enumerate(practical.criteria)
        },
        device_brand=brand,
        device_model=model,
        not_yet=False,
        remark="" if competent else "You know the order. Check each value aloud before you go on, then show it again.",
    )
    photos = keep([clean(bench_photo(doer.enrolled.name))]) if practical.photos else ()
    sign_off(
        doer.found,
        sign_off_id=doer.id(f"sign-off {which}"),
        by=doer.instructor_id,
        at=now,
        begun_at=now - ASSESSING_TAKES,
        judgement=judgement,
        photos=photos,
    )


def _acknowledge(doer: Doer, which: str, now: datetime) -> None:
    trainee = Member(doer.enrolled.person_id, doer.enrolled.name, "fr", NOT_SIGNED_IN, frozenset())
    seen = sign_off_seen_by(trainee, sign_off_id=doer.id(f"sign-off {which}"))
    if seen is None:
        raise LookupError("a trainee sees their own sign-off")
    acknowledge(seen, by=doer.enrolled.person_id, at=now)


def _level(levels: int, position: int, competent: bool) -> int:
    best = max(levels - 1, 1)
    if competent:
        return best - 1 if levels > 2 and position % 3 == 1 else best
    return 0 if position == 0 else max(best - 1, 0)


def right_answer(question: Question) -> Any:
    """An answer that earns full marks."""
    if question.options:
        return [position for position, option in enumerate(question.options) if option.right]
    return str(question.numeric.value) if question.numeric else question.accepted[0]


def wrong_answer(question: Question) -> Any:
    """An answer that earns nothing."""
    if question.options:
        return [next(position for position, option in enumerate(question.options) if not option.right)]
    return "-1" if question.numeric else "?"
