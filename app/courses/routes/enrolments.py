"""A trainee's place in a cohort: the whole course as they have it, and giving somebody a place."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import segno
from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts, Enrolled
from app.courses.forms import EnrolmentForm
from app.courses.operations.enrolments import AlreadyEnrolled, NewPlace, enrol_by_email
from app.courses.permissions import is_own, may_coordinate, may_see_enrolment
from app.courses.progress import progress_of
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.enrolments import done_by, enrolled
from app.db import db
from app.people.operations import INVITATION_LASTS
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("enrolments", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>")
@guarded(enrolled, may_see_enrolment)
def show(found: Enrolled) -> ResponseReturnValue:
    """The whole course with states and dates, and what is missing for the certificate."""
    today = now().astimezone(ZoneInfo(found.cohort.time_zone)).date()
    progress = progress_of(found.curriculum, done=done_by(found.id), first_day=found.cohort.first_day, today=today)
    own = is_own(current_user, found)
    items = f"/enrolments/{found.id}/items/" if own else f"/revisions/{found.cohort.revision_id}/items/"
    return render_template("courses/enrolments/show.html", found=found, progress=progress, own=own, items=items)


@blueprint.get("/cohorts/<uuid:cohort_id>/enrolments/new")
@guarded(cohort_followed_by, may_coordinate)
def new(cohort: CohortFacts) -> ResponseReturnValue:
    """The form."""
    form = EnrolmentForm(language=cohort.curriculum.language)
    return render_template("courses/enrolments/new.html", form=form, cohort=cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/enrolments")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Enrol; for somebody who can't sign in yet, show their invitation."""
    form = EnrolmentForm()
    if form.validate_on_submit():
        try:
            place = _enrol(form, cohort)
        except AlreadyEnrolled as refusal:
            taken = _("%(name)s has this address, and is in this cohort already.", name=refusal.values["name"])
            form.email.errors = [taken]
        else:
            return _invitation(place, cohort) if place.code else _welcome_back(place, cohort)
    return render_template("courses/enrolments/new.html", form=form, cohort=cohort), 422


def _enrol(form: EnrolmentForm, cohort: CohortFacts) -> NewPlace:
    values = form.data
    place = enrol_by_email(
        values["name"],
        email=values["email"],
        cohort_id=cohort.id,
        language=values["language"],
        by=current_user.id,
        at=now(),
        enrolment_id=form.new_id,
    )
    db.session.commit()
    return place


def _welcome_back(place: NewPlace, cohort: CohortFacts) -> ResponseReturnValue:
    flash(_("%(name)s is enrolled, and signs in as before.", name=place.name), "success")
    return redirect(url_for("cohort_matrix.show", cohort_id=cohort.id), 303)


def _invitation(place: NewPlace, cohort: CohortFacts) -> ResponseReturnValue:
    # The answer to the POST itself, not a redirect: so the code is kept nowhere, not in a session either. A
    # reload sends the same form again, which makes no second enrolment, but another invitation to hand over.
    address = current_app.config["PUBLIC_URL"] + url_for("invitations.edit", code=place.code)
    page = render_template(
        "courses/enrolments/created.html",
        place=place,
        cohort=cohort,
        address=address,
        qr_code=segno.make(address, error="m").svg_data_uri(border=2, light="#fff"),
        expires_at=now() + INVITATION_LASTS,
    )
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response
