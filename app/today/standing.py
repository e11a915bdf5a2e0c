"""Where a trainee stands: progress, quizzes and practicals seen together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

from app.assessments.practicals.facts import PracticalState
from app.assessments.quizzes.queries import QuizState
from app.certificates.queries import IssuedCertificate
from app.courses.facts import Done, Enrolled
from app.courses.progress import ItemProgress, Progress, WeekProgress, progress_of
from app.curriculum.model import Item, Quiz

State = Literal["done", "ready", "running", "not_yet", "locked", "late", "open"]


class SatQuiz(Protocol):
    """What the state of a quiz depends on, or that of a case, whose runs are its attempts."""

    @property
    def running_id(self) -> UUID | None:
        """The attempt under way."""

    @property
    def attempts(self) -> int:
        """How many were begun."""

    @property
    def passed(self) -> bool:
        """Whether one of them was passed."""


class JudgedPractical(Protocol):
    """What a practical's state depends on."""

    @property
    def ready_since(self) -> datetime | None:
        """Since when the trainee waits to be assessed."""

    @property
    def outcome(self) -> str | None:
        """Of the last sign-off."""


@dataclass(frozen=True)
class ItemStanding:
    """One item as the trainee and the instructor see it."""

    progress: ItemProgress
    week: WeekProgress
    state: State
    quiz: QuizState | None
    practical: PracticalState | None

    @property
    def item(self) -> Item:
        """The item itself."""
        return self.progress.item

    @property
    def waits_for_instructor(self) -> bool:
        """Whether the trainee declared ready and nobody has assessed them since."""
        return self.state == "ready"

    @property
    def waits_for_trainee(self) -> bool:
        """Whether there is an outcome that the trainee hasn't acknowledged."""
        return bool(self.practical and self.practical.last_sign_off_id and not self.practical.acknowledged)


@dataclass(frozen=True)
class Standing:
    """A trainee's whole course on one day."""

    enrolled: Enrolled
    progress: Progress
    items: tuple[ItemStanding, ...]
    certificate: IssuedCertificate | None
    today: date
    """At their site."""

    @property
    def next(self) -> ItemStanding | None:
        """What to do next: a running quiz first, then the first item that isn't done, waiting or locked.

        Where the trainee is gone or the cohort is closed, a running quiz is all that can still be handed in.
        """
        running = (each for each in self.items if each.state == "running")
        todo = ("late", "open", "not_yet") if self.enrolled.active else ()
        doable = (each for each in self.items if each.state in todo)
        return next(running, None) or next(doable, None)

    @property
    def ready(self) -> tuple[ItemStanding, ...]:
        """What waits for an instructor, as long as anything can be done."""
        return tuple(each for each in self.items if each.waits_for_instructor and self.enrolled.active)

    @property
    def outcomes(self) -> tuple[ItemStanding, ...]:
        """What waits for the trainee's acknowledgement."""
        return tuple(each for each in self.items if each.waits_for_trainee)

    @property
    def late(self) -> tuple[ItemStanding, ...]:
        """What was due and isn't done, unless it waits for an instructor, or nothing can be done any more."""
        return tuple(
            each
            for each in self.items
            if each.progress.late and each.state not in ("done", "ready") and self.enrolled.active
        )

    @property
    def behind(self) -> tuple[ItemStanding, ...]:
        """What is late of all that fell due since the trainee joined: what was over by then they only catch up."""
        return tuple(each for each in self.late if each.progress.due_on >= self.enrolled.joined_on)

    @property
    def back_today(self) -> int:
        """How many safety questions that were missed wait to be answered again, unless their quiz is being taken or
        nothing can be done any more."""
        if not self.enrolled.active:
            return 0
        taken = ((each.item, each.quiz) for each in self.items if each.quiz and not each.quiz.running_id)
        return sum(
            day <= self.today
            for item, quiz in taken
            for question_id, day in quiz.coming_back.items()
            if isinstance(item, Quiz) and question_id in item.by_id
        )

    def of_week(self, number: int) -> tuple[ItemStanding, ...]:
        """The items of that week."""
        return tuple(each for each in self.items if each.week.week.number == number)


@dataclass(frozen=True)
class Behind:
    """What assessments know of the items of many enrolments."""

    done: Mapping[UUID, Done]
    quizzes: Mapping[tuple[UUID, str], QuizState]
    practicals: Mapping[tuple[UUID, str], PracticalState]
    certificates: Mapping[UUID, IssuedCertificate]


def standing_of(enrolled: Enrolled, *, behind: Behind, today: date) -> Standing:
    """Where that trainee stands on the day `today` of their site."""
    progress = progress_of(
        enrolled.curriculum, done=behind.done[enrolled.id], calendar=enrolled.cohort.calendar, today=today
    )
    return Standing(
        enrolled,
        progress,
        tuple(
            _item_standing(
                item,
                week=week,
                late=item.late and enrolled.active,  # nothing is expected any more of who withdrew
                quiz=behind.quizzes.get((enrolled.id, item.item.id)),
                practical=behind.practicals.get((enrolled.id, item.item.id)),
            )
            for week in progress.weeks
            for item in week.items
        ),
        behind.certificates.get(enrolled.id),
        today,
    )


def _item_standing(
    item: ItemProgress,
    *,
    week: WeekProgress,
    late: bool,
    quiz: QuizState | None,
    practical: PracticalState | None,
) -> ItemStanding:
    done, locked = item.state == "done", item.state == "locked"
    state = state_of(done=done, locked=locked, late=late, quiz=quiz, practical=practical)
    return ItemStanding(item, week, state, quiz, practical)


def state_of(*, done: bool, locked: bool, late: bool, quiz: SatQuiz | None, practical: JudgedPractical | None) -> State:
    """The one word for where a trainee stands with an item. What they can do now comes before what is over."""
    if quiz and quiz.running_id:
        return "running"
    if done:
        return "done"
    if practical and locked:  # as after a safety stop: nobody assesses it, whoever waits
        return "locked"
    if practical and practical.ready_since:
        return "ready"
    if (practical and practical.outcome == "not_yet_competent") or (quiz and quiz.attempts and not quiz.passed):
        return "not_yet"
    if locked:
        return "locked"
    return "late" if late else "open"
