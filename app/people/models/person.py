"""Person and the roles they were given."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.db import Base
from app.shared.fulltext import folded
from app.shared.ids import new_id

ROLES = ("instructor", "author", "coordinator", "moderator")
LONGEST_NAME = 200


class Person(Base):
    """Somebody who signs in: trainee, staff, or both. Names live here and nowhere else.

    Being a trainee is no role: it is having an enrolment.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("email = lower(email)", name="email_folded"),
        Index("uq_person_sign_in_name", "sign_in_name", unique=True),
        CheckConstraint(
            "sign_in_name = lower(sign_in_name) AND sign_in_name NOT LIKE '%@%'", name="sign_in_name_folded"
        ),
        Index("ix_person_sort_name_id", "sort_name", "id"),
        Index(
            "ix_person_deactivated",
            "sort_name",
            "id",
            sqlite_where=text("deactivated_at IS NOT NULL"),
            postgresql_where=text("deactivated_at IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    sort_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default=lambda row: _sort_name_of(row))
    """The name in lower case and without accents: Élise stands between Eli and Emma, on both databases."""
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """In lower case; None for somebody without a mailbox."""
    sign_in_name: Mapped[str | None] = mapped_column(String(80))
    """What somebody without a mailbox types to sign in, in lower case and without `@`, so that it is never taken
    for an address."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2; None until the invitation was taken up."""
    language: Mapped[str] = mapped_column(String(8), default="en")
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]

    grants: Mapped[list[RoleGrant]] = relationship(back_populates="person", lazy="raise")

    @validates("name")
    def _keep_in_order(self, _key: str, name: str) -> str:
        self.sort_name = _sort_name(name)
        return name


class RoleGrant(Base):
    """A staff role that a person has, at one site or (without a site) at all."""

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("role IN ('instructor', 'author', 'coordinator', 'moderator')", name="role"),
        Index("uq_role_grant_by_site", "person_id", "role", "site_id", unique=True),
        Index(
            "uq_role_grant_everywhere",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("site_id IS NULL"),
            postgresql_where=text("site_id IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="grants", lazy="raise")


def _sort_name(name: str) -> str:
    return folded(name)[:LONGEST_NAME]


def _sort_name_of(row: Any) -> str:
    return _sort_name(row.get_current_parameters()["name"])  # many at once are inserted without the model
