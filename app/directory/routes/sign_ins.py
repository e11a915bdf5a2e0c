"""Ending somebody's sign-ins, who lost their phone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.directory.facts import PersonFacts
from app.directory.operations.accounts import sign_out_everywhere
from app.directory.permissions import may_see_people
from app.directory.queries import person_in_reach
from app.directory.routes.people import member_here
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people_sign_ins", __name__, url_prefix="/people/<uuid:person_id>/sign-out")


@blueprint.post("")
@guarded(person_in_reach, may_see_people)
def destroy(person: PersonFacts) -> ResponseReturnValue:
    """End every sign-in of somebody."""
    sign_out_everywhere(person, by=member_here(), at=now())
    db.session.commit()
    flash(_("%(name)s is signed out everywhere.", name=person.name), "success")
    return redirect(url_for("people.show", person_id=person.id), 303)
