"""The demonstration school for the browser tests: `python -m tests.browser.school PASSWORD` makes it in the database
of the environment, everybody with that password, and prints as JSON where everything is (see `Places`)."""

from __future__ import annotations

import json
import sys
from typing import Any, TypedDict

import flask_migrate
from flask import Flask
from sqlalchemy import Executable, select

from app import create_app
from app.assessments.cases.models import CaseRun
from app.assessments.practicals.models import SignOff
from app.assessments.quizzes.models import Attempt
from app.certificates.models import Certificate
from app.courses.models import Cohort, Enrolment, Revision
from app.courses.operations.content import publish_content
from app.db import db, writing
from app.demo.school import School
from app.people.models import Person
from app.people.operations import add_person, invite
from app.people.passwords import hashed
from app.people.queries import person_by_email
from app.people.tokens import address_token, reset_token
from app.shared.clock import now
from tests.browser.sampler import make_sampler

IDA = "ida.invitee@etabli.example"


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
    certificates: dict[str, str]
    cohorts: dict[str, str]
    revisions: dict[str, str]
    invitation: str


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
    School(settings, now(), password).make()
    make_sampler(hashed(password))
    invited = add_person("Ida Invitée", email=IDA, language="en", by=None, at=now())
    return invite(invited, by=None, at=now())


def _places(invitation: str) -> Places:
    of_trainee = select(Person.name).join(Enrolment, Enrolment.person_id == Person.id)
    attempts = of_trainee.join(Attempt, Attempt.enrolment_id == Enrolment.id).order_by(Attempt.started_at)
    case_runs = of_trainee.join(CaseRun, CaseRun.enrolment_id == Enrolment.id).order_by(CaseRun.started_at)
    sign_offs = of_trainee.join(SignOff, SignOff.enrolment_id == Enrolment.id).order_by(SignOff.ended_at)
    certificates = of_trainee.join(Certificate, Certificate.enrolment_id == Enrolment.id)
    return Places(
        enrolments=_by_name(of_trainee.add_columns(Enrolment.id)),
        attempts=_by_name(attempts.add_columns(Attempt.id)),
        case_runs=_by_name(case_runs.add_columns(CaseRun.id)),
        sign_offs=_by_name(sign_offs.add_columns(SignOff.id)),
        certificates=_by_name(certificates.add_columns(Certificate.code)),
        cohorts=_by_name(select(Cohort.name, Cohort.id)),
        revisions=_by_name(select(Revision.course_id, Revision.id)),
        invitation=invitation,
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
