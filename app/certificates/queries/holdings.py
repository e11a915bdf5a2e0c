"""A certificate as its holder and the school see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from app.certificates.disclosure import parts_of
from app.certificates.facts import Statement, grouped
from app.certificates.models import Certificate
from app.certificates.queries.standing import standing_in, with_standing
from app.certificates.queries.verifying import stated, statement_under
from app.certificates.standing import Standing
from app.courses.facts import Enrolled
from app.courses.queries.enrolments import enrolled
from app.db import db
from app.people.member import Member
from app.shared.clock import now


@dataclass(frozen=True)
class HeldCertificate:
    """One certificate of a trainee."""

    id: UUID
    code: str
    enrolled: Enrolled
    issued_at: datetime
    standing: Standing
    statement: Statement | None
    """All that it says; None once its facts were erased, or aren't those that were issued."""
    erased: bool
    hidden: frozenset[str]
    """The parts that its holder doesn't show."""
    has_badge: bool
    """Whether it was issued with an Open Badge: the oldest ones weren't."""

    @property
    def number(self) -> str:
        """The code as people read it."""
        return grouped(self.code)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that may be hidden."""
        return parts_of(self.statement) if self.statement else ()

    @property
    def is_present(self) -> bool:
        """Whether no other certificate has taken its place."""
        return self.standing.superseded is None

    @property
    def holds(self) -> bool:
        """Whether the school answers for it: no other has taken its place, and it isn't revoked."""
        return self.is_present and not self.standing.revoked


@dataclass(frozen=True)
class Sibling:
    """Another certificate of the same enrolment."""

    id: UUID
    code: str
    issued_at: datetime
    standing: Standing

    @property
    def number(self) -> str:
        """The code as people read it."""
        return grouped(self.code)


def held_certificate(member: Member, *, certificate_id: UUID) -> HeldCertificate | None:
    """That certificate, for its holder and those who follow the cohort. Two queries."""
    row = db.session.execute(_HELD, {"id": certificate_id}).one_or_none()
    place = enrolled(member, enrolment_id=row.enrolment_id) if row else None
    if row is None or place is None:
        return None
    statement = statement_under(row.facts, salt=row.salt, digest=row.facts_digest) if row.facts else None
    return HeldCertificate(
        id=row.id,
        code=row.code,
        enrolled=place,
        issued_at=row.issued_at,
        standing=standing_in(row, at=now()),
        statement=statement,
        erased=row.facts is None,
        hidden=frozenset(row.hidden or ()),
        has_badge=row.credential_digest is not None,
    )


def certificate_by_id(certificate_id: UUID) -> Certificate:
    """That certificate as it is stored, for operations that were allowed already. One query."""
    return db.session.get_one(Certificate, certificate_id)


def siblings_of(held: HeldCertificate, *, at: datetime) -> tuple[Sibling, ...]:
    """The other certificates of its enrolment, the newest first. One query."""
    rows = db.session.execute(_SIBLINGS, {"enrolment_id": held.enrolled.id, "id": held.id})
    return tuple(Sibling(row.id, row.code, row.issued_at, standing_in(row, at=at)) for row in rows)


_HELD = stated().where(Certificate.id == bindparam("id"))
_SIBLINGS = (
    with_standing(select(Certificate.id, Certificate.code, Certificate.issued_at))
    .where(Certificate.enrolment_id == bindparam("enrolment_id"), Certificate.id != bindparam("id"))
    .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
)
