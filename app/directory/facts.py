"""What pages and predicates know of the people at a coordinator's sites: frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Reach:
    """Whose people a member looks after: those of some sites, or (`site_ids` None) of all."""

    site_ids: frozenset[UUID] | None


@dataclass(frozen=True)
class Grant:
    """A staff role that somebody has, at a site or (`site_id` None) everywhere."""

    id: UUID
    role: str
    site_id: UUID | None
    site_name: str
    granted_at: datetime


@dataclass(frozen=True)
class Place:
    """A cohort in which somebody learns (`enrolment_id` says as what) or which they teach (without one)."""

    cohort_id: UUID
    cohort_name: str
    site_id: UUID
    site_name: str
    enrolment_id: UUID | None
    over: bool
    """The cohort is closed, or the trainee withdrew."""


@dataclass(frozen=True)
class InvitationFacts:
    """The latest invitation of somebody."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    code: str
    """Empty when it can't be made again, since the installation's secret is another one now."""

    def state(self, at: datetime) -> str:
        """open, used or expired."""
        return "used" if self.used_at else "open" if self.expires_at > at else "expired"


@dataclass(frozen=True)
class PersonFacts:
    """Somebody at the school with all that they are there, at whichever site."""

    id: UUID
    name: str
    email: str | None
    sign_in_name: str | None
    language: str
    created_at: datetime
    last_signed_in_at: datetime | None
    deactivated_at: datetime | None
    has_password: bool
    """Whether they ever took up an invitation."""
    grants: tuple[Grant, ...]
    places: tuple[Place, ...]
    invitation: InvitationFacts | None

    @property
    def signs_in_as(self) -> str:
        """What they type to sign in."""
        return self.email or self.sign_in_name or ""

    @property
    def everywhere(self) -> bool:
        """Whether they have a role at every site."""
        return any(grant.site_id is None for grant in self.grants)

    @property
    def bound_to(self) -> dict[UUID, str]:
        """The sites, with their names, where they have a role, teach or learn, or did once."""
        granted = {grant.site_id: grant.site_name for grant in self.grants if grant.site_id}
        return granted | {place.site_id: place.site_name for place in self.places}

    def open_invitation(self, at: datetime) -> InvitationFacts | None:
        """Their invitation, while it can be taken up and its code be shown again."""
        found = self.invitation
        return found if found and found.code and found.state(at) == "open" and not self.deactivated_at else None


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the list of people, and where in it they are."""

    words: str = ""
    kind: str = ""
    """staff, trainees, deactivated; empty: everybody who is active."""
    after: UUID | None = None
    """The person after whom the page begins."""
    before: UUID | None = None
    """The person before whom it ends."""


@dataclass(frozen=True)
class Listing:
    """One page of the list of people, and whether there are others around it."""

    people: tuple[PersonFacts, ...]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True)
class SiteRow:
    """A site as the page of sites shows it."""

    id: UUID
    name: str
    time_zone: str


@dataclass(frozen=True)
class RolePlace:
    """Where a role can be given: at a site, or (`site_id` None) everywhere."""

    site_id: UUID | None
    name: str

    @property
    def value(self) -> str:
        """What forms send for it."""
        return str(self.site_id or "everywhere")
