"""Putting a sign-off right: a new one takes the place of the old one, which stays to be read."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.forms import SignOffForm, preview_of, sign_off_form
from app.assessments.practicals.operations import refuse_corrected, sign_off
from app.assessments.practicals.permissions import may_correct
from app.assessments.practicals.queries import devices_used, sign_off_seen_by
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import refuse_ended
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("corrections", __name__)


@blueprint.get("/sign-offs/<uuid:sign_off_id>/corrections/new")
@guarded(sign_off_seen_by, may_correct)
def new(found: SeenSignOff) -> ResponseReturnValue:
    """The form with what was judged, as long as it can be sent."""
    refuse_ended(found.enrolled.id)
    refuse_corrected(found.id)
    return _form_page(found, sign_off_form(found.practical, revision_id=found.revision_id, old=found))


@blueprint.post("/sign-offs/<uuid:sign_off_id>/corrections")
@guarded(sign_off_seen_by, may_correct)
def create(found: SeenSignOff) -> ResponseReturnValue:
    """Record the correction."""
    # As in `sign_offs.create`: nobody waits while photos are decoded and stored.
    db.session.rollback()
    form = sign_off_form(found.practical, revision_id=found.revision_id, old=found)
    if not form.validate_on_submit():
        return _form_page(found, form), 422
    made_id = _corrected(found, form)
    db.session.commit()
    return redirect(url_for("sign_offs.show", sign_off_id=made_id), 303)


def _corrected(found: SeenSignOff, form: SignOffForm) -> UUID:
    made = sign_off(
        EnrolledItem(found.enrolled, found.practical),
        sign_off_id=UUID(form.sign_off_id.data),
        by=current_user.id,
        at=now(),
        begun_at=found.begun_at,
        judgement=form.judgement(),
        photos=form.kept_photos,
        corrects=found.id,
        reason=form.reason.data or "",
    )
    return made.id


def _form_page(found: SeenSignOff, form: SignOffForm) -> str:
    return render_template(
        "practicals/corrections/new.html",
        found=found,
        form=form,
        preview=[preview_of(criterion) for criterion in found.practical.criteria],
        devices=devices_used(found.practical),
        time_zone=found.enrolled.cohort.time_zone,
    )
