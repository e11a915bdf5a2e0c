"""Open Badges: the stored credentials, what they were awarded for, and which are revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, select

from app.certificates.disclosure import hidden_in
from app.certificates.facts import Statement, code_from
from app.certificates.models import Certificate
from app.certificates.queries.standing import void
from app.certificates.queries.verifying import stated, statement_under
from app.courses.models import Revision
from app.courses.queries.enrolments import enrolled
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.model import Curriculum
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class StoredBadge:
    """The Open Badge of a certificate, as it was signed."""

    credential_digest: str
    """Of the credential with its proof."""
    jwt_digest: str
    issued_at: datetime
    statement: Statement


def certificate_badge(member: Member, *, certificate_id: UUID) -> StoredBadge | None:
    """The badge of that certificate, for its holder and those who follow the cohort. None where it was issued without
    one, or its facts were erased. Two queries."""
    row = db.session.execute(_BADGE.where(Certificate.id == bindparam("id")), {"id": certificate_id}).one_or_none()
    if row is None or enrolled(member, enrolment_id=row.enrolment_id) is None:
        return None
    return _badge(row)


def public_badge(code: str) -> StoredBadge | None:
    """The badge of the certificate with that code, where its holder hides nothing of it: it is signed as a whole, and
    can't be shown in part. One query."""
    found = db.session.execute(_BADGE.where(Certificate.code == bindparam("code")), {"code": code_from(code)})
    row = found.one_or_none()
    badge = _badge(row) if row else None
    return badge if row and badge and not hidden_in(badge.statement, row.hidden or ()) else None


def awarded_course(course_id: str, *, digest: str) -> Curriculum | None:
    """The revision of a course with that digest, in the course's own language, if somebody has a certificate of it:
    what was published only is the school's own affair. One query where this process has compiled it before."""
    certified = exists().where(Certificate.revision_id == Revision.id)
    revisions = select(Revision.id).where(Revision.course_id == course_id, Revision.digest == digest, certified)
    revision_id = db.session.scalar(revisions.order_by(Revision.id).limit(1))
    return curriculum_by_digest(digest, revision_id).base if revision_id is not None else None


def revoked_in(status_list: int) -> frozenset[int] | None:
    """The bits of that list that are set; None: there is no such list. One query, two while none is set."""
    there = Certificate.status_list == status_list
    revoked = db.session.scalars(select(Certificate.status_index).where(there, void()))
    bits = frozenset(bit for bit in revoked if bit is not None)
    if not bits and not db.session.scalar(select(exists().where(there))):
        return None
    return bits


def _badge(row: Row[Any]) -> StoredBadge | None:
    if row.credential_digest is None or row.jwt_digest is None or row.facts is None:
        return None
    statement = statement_under(row.facts, salt=row.salt, digest=row.facts_digest)
    return StoredBadge(row.credential_digest, row.jwt_digest, row.issued_at, statement) if statement else None


_BADGE = stated()
