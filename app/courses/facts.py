"""What pages and predicates know of cohorts and enrolments: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.curriculum.model import Curriculum, Item, Question


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
class PracticeQuestion:
    """A trainee's place before one practice question of a lesson."""

    place: EnrolledItem
    question: Question


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


@dataclass(frozen=True)
class SiteFacts:
    """A site by name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class InstructorFacts:
    """Somebody who can teach: at some sites, or (`everywhere`) at all."""

    id: UUID
    name: str
    site_ids: frozenset[UUID]
    everywhere: bool

    def teaches_at(self, site_id: UUID) -> bool:
        """Whether they have the role at that site."""
        return self.everywhere or site_id in self.site_ids


@dataclass(frozen=True)
class CohortChoices:
    """What a coordinator can make a new cohort of."""

    sites: tuple[SiteFacts, ...]
    revisions: tuple[RevisionFacts, ...]
    instructors: tuple[InstructorFacts, ...]


@dataclass(frozen=True)
class Image:
    """A drawing or photo of a published course."""

    data: bytes
    media_type: str
