"""Signing off at the bench, and reading a sign-off."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff, lock_of, practical_of
from app.assessments.practicals.forms import SignatureForm, SignOffForm, preview_of, sign_off_form
from app.assessments.practicals.operations import sign_off
from app.assessments.practicals.permissions import (
    may_acknowledge,
    may_correct,
    may_pass_over,
    may_see_sign_off,
    may_set_aside,
    may_sign_off,
)
from app.assessments.practicals.queries import (
    accepted_testimonies,
    devices_used,
    enrolled_practical,
    practical_state,
    reasons_of,
    repeated_sign_off,
    sign_off_seen_by,
    sign_offs_of,
    signed,
)
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import refuse_ended
from app.courses.permissions import may_follow, may_teach
from app.courses.queries.enrolments import done_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded
from app.web.titles import page_language

blueprint = Blueprint("sign_offs", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/items/<item_id>/sign-offs/new")
@guarded(enrolled_practical, may_sign_off)
def new(found: EnrolledItem) -> ResponseReturnValue:
    """The form at the bench, as long as it can be sent; where it is locked, for whoever has a reason."""
    if not found.enrolled.active:
        refuse_ended(found.enrolled.id)
    return _form_page(found, _form_for(found, locked=_is_locked(found) and "after_all" in request.args))


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/sign-offs")
@guarded(enrolled_practical, may_sign_off)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Record a sign-off."""
    locked = _is_locked(found) and not _is_recorded()
    # The guard's queries took SQLite's write lock, and nothing is written yet: ending the transaction lets
    # everybody else write while photos are decoded and stored. The operation's first query takes it again.
    db.session.rollback()
    form = _form_for(found, locked=locked)
    if not form.validate_on_submit():
        return _form_page(found, form), 422
    made_id = _signed_off(found, form)
    db.session.commit()
    return redirect(url_for("sign_offs.show", sign_off_id=made_id), 303)


@blueprint.get("/sign-offs/<uuid:sign_off_id>")
@guarded(sign_off_seen_by, may_see_sign_off)
def show(found: SeenSignOff) -> ResponseReturnValue:
    """The outcome, and what led to it."""
    return sign_off_page(found, SignatureForm())


def sign_off_page(found: SeenSignOff, form: SignatureForm) -> str:
    """The page of a sign-off, with the trainee's form to sign it."""
    return render_template(
        "practicals/sign_offs/show.html",
        found=found,
        judged=found.judged,
        signed=signed(found),
        form=form,
        own=may_acknowledge(current_user, found),
        passes_over=may_pass_over(current_user, found),
        settles=may_set_aside(current_user, found),
        follows=may_follow(current_user, found.enrolled.cohort),
        teaches=may_teach(current_user, found.enrolled.cohort),
        corrects=found.counts and may_correct(current_user, found) and found.enrolled.active,
        reasons=reasons_of(found) if may_follow(current_user, found.enrolled.cohort) else (),
        time_zone=found.enrolled.cohort.time_zone,
    )


def _signed_off(found: EnrolledItem, form: SignOffForm) -> UUID:
    at = now()
    made = sign_off(
        found,
        sign_off_id=UUID(form.sign_off_id.data),
        by=current_user.id,
        at=at,
        begun_at=form.begun(at=at),
        judgement=form.judgement(),
        photos=form.kept_photos,
        override=form.override.data or "",
    )
    return made.id


def _is_recorded() -> bool:
    """Whether this very form was recorded before: a safety stop that is sent twice has locked the practical itself."""
    try:
        return repeated_sign_off(UUID(request.form.get("sign_off_id", ""))) is not None
    except ValueError:
        return False


def _is_locked(found: EnrolledItem) -> bool:
    return lock_of(found, done_by(found.enrolled), practical_state(found)) is not None


def _form_for(found: EnrolledItem, *, locked: bool) -> SignOffForm:
    return sign_off_form(practical_of(found), revision_id=found.enrolled.cohort.revision_id, locked=locked)


def _form_page(found: EnrolledItem, form: SignOffForm) -> str:
    state = practical_state(found)
    return render_template(
        "practicals/sign_offs/new.html",
        found=found,
        practical=practical_of(found),
        form=form,
        preview=[preview_of(criterion) for criterion in practical_of(found).criteria],
        lock=lock_of(found, done_by(found.enrolled), state),
        state=state,
        sign_offs=sign_offs_of(found),
        testimonies=accepted_testimonies(found, language=page_language()),
        devices=devices_used(found.item),
        time_zone=found.enrolled.cohort.time_zone,
    )
