"""What pages and predicates know of practicals: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assessments.practicals.outcome import Levels, Missing, Outcome, missing, outcome_of
from app.assessments.practicals.photos import KeptPhoto
from app.courses.facts import Done, Enrolled, EnrolledItem
from app.courses.progress import LICENCE, closed_gates
from app.curriculum.model import Criterion, Item, Practical, Quiz

RETAKE = "retake"
"""What is closed, as a gate would be, behind a trainee whose one retake is spent: only a reason opens it."""


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
    stopped: bool = False
    """The last assessment was ended by a safety stop."""
    devices: tuple[tuple[str, str], ...] = ()
    """Brand and model of what was worked on in the sign-offs as competent."""
    retake_spent: bool = False
    """Not acquired for safety, and not in the one retake either: another assessment takes a reason."""

    def missing_in(self, practical: Practical) -> Missing:
        """What it still takes until the practical is completed."""
        return missing(practical, self.devices)


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
    stopped: bool = False
    counts: bool = True
    """False for what was corrected or set aside."""


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
    assessor_id: UUID
    revision_id: int
    revision_number: int
    """Of the revision whose criteria were judged."""
    stopped: bool
    overridden: bool
    """It was signed off although it was locked."""
    signed_with: str
    device_brand: str
    device_model: str
    begun_at: datetime
    delivered_at: datetime
    photos: tuple[KeptPhoto, ...]
    """The photos of `photo_ids`, in the file store."""
    corrects_id: UUID | None
    """The sign-off that this one took the place of."""
    corrected_by_id: UUID | None
    """The sign-off that took the place of this one."""
    set_aside: bool
    """A coordinator decided that it counts for nothing."""

    @property
    def counts(self) -> bool:
        """Whether anything follows from it: it was neither corrected nor set aside."""
        return self.corrected_by_id is None and not self.set_aside

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
class JudgedBy:
    """The practical by which work is judged, and the revision that has it so."""

    practical: Practical
    revision_id: int


@dataclass(frozen=True)
class Lock:
    """What keeps a trainee from a practical: their suspended licence, gates that quizzes open, or that they have had
    their one retake."""

    suspended: bool
    openers: tuple[Quiz, ...]
    retake_spent: bool


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


def lock_of(found: EnrolledItem, done: Done, state: PracticalState) -> Lock | None:
    """What locks the item before a trainee who stands there; None: nothing does."""
    closed, openers = closed_before(found.item, done, state), found.enrolled.curriculum.openers
    quizzes = tuple(openers[gate] for gate in closed if gate in openers)
    return Lock(LICENCE in closed, quizzes, RETAKE in closed) if closed else None


def closed_before(item: Item, done: Done, state: PracticalState) -> tuple[str, ...]:
    """The gates that are closed before a trainee who stands there; RETAKE comes last."""
    return (*closed_gates(item, done), *([RETAKE] if state.retake_spent else []))


def practical_of(found: EnrolledItem) -> Practical:
    """The practical before a trainee. Raises TypeError for an item of another kind."""
    if not isinstance(found.item, Practical):
        raise TypeError(f"{found.item.id} is a {found.item.kind}, not a practical")
    return found.item
