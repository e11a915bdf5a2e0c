"""Closing somebody's account, and opening it again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.directory.facts import PersonFacts
from app.directory.forms import ReasonForm
from app.directory.operations.accounts import close_account, open_account, refuse_closing
from app.directory.permissions import may_see_people
from app.directory.queries import person_in_reach
from app.directory.routes.people import member_here
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people_deactivations", __name__, url_prefix="/people/<uuid:person_id>")


@blueprint.get("/deactivation")
@guarded(person_in_reach, may_see_people)
def new(person: PersonFacts) -> ResponseReturnValue:
    """Ask for the reason: of closing an account that is open, of opening one that is closed."""
    refuse_closing(person, by=member_here())
    return render_template("directory/deactivations/new.html", form=ReasonForm(), person=person)


@blueprint.post("/deactivation")
@guarded(person_in_reach, may_see_people)
def create(person: PersonFacts) -> ResponseReturnValue:
    """Close it."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("directory/deactivations/new.html", form=form, person=person), 422
    close_account(person, reason=form.reason.data or "", by=member_here(), at=now())
    db.session.commit()
    flash(_("The account is deactivated. %(name)s is signed out everywhere.", name=person.name), "success")
    return redirect(url_for("people.show", person_id=person.id), 303)


@blueprint.post("/reactivation")
@guarded(person_in_reach, may_see_people)
def destroy(person: PersonFacts) -> ResponseReturnValue:
    """Open it again."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return render_template("directory/deactivations/new.html", form=form, person=person), 422
    open_account(person, reason=form.reason.data or "", by=member_here(), at=now())
    db.session.commit()
    flash(_("The account is open again. %(name)s signs in as before.", name=person.name), "success")
    return redirect(url_for("people.show", person_id=person.id), 303)
