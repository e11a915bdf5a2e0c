"""What pages and predicates know of cohorts and enrolments: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.curriculum.model import Curriculum, Item


@dataclass(frozen=True)
class CohortFacts:
    """A cohort with its site, and the curriculum it follows."""

    id: UUID
    name: str
    first_day: date
    site_id: UUID
    site_name: str
    time_zone: str
    revision_id: int
    revision_number: int
    instructor_ids: frozenset[UUID]
    curriculum: Curriculum


@dataclass(frozen=True)
class Enrolled:
    """A trainee's place in a cohort."""

    id: UUID
    person_id: UUID
    name: str
    cohort: CohortFacts

    @property
    def curriculum(self) -> Curriculum:
        """The curriculum that the cohort follows."""
        return self.cohort.curriculum


@dataclass(frozen=True)
class EnrolledItem:
    """A trainee's place before one item of the course."""

    enrolled: Enrolled
    item: Item

    @property
    def prefix(self) -> str:
        """The start of the addresses of everything done with this item."""
        return f"/enrolments/{self.enrolled.id}/items/{self.item.id}"


@dataclass(frozen=True)
class Done:
    """What an enrolment has behind it: completion times by item id, and the last decision on each gate."""

    completions: dict[str, datetime]
    gates: dict[str, str]


@dataclass(frozen=True)
class RevisionFacts:
    """A published revision with its compiled curriculum."""

    id: int
    number: int
    published_at: datetime
    curriculum: Curriculum


@dataclass(frozen=True)
class RevisionItem:
    """One item of a revision, as staff read it: with its answers."""

    revision: RevisionFacts
    item: Item
