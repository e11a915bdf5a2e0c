"""Member: the person who acts, as every guard and predicate sees them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask_login import UserMixin

from app.shared.keys import keys

KEPT_LENGTH = 16


@dataclass(frozen=True)
class Member(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """A person who is signed in, with their staff roles: pairs of role and site, None meaning every site."""

    id: UUID
    name: str
    language: str
    sign_in_id: UUID
    """Of the device that this request comes from."""
    roles: frozenset[tuple[str, UUID | None]]

    def get_id(self) -> str:
        """What the signed session cookie keeps: which sign-in this is."""
        return self.sign_in_id.hex

    def is_a(self, role: str) -> bool:
        """Whether the person has this role anywhere."""
        return any(held == role for held, _ in self.roles)

    def is_a_at(self, role: str, site_id: UUID) -> bool:
        """Whether the person has this role at that site, or everywhere."""
        return (role, site_id) in self.roles or (role, None) in self.roles

    @property
    def kept_for(self) -> str:
        """The name by which a device keeps pages for this sign-in, and drops those of any other."""
        return keys.digest("quizzes.kept-page", str(self.sign_in_id))[:KEPT_LENGTH]

    @property
    def is_staff(self) -> bool:
        """Whether the person has any staff role."""
        return bool(self.roles)
