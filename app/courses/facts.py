"""What pages and predicates know of cohorts and enrolments: frozen, so that nothing is loaded by surprise."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from app.courses.calendar import Calendar
from app.curriculum.archive import PackedCourse
from app.curriculum.model import Curriculum, Item, Question
from app.shared.digests import canonical, sha256


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
    closed_weeks: frozenset[date] = frozenset()
    """The Mondays of the weeks of the calendar without course."""
    closed_at: datetime | None = None
    """Since when the cohort is only there to be read."""

    @property
    def calendar(self) -> Calendar:
        """When its weeks are."""
        return Calendar(self.first_day, self.closed_weeks)

    @property
    def last_day(self) -> date:
        """The last day of its last week."""
        return self.calendar.due_on(len(self.curriculum.weeks)) if self.curriculum.weeks else self.first_day

    def day_of(self, at: datetime) -> date:
        """The day that it is at its site."""
        return at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def version(self) -> str:
        """Stands for what its form shows: another one means that somebody changed it."""
        shown = [self.name, self.first_day.isoformat(), sorted(map(str, self.instructor_ids))]
        return sha256(canonical(shown))


@dataclass(frozen=True)
class Enrolled:
    """A trainee's place in a cohort."""

    id: UUID
    person_id: UUID
    name: str
    cohort: CohortFacts
    enrolled_at: datetime
    withdrawn_at: datetime | None = None
    """Since when the trainee is gone."""
    unread_duty: UUID | None = None
    """By which the trainee has to read a safety correction before they go on: the oldest. None: they have read all."""
    followed: tuple[tuple[int, str], ...] = ()
    """The revisions that the place followed before, each with its digest, the oldest first."""

    @property
    def curriculum(self) -> Curriculum:
        """The curriculum that the cohort follows."""
        return self.cohort.curriculum

    @property
    def joined_on(self) -> date:
        """The day on which they were enrolled, at the cohort's site."""
        return self.cohort.day_of(self.enrolled_at)

    @property
    def joined_in(self) -> int:
        """The number of the week in which they were enrolled: 0 before the course began, at least 2 if late."""
        return self.cohort.calendar.week_on(self.joined_on, weeks=len(self.curriculum.weeks))

    @property
    def active(self) -> bool:
        """Whether anything can still be done here: the trainee is there, and the cohort is not closed."""
        return self.withdrawn_at is None and self.cohort.closed_at is None

    @property
    def has_to_read(self) -> bool:
        """Whether a safety correction stands before everything else; where nothing can be done any more, none does."""
        return self.active and self.unread_duty is not None

    def address_of(self, item_id: str) -> str:
        """The page of the item that has, or once had, that id; of the course itself where the item is gone."""
        item = self.curriculum.item_called(item_id)
        return f"/enrolments/{self.id}/items/{item.id}" if item else f"/enrolments/{self.id}"


@dataclass(frozen=True)
class EnrolledItem:
    """A trainee's place before one item of the course."""

    enrolled: Enrolled
    item: Item

    @property
    def prefix(self) -> str:
        """The start of the addresses of everything done with this item."""
        return f"/enrolments/{self.enrolled.id}/items/{self.item.id}"


def item_named(curriculum: Curriculum, item_id: str) -> dict[str, Any]:
    """What a notice needs to name an item to somebody whose language isn't known yet: its title, the language that it
    is in, and the titles in others."""
    own = curriculum.base.items[item_id]
    spoken = curriculum.base.translations
    titles = {language: each.items[item_id].title for language, each in spoken.items() if item_id in each.items}
    return {"item": own.title, "language": own.language, "titles": titles}


@dataclass(frozen=True)
class PracticeQuestion:
    """A trainee's place before one practice question of a lesson."""

    place: EnrolledItem
    question: Question


@dataclass(frozen=True)
class Kept:
    """Something completed that counted in a revision which the place followed before, and doesn't in the present one:
    it is gone, or is practice now. Since when it is done."""

    item: Item
    """As that revision had it, in the course's own language."""
    at: datetime


@dataclass(frozen=True)
class Done:
    """What an enrolment has behind it: completion times by the id that the item has in the cohort's revision, and the
    last decision on each gate.

    And what was moved for it: `due`, the day by item id, where an instructor set one for all or for this one.
    """

    completions: dict[str, datetime]
    gates: dict[str, str]
    due: dict[str, date] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    """What was completed and counts on, although the cohort's revision asks for it no more: by the last id it had."""


@dataclass(frozen=True)
class OwedReading:
    """A correction before the trainee who has to read it."""

    id: UUID
    """Of the duty."""
    enrolled: Enrolled
    before_id: int
    revision_id: int
    """The revisions with the parts as they were, and as they are to be read."""
    parts: tuple[str, ...]
    reason: str
    """Empty: it was erased."""
    pushed_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class LicenceEvent:
    """One turn: it was suspended, or given back."""

    at: datetime
    who: str
    why: str
    """Why it was given back."""
    suspended: bool
    sign_off_id: UUID | None
    """What records the safety stop that suspended it; None also of one whose record was held."""


@dataclass(frozen=True)
class Licence:
    """A trainee's licence, and its story, the last first."""

    enrolled: Enrolled
    suspension_id: UUID | None
    """What suspends it now; None: it stands."""
    events: tuple[LicenceEvent, ...]


@dataclass(frozen=True)
class RevisionFacts:
    """A published revision with its compiled curriculum."""

    id: int
    number: int
    published_at: datetime
    curriculum: Curriculum


@dataclass(frozen=True)
class RevisionSources:
    """What was published as a revision, file by file."""

    number: int
    packed: PackedCourse


@dataclass(frozen=True)
class SourceFile:
    """A text that was published as part of a revision, line by line."""

    revision: RevisionFacts
    path: str
    lines: tuple[str, ...]


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
