"""What a trainee of the demonstration school does with one item, as timed acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID, uuid5

from app.assessments.cases.operations import act_in, begin_run
from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.operations import acknowledge, declare_ready, sign_off
from app.assessments.practicals.queries import sign_off_seen_by
from app.assessments.quizzes.operations import hand_in, save_responses, start_attempt
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.operations.enrolments import declare_lesson_done
from app.curriculum.model import Case, Item, Lesson, Practical, Quiz
from app.demo.agenda import Act
from app.demo.answers import Story, answers
from app.demo.judging import judged
from app.demo.pictures import Gallery
from app.people.member import Member

NAMESPACE = UUID("5a1c9d0e-6d0b-4f0c-9b53-0d5e7ab1c0de")
QUIZ_TAKES = timedelta(minutes=12)
"""Longer than all the questions of a quiz together."""
SHORTEST, LONGEST, USUAL = 8, 40, 15
"""Seconds that a question takes."""
A_TEST_TAKES = timedelta(minutes=1)
NOT_SIGNED_IN = UUID(int=0)
WAIT, ASSESSING_TAKES, SEEN_AFTER = timedelta(hours=1), timedelta(minutes=25), timedelta(minutes=90)
STORIES: tuple[Story, ...] = ("passed",) * 13 + ("points",) * 4 + ("critical",) * 3
"""How a first attempt at a quiz ends, of twenty."""
CASES_MISSED = 0.25
"""By an unsafe act, in the first run."""
PRACTICALS_MISSED = 0.2
"""At the first assessment."""
INSTRUCTOR_BUSY = 0.3
SLOTS_A_DAY = 4


@dataclass(frozen=True)
class Doer:
    """A trainee before one item, who assesses them, and the photos that are taken."""

    enrolled: Enrolled
    item: Item
    assessor_id: UUID
    gallery: Gallery
    chance: Random

    @property
    def found(self) -> EnrolledItem:
        """The trainee before the item, as operations want it."""
        return EnrolledItem(self.enrolled, self.item)

    def id(self, what: str) -> UUID:
        """An id that is the same whenever the school is made for the same enrolment."""
        return uuid5(NAMESPACE, f"{self.enrolled.id}/{self.item.id}/{what}")


def completing(doer: Doer, slots: Sequence[datetime]) -> Iterator[Act]:
    """All that it takes to complete the item within these slots; with two or more not always at once."""
    match doer.item:
        case Lesson():
            yield Act(slots[0], lambda now: declare_lesson_done(doer.found, by=doer.enrolled.person_id, at=now))
        case Quiz():
            story = doer.chance.choice(STORIES)
            if story != "passed" and len(slots) > 1:
                yield from quiz(doer, slots[0], story, number=1)
            yield from quiz(doer, slots[-1], "passed", number=2)
        case Case() as found:
            if doer.chance.random() < CASES_MISSED and len(slots) > 1:
                yield Act(slots[0], partial(_run, doer, 1, _stopped(found)))
            yield Act(slots[-1], partial(_run, doer, 2, (*found.shortest_way, found.cause.id)))
        case Practical():
            if doer.chance.random() < PRACTICALS_MISSED and len(slots) > 1:
                yield from not_yet(doer, slots[0], seen=True)
            yield from competent(doer, slots)


def quiz(doer: Doer, at: datetime, story: Story, *, number: int = 1, finished: bool = True) -> Iterator[Act]:
    """An attempt at a quiz that ends as `story` says, handed in or left open."""
    yield Act(at, partial(_answer, doer, story, number))
    if finished:
        yield Act(at + QUIZ_TAKES, partial(_hand_in, doer, number))


def paced(attempt_id: UUID, *, since: datetime) -> Iterator[datetime]:
    """When one answer after the other was given in an attempt that began then; without an end."""
    pace = Random(str(attempt_id))  # noqa: S311 - the same each time is what it is for
    while True:
        since += timedelta(seconds=pace.triangular(SHORTEST, LONGEST, USUAL))
        yield since


def case(doer: Doer, at: datetime) -> Act:
    """Being in the middle of a case: half of the shortest way is gone."""
    found = doer.item
    assert isinstance(found, Case)  # noqa: S101 - only cases come here
    return Act(at, partial(_run, doer, 1, found.shortest_way[: len(found.shortest_way) // 2]))


def ready(doer: Doer, at: datetime, which: str) -> Act:
    """Declaring ready for a practical."""
    readiness_id = doer.id(f"readiness {which}")
    return Act(
        at,
        lambda now: declare_ready(doer.found, readiness_id=readiness_id, by=doer.enrolled.person_id, at=now),
    )


def not_yet(doer: Doer, at: datetime, *, seen: bool, words: str = "") -> Iterator[Act]:
    """Being assessed as not yet competent, and signing it, or not yet; with `words`, why one doesn't agree."""
    yield from _assessment(doer, at, "early", assessed_at=at + WAIT, competent=False)
    if seen:
        yield Act(at + SEEN_AFTER, partial(_acknowledge, doer, "early", words=words))


