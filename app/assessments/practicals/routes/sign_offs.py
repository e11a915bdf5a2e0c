"""Signing off at the bench, and reading a sign-off."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff, practical_of
from app.assessments.practicals.forms import SignOffForm, preview_of, sign_off_form
from app.assessments.practicals.operations import sign_off
from app.assessments.practicals.permissions import may_acknowledge, may_see_sign_off, may_sign_off
from app.assessments.practicals.photos import keep
from app.assessments.practicals.queries import (
    devices_used,
    enrolled_practical,
    practical_state,
    sign_off_seen_by,
    sign_offs_of,
)
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import refuse_ended
from app.courses.permissions import may_follow
from app.courses.progress import closed_gates
from app.courses.queries.enrolments import done_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("sign_offs", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/items/<item_id>/sign-offs/new")
@guarded(enrolled_practical, may_sign_off)
def new(found: EnrolledItem) -> ResponseReturnValue:
    """The form at the bench, as long as it can be sent."""
    if not found.enrolled.active:
        refuse_ended(found.enrolled.id)
    return _form_page(found, sign_off_form(practical_of(found)))


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/sign-offs")
@guarded(enrolled_practical, may_sign_off)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Record a sign-off."""
    # The guard's queries took SQLite's write lock, and nothing is written yet: ending the transaction lets
    # everybody else write while photos are decoded and stored. The operation's first query takes it again.
    db.session.rollback()
    form = sign_off_form(practical_of(found))
    if not form.validate_on_submit():
        return _form_page(found, form), 422
    made_id = _signed_off(found, form)
    db.session.commit()
    return redirect(url_for("sign_offs.show", sign_off_id=made_id), 303)


@blueprint.get("/sign-offs/<uuid:sign_off_id>")
@guarded(sign_off_seen_by, may_see_sign_off)
def show(found: SeenSignOff) -> ResponseReturnValue:
    """The outcome, and what led to it."""
    return render_template(
        "practicals/sign_offs/show.html",
        found=found,
        judged=found.judged,
        own=may_acknowledge(current_user, found),
        follows=may_follow(current_user, found.enrolled.cohort),
        time_zone=found.enrolled.cohort.time_zone,
    )


def _signed_off(found: EnrolledItem, form: SignOffForm) -> UUID:
    at = now()
    photos = keep(form.cleaned)
    made = sign_off(
        found,
        sign_off_id=UUID(form.sign_off_id.data),
        by=current_user.id,
        at=at,
        begun_at=form.begun(at=at),
        judgement=form.judgement(),
        photos=photos,
    )
    return made.id


def _form_page(found: EnrolledItem, form: SignOffForm) -> str:
    return render_template(
        "practicals/sign_offs/new.html",
        found=found,
        practical=practical_of(found),
        form=form,
        preview=[preview_of(criterion) for criterion in practical_of(found).criteria],
        locked=bool(closed_gates(found.item, done_by(found.enrolled))),
        state=practical_state(found),
        sign_offs=sign_offs_of(found),
        devices=devices_used(found.item),
        time_zone=found.enrolled.cohort.time_zone,
    )
