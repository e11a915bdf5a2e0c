"""A trainee's safety licence, which an unsafe act at the bench suspends."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import Licence
from app.courses.forms.licences import RestorationForm
from app.courses.operations.gates import restore_licence
from app.courses.permissions import may_restore_licence, may_see_licence
from app.courses.queries.licences import licence_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("licences", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/licence")
@guarded(licence_seen_by, may_see_licence)
def show(found: Licence) -> ResponseReturnValue:
    """Whether it is suspended, what happened to it, and the form that gives it back."""
    return _page(found, RestorationForm(data={"suspension_id": found.suspension_id}))


@blueprint.post("/enrolments/<uuid:enrolment_id>/licence")
@guarded(licence_seen_by, may_restore_licence)
def update(found: Licence) -> ResponseReturnValue:
    """Give it back."""
    form = RestorationForm()
    if not form.validate_on_submit():
        return _page(found, form), 422
    restore_licence(
        found.enrolled,
        suspension_id=form.suspension,
        reason=form.reason.data or "",
        by=current_user.id,
        at=now(),
    )
    db.session.commit()
    flash(_("%(name)s has the safety licence again, and is told.", name=found.enrolled.name), "success")
    return redirect(url_for("licences.show", enrolment_id=found.enrolled.id), 303)


def _page(found: Licence, form: RestorationForm) -> str:
    return render_template(
        "courses/licences/show.html",
        found=found,
        form=form,
        restores=may_restore_licence(current_user, found),
        time_zone=found.enrolled.cohort.time_zone,
    )
