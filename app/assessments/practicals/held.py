"""What pages and predicates know of held records: what came from the bench and can't be recorded as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.assessments.practicals.bench_record import BenchRecord, DeliveredPhoto, Signed
from app.courses.facts import Enrolled
from app.curriculum.model import Criterion, Item, Practical


@dataclass(frozen=True)
class HeldLine:
    """One held record in a list."""

    id: UUID
    trainee: str
    assessor: str
    cohort: str
    item: Item | None
    """None: the trainee's course has it no more."""
    item_id: str
    why: str
    received_at: datetime
    time_zone: str


@dataclass(frozen=True)
class HeldPage:
    """A page of held records, the oldest first."""

    lines: tuple[HeldLine, ...]
    number: int
    pages: int


@dataclass(frozen=True)
class SeenHeldPhoto:
    """A photo of a held record, as those see it who may."""

    held: SeenHeldRecord
    stored_digest: str


@dataclass(frozen=True)
class SeenHeldRecord:
    """A held record as those see it who may."""

    id: UUID
    enrolled: Enrolled
    practical: Practical | None
    """As it was judged; None: the trainee's course has no such practical."""
    revision_id: int | None
    """The revision that it was judged by."""
    assessor_id: UUID
    assessor: str
    received_at: datetime
    why: str
    record: BenchRecord
    signed: Signed
    photos: tuple[DeliveredPhoto, ...]
    settled_as: str | None
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for what becomes of it."""
        return self.settled_as is None

    def word(self, criterion: Criterion) -> str:
        """What was given to the criterion as pages write it."""
        return self.record.word_of(criterion)
