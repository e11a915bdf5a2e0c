"""A trainee's place in a cohort: the whole course as they have it, and giving somebody a place."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts, Enrolled
from app.courses.forms.enrolments import EnrolmentForm
from app.courses.operations.enrolments import AlreadyEnrolled, NewPlace, enrol_by_email
from app.courses.permissions import (
    is_own,
    may_coordinate,
    may_coordinate_place,
    may_move_their_dates,
    may_see_enrolment,
)
from app.courses.progress import progress_of
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.enrolments import done_by, enrolled
from app.courses.queries.history import history_of
from app.db import db
from app.people.invitation_code import as_printed
from app.people.operations import INVITATION_LASTS, PersonDeactivated
from app.shared.clock import now
from app.shared.errors import Refusal
from app.shared.qr_codes import qr_code
from app.web.guards import guarded

blueprint = Blueprint("enrolments", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>")
@guarded(enrolled, may_see_enrolment)
def show(found: Enrolled) -> ResponseReturnValue:
    """The whole course with states and dates, and what is missing for the certificate."""
    today = found.cohort.day_of(now())
    progress = progress_of(found.curriculum, done=done_by(found), calendar=found.cohort.calendar, today=today)
    own, coordinates = is_own(current_user, found), may_coordinate_place(current_user, found)
    return render_template(
        "courses/enrolments/show.html",
        found=found,
        progress=progress,
        own=own,
        items=f"/enrolments/{found.id}/items/" if own else f"/revisions/{found.cohort.revision_id}/items/",
        moves_dates=may_move_their_dates(current_user, found),
        coordinates=coordinates,
        history=history_of(found.id) if coordinates else (),
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/enrolments/new")
@guarded(cohort_followed_by, may_coordinate)
def new(cohort: CohortFacts) -> ResponseReturnValue:
    """The form."""
    form = EnrolmentForm(language=cohort.curriculum.language)
    return render_template("courses/enrolments/new.html", form=form, cohort=cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/enrolments")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Enrol, and say how somebody new gets in: by letter, or by a card to hand over."""
    form = EnrolmentForm()
    if form.validate_on_submit():
        try:
            place = _enrol(form, cohort)
        except (AlreadyEnrolled, PersonDeactivated) as refusal:
            form.email.errors = [_taken(refusal)]
        else:
            return _invited(place, cohort) if place.code or place.letter_to else _welcome_back(place, cohort)
    return render_template("courses/enrolments/new.html", form=form, cohort=cohort), 422


def _taken(refusal: Refusal) -> str:
    if isinstance(refusal, PersonDeactivated):
        closed: str = _("The account with this address is deactivated. It has to be reactivated first.")
        return closed
    name = refusal.values["name"]
    if refusal.values["withdrawn"]:
        left: str = _("%(name)s has this address, and left this cohort: let them return on their page.", name=name)
        return left
    taken: str = _("%(name)s has this address, and is in this cohort already.", name=name)
    return taken


def _enrol(form: EnrolmentForm, cohort: CohortFacts) -> NewPlace:
    values = form.data
    place = enrol_by_email(
        values["name"],
        email=values["email"] or None,
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


def _invited(place: NewPlace, cohort: CohortFacts) -> ResponseReturnValue:
    # The answer to the POST itself, not a redirect: so the code is kept nowhere, not in a session either. A
    # reload sends the same form again, which makes no second enrolment and no second invitation.
    typed_at = current_app.config["PUBLIC_URL"] + "/invitations"
    address = f"{typed_at}/{place.code}"
    page = render_template(
        "courses/enrolments/created.html",
        place=place,
        cohort=cohort,
        address=address,
        typed_at=typed_at,
        code=as_printed(place.code),
        qr_code=qr_code(address),
        expires_at=now() + INVITATION_LASTS,
    )
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response
