"""Roles of the people at a coordinator's sites."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.directory.facts import PersonFacts
from app.directory.forms import RoleForm
from app.directory.operations.staff import give_roles, take_role_back
from app.directory.permissions import may_see_people
from app.directory.queries import person_in_reach
from app.directory.routes.people import member_here, page_of, places_here
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people_roles", __name__, url_prefix="/people/<uuid:person_id>/roles")


@blueprint.post("")
@guarded(person_in_reach, may_see_people)
def create(person: PersonFacts) -> ResponseReturnValue:
    """Give one more."""
    form = RoleForm.offering(places_here())
    if not form.validate_on_submit():
        return page_of(person, form), 422
    new = give_roles(person, [form.chosen], by=member_here(), at=now())
    db.session.commit()
    flash(_("The role is given.") if new else _("They have this role already."), "success" if new else "info")
    return redirect(url_for("people.show", person_id=person.id), 303)


@blueprint.post("/removal")
@guarded(person_in_reach, may_see_people)
def destroy(person: PersonFacts) -> ResponseReturnValue:
    """Take one back. One that is not there any more was taken back already."""
    grant = next((each for each in person.grants if str(each.id) == request.form.get("grant")), None)
    if grant:
        take_role_back(person, grant, by=member_here(), at=now())
        db.session.commit()
    flash(_("The role is taken back."), "success")
    if person_in_reach(member_here(), person_id=person.id) is None:  # it was what they had at this coordinator's sites
        return redirect(url_for("people.index"), 303)
    return redirect(url_for("people.show", person_id=person.id), 303)
