"""A worker that issues certificates, by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.certificates.facts import School
from app.certificates.issuing import Office, work_off
from app.certificates.models import Certificate, IssuingLine, IssuingRun
from app.certificates.operations import begin_run
from app.courses.operations.enrolments import enrol
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.people.operations import add_person
from app.shared.ids import new_id
from tests.cast import BEFORE, Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL


def work(until: Callable[[], bool] = lambda: False) -> None:
    """Issue what waits, as the worker does."""
    db.session.commit()
    work_off(Office(PUBLIC_URL, School(SCHOOL), until))
    db.session.expire_all()


def ask(cast: Cast, chosen: dict[UUID, str], *, by: UUID | None = None, at: datetime = ISSUED) -> IssuingRun:
    """Ask for these certificates as the coordinator."""
    by = by or cast.coordinator.id
    return begin_run(new_id(), cohort=cohort_facts(cast.cohort_id), chosen=chosen, by=by, at=at)


def line(run: IssuingRun, enrolment_id: UUID) -> IssuingLine:
    """That trainee's line, as it is now."""
    return db.session.get_one(IssuingLine, (run.id, enrolment_id), populate_existing=True)


def states(run: IssuingRun) -> dict[UUID, tuple[str, str]]:
    """What became of each trainee, and what for."""
    lines = db.session.scalars(select(IssuingLine).where(IssuingLine.run_id == run.id))
    return {each.enrolment_id: (each.state, each.refused_for) for each in lines}


def how_many() -> int:
    """Certificates."""
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def enrolled_too(cast: Cast, name: str) -> UUID:
    """The enrolment of one more trainee of that name in the cohort."""
    person = add_person(name, email=None, language="en", by=None, at=BEFORE)
    return enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE).id
