"""Where a trainee stands: progress, quizzes and practicals seen together. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from app.assessments.practicals.facts import PracticalState
from app.assessments.quizzes.queries import QuizState
from app.certificates.queries import IssuedCertificate
from app.courses.facts import Done, Enrolled
from app.courses.progress import ItemProgress, Progress, WeekProgress, progress_of
from app.curriculum.model import Item

State = Literal["done", "ready", "running", "not_yet", "locked", "late", "open"]


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

    @property
    def next(self) -> ItemStanding | None:
        """What to do next: a running quiz first, then the first item that isn't done, waiting or locked."""
        running = (each for each in self.items if each.state == "running")
        doable = (each for each in self.items if each.state in ("late", "open", "not_yet"))
        return next(running, None) or next(doable, None)

    @property
    def ready(self) -> tuple[ItemStanding, ...]:
        """What waits for an instructor."""
        return tuple(each for each in self.items if each.waits_for_instructor)

    @property
    def outcomes(self) -> tuple[ItemStanding, ...]:
        """What waits for the trainee's acknowledgement."""
        return tuple(each for each in self.items if each.waits_for_trainee)

    @property
    def late(self) -> tuple[ItemStanding, ...]:
        """What is undone of past weeks, unless it waits for an instructor."""
        current = self.progress.current_week
        return tuple(
            each for each in self.items if each.week.week.number < current and each.state not in ("done", "ready")
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
        enrolled.curriculum, done=behind.done[enrolled.id], first_day=enrolled.cohort.first_day, today=today
    )
    return Standing(
        enrolled,
        progress,
        tuple(
            _item_standing(
                item,
                week=week,
                late=week.week.number < progress.current_week,
                quiz=behind.quizzes.get((enrolled.id, item.item.id)),
                practical=behind.practicals.get((enrolled.id, item.item.id)),
            )
            for week in progress.weeks
            for item in week.items
        ),
        behind.certificates.get(enrolled.id),
    )


def _item_standing(
    item: ItemProgress,
    *,
    week: WeekProgress,
    late: bool,
    quiz: QuizState | None,
    practical: PracticalState | None,
) -> ItemStanding:
    return ItemStanding(item, week, _state(item, late, quiz, practical), quiz, practical)


def _state(item: ItemProgress, late: bool, quiz: QuizState | None, practical: PracticalState | None) -> State:
    if quiz and quiz.running_id:
        return "running"
    if item.state == "done":
        return "done"
    if practical and practical.ready_since:
        return "ready"
    if (practical and practical.outcome == "not_yet_competent") or (quiz and quiz.attempts and not quiz.passed):
        return "not_yet"
    if item.state == "locked":
        return "locked"
    return "late" if late else "open"
