"""What pages and predicates know of practicals: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assessments.practicals.outcome import Levels, Outcome, outcome_of
from app.courses.facts import Enrolled, EnrolledItem
from app.curriculum.model import Criterion, Practical


@dataclass(frozen=True)
class PracticalState:
    """Where an enrolment stands with a practical."""

    ready_since: datetime | None
    """Since when the trainee waits to be assessed."""
    last_sign_off_id: UUID | None
    outcome: str | None
    """Of the last sign-off."""
    acknowledged: bool
    """Whether the trainee has seen the last sign-off."""
    successes: int
    """The sign-offs as competent that count: where the practical wants it, on different devices only."""


NOTHING_YET = PracticalState(None, None, None, acknowledged=False, successes=0)


@dataclass(frozen=True)
class SignOffLine:
    """One sign-off in a list."""

    id: UUID
    outcome: str
    ended_at: datetime
    assessor: str
    device: str
    acknowledged: bool


@dataclass(frozen=True)
class SeenSignOff:
    """One sign-off as those read it who may; `practical` is of the revision that it was made in."""

    id: UUID
    enrolled: Enrolled
    practical: Practical
    assessor: str
    device: str
    outcome: str
    overruled: bool
    levels: Levels
    remark: str
    photo_ids: tuple[UUID, ...]
    ended_at: datetime
    acknowledged_at: datetime | None

    @property
    def is_in_course(self) -> bool:
        """Whether the course that the trainee follows now has the practical."""
        return isinstance(self.enrolled.curriculum.item_called(self.practical.id), Practical)

    @property
    def judged(self) -> Outcome:
        """What the levels say, and why."""
        return outcome_of(self.practical, self.levels)

    def word(self, criterion: Criterion) -> str:
        """What was given to the criterion as pages write it: a number, met, not_met, or not_observed."""
        level = self.levels[criterion.id]
        if level is None:
            return "not_observed"
        if criterion.levels:
            return str(level)
        return "met" if level else "not_met"


@dataclass(frozen=True)
class SeenEvidence:
    """One photo of a sign-off, as those see it who may."""

    enrolled: Enrolled
    stored_digest: str
    media_type: str


@dataclass(frozen=True)
class Devices:
    """The brands and models that were worked on so far, for a form to propose."""

    brands: tuple[str, ...]
    models: tuple[str, ...]


def practical_of(found: EnrolledItem) -> Practical:
    """The practical before a trainee. Raises TypeError for an item of another kind."""
    if not isinstance(found.item, Practical):
        raise TypeError(f"{found.item.id} is a {found.item.kind}, not a practical")
    return found.item
