"""What the trainees of a cohort have done with what a newer revision has otherwise: read before the cohort takes it.
Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.courses.facts import Enrolled
from app.curriculum.changes import Change
from app.today.glance import CaseGlance, Glance, PracticalGlance, QuizGlance

How: TypeAlias = Literal["done", "running", "ready", "not_yet"]
"""As the chart of the cohort calls it."""


@dataclass(frozen=True)
class Did:
    """A trainee who has done something with an item."""

    enrolled: Enrolled
    how: How
    path: str
    """Of the last attempt or run that is over, or of the last sign-off; empty: there is none."""


@dataclass(frozen=True)
class Touched:
    """A change, and who has done what with the item. A week's page, or the glossary, is only read: nobody has."""

    change: Change
    did: tuple[Did, ...]

    @property
    def done(self) -> int:
        """How many have completed it."""
        return sum(1 for each in self.did if each.how == "done")

    @property
    def begun(self) -> int:
        """How many are at it."""
        return len(self.did) - self.done


def touched(change: Change, trainees: Iterable[Glance]) -> Touched:
    """Who of these has done what with the item as the cohort has it now. An item that the cohort hasn't may be one
    that it had before: it is looked for under all its names."""
    names = (change.before.id,) if change.before else change.after.names if change.after else ()
    return Touched(change, tuple(did for trainee in trainees if (did := _did(trainee, names))))


def _did(trainee: Glance, names: tuple[str, ...]) -> Did | None:
    record = trainee.record
    how: How | None = "done" if record.done.intersection(names) else None
    path = ""
    for name in names:
        for kept in (record.quizzes, record.cases, record.practicals):
            seen = kept.get(name)
            if seen:
                how, path = how or _stands(seen), path or _path(seen)
    return Did(trainee.enrolled, how, path) if how else None


def _stands(seen: QuizGlance | CaseGlance | PracticalGlance) -> How | None:
    """Where somebody stands who hasn't completed it; None: they did nothing yet, though more was granted."""
    if isinstance(seen, PracticalGlance):
        return "ready" if seen.ready_since else _judged(seen)
    if seen.running_id:
        return "running"
    return "not_yet" if seen.attempts else None


def _judged(seen: PracticalGlance) -> How:
    """Competent once is on the way where it takes more."""
    return "running" if seen.outcome == "competent" else "not_yet"


def _path(seen: QuizGlance | CaseGlance | PracticalGlance) -> str:
    if isinstance(seen, PracticalGlance):
        return f"/sign-offs/{seen.last_sign_off_id}" if seen.last_sign_off_id else ""
    kind = "attempts" if isinstance(seen, QuizGlance) else "case-runs"
    return f"/{kind}/{seen.last_id}" if seen.last_id else ""
