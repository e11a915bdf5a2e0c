"""Finding people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.db import db
from app.people.member import Member
from app.people.models import Invitation, Person, RoleGrant
from app.shared.digests import sha256


def member_by_session(session_id: str) -> Member | None:
    """The member whose session this is; None when it was ended or the person deactivated. One query."""
    person_id, _, stamp = session_id.partition(".")
    try:
        found = member(UUID(hex=person_id))
    except ValueError:
        return None
    return found if found is not None and found.session_stamp == stamp else None


# Every request asks this: the statement is made once, of columns, which spares the ORM's part of the work.
_people, _grants = Person.__table__.c, RoleGrant.__table__.c
_MEMBER = (
    select(_people.name, _people.language, _people.session_stamp, _grants.role, _grants.site_id)
    .select_from(Person.__table__.outerjoin(RoleGrant.__table__, _grants.person_id == _people.id))
    .where(_people.id == bindparam("person_id"), _people.deactivated_at.is_(None))
)


def member(person_id: UUID) -> Member | None:
    """The active person of that id with their roles. One query."""
    rows = db.session.execute(_MEMBER, {"person_id": person_id}).all()
    if not rows:
        return None
    first = rows[0]
    roles = frozenset((row.role, row.site_id) for row in rows if row.role)
    return Member(person_id, first.name, first.language, first.session_stamp, roles)


def person_by_email(email: str) -> Person | None:
    """The person with that address, in whatever case it is written."""
    return db.session.scalar(select(Person).where(Person.email == folded(email)))


def credentials(email: str) -> tuple[UUID | None, str | None]:
    """The id and the password's hash of the person with that address; nothing of nobody."""
    row = db.session.execute(select(Person.id, Person.password_hash).where(Person.email == folded(email))).first()
    return (row.id, row.password_hash) if row else (None, None)


def person_by_id(person_id: UUID) -> Person:
    """The person of that id."""
    return db.session.get_one(Person, person_id)


def is_staff(person_id: UUID) -> bool:
    """Whether that person has any staff role."""
    return db.session.scalar(select(RoleGrant.id).where(RoleGrant.person_id == person_id).limit(1)) is not None


def nobody_is_here() -> bool:
    """Whether the school has no people yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def open_invitation(code: str, *, at: datetime) -> Invitation | None:
    """The invitation with that code, unless it was used or has expired; its person is loaded."""
    return db.session.scalar(
        select(Invitation)
        .options(joinedload(Invitation.person))
        .where(
            Invitation.code_digest == sha256(code.encode()), Invitation.used_at.is_(None), Invitation.expires_at > at
        )
    )


def folded(email: str) -> str:
    """The address as it is stored and compared."""
    return email.strip().lower()
