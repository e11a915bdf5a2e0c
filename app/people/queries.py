"""Finding people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager

from app.db import db
from app.people.invitation_code import invitation_digest
from app.people.member import Member
from app.people.models import Invitation, Person, Pin, RoleGrant, SignIn


def member_by_session(session_id: str) -> Member | None:
    """The member whose sign-in this is; None when it was ended or the person deactivated. One query."""
    try:
        return member(UUID(hex=session_id))
    except ValueError:
        return None


# Every request asks this: the statement is made once, of columns, which spares the ORM's part of the work.
_people, _grants, _sign_ins = Person.__table__.c, RoleGrant.__table__.c, SignIn.__table__.c
_MEMBER = (
    select(_people.id, _people.name, _people.language, _grants.role, _grants.site_id)
    .select_from(
        SignIn.__table__.join(Person.__table__, _people.id == _sign_ins.person_id).outerjoin(
            RoleGrant.__table__, _grants.person_id == _people.id
        )
    )
    .where(_sign_ins.id == bindparam("sign_in_id"), _sign_ins.ended_at.is_(None), _people.deactivated_at.is_(None))
)


def member(sign_in_id: UUID) -> Member | None:
    """The active person who is signed in by that sign-in, with their roles. One query."""
    rows = db.session.execute(_MEMBER, {"sign_in_id": sign_in_id}).all()
    if not rows:
        return None
    first = rows[0]
    roles = frozenset((row.role, row.site_id) for row in rows if row.role)
    return Member(first.id, first.name, first.language, sign_in_id, roles)


def sign_ins_of(person_id: UUID) -> Sequence[SignIn]:
    """Where the person is signed in now, the latest first."""
    open_ones = select(SignIn).where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
    return db.session.scalars(open_ones.order_by(SignIn.begun_at.desc(), SignIn.id.desc())).all()


def own_sign_in(member: Member, *, sign_in_id: UUID) -> SignIn | None:
    """That sign-in, if it is the member's own."""
    return db.session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == member.id))


def person_by_email(email: str) -> Person | None:
    """The person with that address, in whatever case it is written."""
    return db.session.scalar(select(Person).where(Person.email == folded(email)))


def person_by_sign_in_name(sign_in_name: str) -> Person | None:
    """The person with that sign-in name."""
    return db.session.scalar(select(Person).where(Person.sign_in_name == sign_in_name))


def credentials(name: str) -> tuple[UUID | None, str | None]:
    """The id and the password's hash of the active person with that address or sign-in name; nothing of nobody."""
    named = Person.email if "@" in name else Person.sign_in_name
    row = db.session.execute(
        select(Person.id, Person.password_hash).where(named == folded(name), Person.deactivated_at.is_(None))
    ).first()
    return (row.id, row.password_hash) if row else (None, None)


def person_by_id(person_id: UUID) -> Person:
    """The person of that id."""
    return db.session.get_one(Person, person_id)


def person_name(person_id: UUID) -> str:
    """What the person of that id is called; nothing of nobody. One query."""
    return db.session.scalar(select(Person.name).where(Person.id == person_id)) or ""


def coordinators_at(site_id: UUID) -> frozenset[UUID]:
    """The active people who coordinate that site. One query."""
    people = select(RoleGrant.person_id).join(Person, Person.id == RoleGrant.person_id)
    there = or_(RoleGrant.site_id == site_id, RoleGrant.site_id.is_(None))
    coordinating = people.where(RoleGrant.role == "coordinator", there, Person.deactivated_at.is_(None))
    return frozenset(db.session.scalars(coordinating))


def has_pin(person_id: UUID) -> bool:
    """Whether the person chose a PIN."""
    return pin_set_at(person_id) is not None


def pin_set_at(person_id: UUID) -> datetime | None:
    """Since when the person's PIN is theirs; None without one."""
    return db.session.scalar(select(Pin.set_at).where(Pin.person_id == person_id))


def pin_hash_of(person_id: UUID) -> str | None:
    """The hash of an active person's PIN."""
    active = Person.id == Pin.person_id, Person.deactivated_at.is_(None)
    return db.session.scalar(select(Pin.pin_hash).join(Person, and_(*active)).where(Pin.person_id == person_id))


def nobody_is_here() -> bool:
    """Whether the school has no people yet."""
    return db.session.scalar(select(Person.id).limit(1)) is None


def open_invitation(code: str, *, at: datetime) -> Invitation | None:
    """The invitation with that code, unless it was used, has expired, or its person is deactivated; its person is
    loaded."""
    return db.session.scalar(
        select(Invitation)
        .join(Person, Person.id == Invitation.person_id)
        .options(contains_eager(Invitation.person))
        .where(
            Invitation.code_digest == invitation_digest(code),
            Invitation.used_at.is_(None),
            Invitation.expires_at > at,
            Person.deactivated_at.is_(None),
        )
    )


def open_invitation_of(person_id: UUID, *, at: datetime) -> Invitation | None:
    """The invitation that the person can take up now; there is at most one."""
    theirs = select(Invitation).where(Invitation.person_id == person_id, Invitation.used_at.is_(None))
    return db.session.scalar(theirs.where(Invitation.expires_at > at).order_by(Invitation.id.desc()).limit(1))


def folded(email: str) -> str:
    """The address as it is stored and compared."""
    return email.strip().lower()
