"""Certificates of the demonstration school as their lives go on: revoked, corrected, expired, erased, in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask import current_app
from sqlalchemy import select

from app.certificates.models import Certificate
from app.certificates.operations import (
    Why,
    correction_of,
    draw,
    erase,
    remove_files,
    revoke,
    show_parts,
    supersede,
)
from app.certificates.school import school_of
from app.courses.models import Enrolment
from app.courses.operations.completions import settle_completion
from app.courses.queries.enrolments import enrolment_facts
from app.curriculum.model import Practical
from app.db import db
from app.people.models import Person
from app.people.queries import person_by_email
from app.shared.clock import now

HIDDEN, ERASED, DOUBTED, EXPIRED, CORRECTED, REVOKED = (
    "Karim Gabarit",
    "Patrice Devinette",
    "Rokia Énigme",
    "Tiphaine Virtuelle",
    "Ulysse Provisoire",
    "Yasmine Réplique",
)
WORDS: Final = "Two trainees were taken for each other when the outcomes were written down. The school regrets it."


def let_certificates_live(coordinator: str) -> None:
    """`coordinator` is the address of whoever answers for them."""
    person = person_by_email(coordinator)
    assert person is not None
    by = person.id
    revoke(certificate_of(REVOKED), why=Why("in_error", WORDS), by=by, at=now())
    show_parts(certificate_of(HIDDEN).id, hidden=["devices", "levels", "cases", "quizzes"], at=now())
    _superseded(CORRECTED, by=by, days=None)
    _superseded(EXPIRED, by=by, days=3)
    erased = certificate_of(ERASED)
    erase(erased, reason="He wrote to us.", by=by, at=now())
    remove_files(erased)
    _doubt(certificate_of(DOUBTED))


def certificate_of(name: str) -> Certificate:
    """The last certificate of the person of that name."""
    enrolments = select(Enrolment.id).join(Person, Person.id == Enrolment.person_id).where(Person.name == name)
    issued = select(Certificate).where(Certificate.enrolment_id.in_(enrolments)).order_by(Certificate.issued_at.desc())
    return db.session.scalars(issued.limit(1)).one()


def _superseded(name: str, *, by: UUID, days: int | None) -> None:
    """Correct it; the newer one has expired so many days ago."""
    settings, reason = current_app.extensions["settings"], "The name was misspelt."
    draft = correction_of(certificate_of(name), reason=reason, by=by, at=now(), school=school_of(settings))
    if days is not None:
        expired = (now() - timedelta(days=days)).date()
        draft = replace(draft, statement=replace(draft.statement, expires_on=expired))
    supersede(draw(draft, public_url=settings.public_url), reason=reason, by=by)


def _doubt(certificate: Certificate) -> None:
    """One of its practicals counts no more."""
    items = enrolment_facts(certificate.enrolment_id).curriculum.items.values()
    practical = next(item for item in items if isinstance(item, Practical))
    settle_completion(certificate.enrolment_id, item_id=practical.id, at=None)
