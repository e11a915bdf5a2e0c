"""Certificates of the demonstration school that were asked for and not issued."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from app.certificates.operations import begin_run, refuse_line
from app.courses.models import Cohort, Enrolment
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.people.queries import person_by_email
from app.shared.clock import now
from app.shared.ids import new_id

COHORT: Final = "Mobile · autumn"


def refuse_certificates(coordinator: str) -> None:
    """`coordinator` (address) has asked for those of two trainees who haven't earned them."""
    asks = person_by_email(coordinator)
    assert asks is not None
    cohort_id = db.session.scalars(select(Cohort.id).where(Cohort.name == COHORT)).one()
    in_order = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id).order_by(Enrolment.id)
    places, cohort = db.session.scalars(in_order.limit(2)).all(), cohort_facts(cohort_id)
    run = begin_run(new_id(), cohort=cohort, chosen=dict.fromkeys(places, ""), by=asks.id, at=now())
    for place in places:
        refuse_line(run.id, enrolment_id=place, code="not-complete", at=now())
