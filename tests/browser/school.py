"""The demonstration school for the browser tests: `python -m tests.browser.school PASSWORD` makes it in the database
of the environment, everybody with that password, and prints as JSON where everything is (see `Places`)."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any, TypedDict
from uuid import UUID

import flask_migrate
from flask import Flask
from sqlalchemy import Executable, exists, select
from sqlalchemy.orm import aliased

from app import create_app
from app.assessments.cases.models import CaseRun
from app.assessments.practicals.models import HeldRecord, SignOff, SignOffClash, TestimonyRequest
from app.assessments.practicals.witnessing import testimony_code
from app.assessments.quizzes.models import Attempt, QuestionCorrection
from app.certificates.models import Certificate, IssuingRun
from app.courses.models import Cohort, Enrolment, Revision, SafetyCorrection, SafetyDuty
from app.courses.operations.content import publish_content
from app.db import db, writing
from app.demo.school import School, new_secrets
from app.people.models import Person
from app.people.operations import add_person, invite
from app.people.passwords import hashed
from app.people.queries import person_by_email
from app.people.tokens import address_token, reset_token
from app.shared.clock import now
from tests.browser.asking import refuse_certificates
from tests.browser.certifying import let_certificates_live
from tests.browser.disputing import make_disputes
from tests.browser.holding import hold_records
from tests.browser.pushing import make_correction
from tests.browser.rekeying import correct_a_key
from tests.browser.sampler import make_sampler
from tests.browser.workbench import make_workbench

NOT_ANSWERED = "Issa Avatar"
"""About whom a witness was asked who hasn't answered."""
CLAIRE = "claire.exemple@etabli.example"
"""Who coordinates every site."""
AUDE = "aude.parchemin@etabli.example"
"""Who writes the courses."""
IDA = "ida.invitee@etabli.example"


_newer = aliased(Certificate)


class Links(TypedDict):
    """Signed links of letters."""

    password_reset: str
    address_change: str


class Places(Links):
    """Parts of addresses: ids by the name of a person, cohort or course; of several, the last."""

    enrolments: dict[str, str]
    attempts: dict[str, str]
    case_runs: dict[str, str]
    sign_offs: dict[str, str]
    testimonies: dict[str, str]
    clashes: dict[str, str]
    held_records: dict[str, str]
    certificates: dict[str, str]
    """Their numbers."""
    certificate_ids: dict[str, str]
    earlier_certificates: dict[str, str]
    """The numbers of those that were corrected."""
    issuing_runs: dict[str, str]
    question_corrections: dict[str, str]
    """By question."""
    cohorts: dict[str, str]
    revisions: dict[str, str]
    safety_corrections: dict[str, str]
    safety_duties: dict[str, str]
    invitation: str
    testimony: str
    """The code of a link that a witness hasn't used yet."""


def main(password: str) -> None:
    """Make the school and tell where everything is."""
    app = create_app()
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            invitation = _make(app, password)
            db.session.commit()
        print(json.dumps(_places(invitation)))  # noqa: T201 - read by the process that asked for the school
        db.session.remove()
        db.engine.dispose()


def _make(app: Flask, password: str) -> str:
    settings = app.extensions["settings"]
    publish_content(settings.content, by=None, at=now())
    School(settings, now(), replace(new_secrets(), password=password)).make()
    make_sampler(hashed(password))
    make_workbench(hashed(password))
    hold_records()
    make_disputes(CLAIRE)
    let_certificates_live(CLAIRE)
    refuse_certificates(CLAIRE)
    make_correction(hashed(password), AUDE)
    correct_a_key(hashed(password), AUDE)
    invited = add_person("Ida Invitée", email=IDA, language="en", by=None, at=now())
    return invite(invited, by=None, at=now())


def _places(invitation: str) -> Places:
    of_trainee = select(Person.name).join(Enrolment, Enrolment.person_id == Person.id)
    attempts = of_trainee.join(Attempt, Attempt.enrolment_id == Enrolment.id).order_by(Attempt.started_at)
    case_runs = of_trainee.join(CaseRun, CaseRun.enrolment_id == Enrolment.id).order_by(CaseRun.started_at)
    sign_offs = of_trainee.join(SignOff, SignOff.enrolment_id == Enrolment.id).order_by(SignOff.ended_at)
    testimonies = of_trainee.join(TestimonyRequest, TestimonyRequest.enrolment_id == Enrolment.id)
    clashes = of_trainee.join(SignOff, SignOff.enrolment_id == Enrolment.id).join(
        SignOffClash, SignOffClash.earlier_id == SignOff.id
    )
    held_records = of_trainee.join(HeldRecord, HeldRecord.enrolment_id == Enrolment.id)
    certificates = of_trainee.join(Certificate, Certificate.enrolment_id == Enrolment.id).order_by(
        Certificate.issued_at
    )
    corrected = certificates.where(exists().where(_newer.supersedes_id == Certificate.id))
    return Places(
        enrolments=_by_name(of_trainee.add_columns(Enrolment.id)),
        attempts=_by_name(attempts.add_columns(Attempt.id)),
        case_runs=_by_name(case_runs.add_columns(CaseRun.id)),
        sign_offs=_by_name(sign_offs.add_columns(SignOff.id)),
        testimonies=_by_name(testimonies.add_columns(TestimonyRequest.id)),
        clashes=_by_name(clashes.add_columns(SignOffClash.id)),
        held_records=_by_name(held_records.add_columns(HeldRecord.id)),
        certificates=_by_name(certificates.add_columns(Certificate.code)),
        certificate_ids=_by_name(certificates.add_columns(Certificate.id)),
        earlier_certificates=_by_name(corrected.add_columns(Certificate.code)),
        issuing_runs=_by_name(select(Cohort.name, IssuingRun.id).join(IssuingRun, IssuingRun.cohort_id == Cohort.id)),
        question_corrections=_by_name(select(QuestionCorrection.question_id, QuestionCorrection.id)),
        cohorts=_by_name(select(Cohort.name, Cohort.id)),
        revisions=_by_name(select(Revision.course_id, Revision.id).order_by(Revision.id)),
        safety_corrections=_by_name(select(SafetyCorrection.course_id, SafetyCorrection.id)),
        safety_duties=_by_name(
            of_trainee.join(SafetyDuty, SafetyDuty.enrolment_id == Enrolment.id).add_columns(SafetyDuty.id)
        ),
        invitation=invitation,
        testimony=testimony_code(UUID(_by_name(testimonies.add_columns(TestimonyRequest.id))[NOT_ANSWERED])),
        **_links(),
    )


def _links() -> Links:
    """The signed links of letters to Ida."""
    ida = person_by_email(IDA)
    assert ida is not None
    account: dict[str, Any] = {"password_hash": ida.password_hash, "at": now()}
    return Links(
        password_reset=reset_token(ida.id, address=ida.email, **account),
        address_change=address_token(ida.id, "ida@nouvelle-adresse.example", ida.email, **account),
    )


def _by_name(pairs: Executable) -> dict[str, str]:
    return {name: str(value) for name, value in db.session.execute(pairs)}


if __name__ == "__main__":
    main(sys.argv[1])