def competent(doer: Doer, slots: Sequence[datetime]) -> Iterator[Act]:
    """Being signed off in the last of these slots; where there are many, sometimes after waiting for a day."""
    waited = len(slots) >= SLOTS_A_DAY and doer.chance.random() < INSTRUCTOR_BUSY
    since = slots[-SLOTS_A_DAY] if waited else slots[-1]
    yield from _assessment(doer, since, "first", assessed_at=slots[-1] + WAIT, competent=True)
    yield Act(slots[-1] + SEEN_AFTER, partial(_acknowledge, doer, "first"))


def _assessment(doer: Doer, at: datetime, which: str, *, assessed_at: datetime, competent: bool) -> Iterator[Act]:
    yield ready(doer, at, which)
    yield Act(assessed_at, partial(_assess, doer, which, competent))


def _answer(doer: Doer, story: Story, number: int, now: datetime) -> None:
    quiz = doer.item
    assert isinstance(quiz, Quiz)  # noqa: S101 - only quizzes come here
    attempt = start_attempt(doer.found, attempt_id=doer.id(f"attempt {number}"), by=doer.enrolled.person_id, at=now)
    asked = [quiz.by_id[each["question"]] for each in attempt.asked]
    given = answers(asked, story, pass_percent=quiz.pass_percent, chance=doer.chance)
    for (question_id, answer), then in zip(given.items(), paced(attempt.id, since=now), strict=False):
        save_responses(attempt, answers={question_id: answer}, at=then)


def _hand_in(doer: Doer, number: int, now: datetime) -> None:
    attempt = start_attempt(doer.found, attempt_id=doer.id(f"attempt {number}"), by=doer.enrolled.person_id, at=now)
    hand_in(attempt, answers={}, incomplete=True, by=doer.enrolled.person_id, at=now)


def _stopped(case: Case) -> tuple[str, ...]:
    """A run that ends with something that is never done."""
    unsafe = next((test.id for test in case.tests if test.forbidden and not test.after), None)
    return (unsafe,) if unsafe else (case.cause.id,)


def _run(doer: Doer, number: int, acts: Sequence[str], now: datetime) -> None:
    """A run with these acts."""
    record = begin_run(doer.found, run_id=doer.id(f"run {number}"), by=doer.enrolled.person_id, at=now)
    for seen, act_id in enumerate(acts):
        at = now + (seen + 1) * A_TEST_TAKES
        choice_id = doer.id(f"act {number}.{seen}")
        act_in(record, act_id=act_id, choice_id=choice_id, seen=seen, by=doer.enrolled.person_id, at=at)


def _assess(doer: Doer, which: str, competent: bool, now: datetime) -> None:
    practical = doer.item
    assert isinstance(practical, Practical)  # noqa: S101 - only practicals come here
    judgement: Judgement = judged(practical, doer.enrolled.curriculum.track.id, competent=competent, chance=doer.chance)
    sign_off(
        doer.found,
        sign_off_id=doer.id(f"sign-off {which}"),
        by=doer.assessor_id,
        at=now,
        begun_at=now - ASSESSING_TAKES,
        judgement=judgement,
        photos=doer.gallery.some(doer.enrolled.curriculum.track.id, practical.photos, doer.chance),
    )


def _acknowledge(doer: Doer, which: str, now: datetime, *, words: str = "") -> None:
    trainee = Member(doer.enrolled.person_id, doer.enrolled.name, "fr", NOT_SIGNED_IN, frozenset())
    seen = sign_off_seen_by(trainee, sign_off_id=doer.id(f"sign-off {which}"))
    if seen is None:
        raise LookupError("a trainee sees their own sign-off")
    acknowledge(seen, by=doer.enrolled.person_id, at=now, agrees=not words, words=words)
