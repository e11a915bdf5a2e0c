"""Sending somebody's invitation again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.directory.facts import PersonFacts
from app.directory.forms import InsteadForm
from app.directory.operations.invitations import send_letter_again
from app.directory.permissions import may_see_people
from app.directory.queries import person_in_reach
from app.directory.routes.people import member_here
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people_invitations", __name__)


@blueprint.post("/people/<uuid:person_id>/invitation")
@guarded(person_in_reach, may_see_people)
def create(person: PersonFacts) -> ResponseReturnValue:
    """By mail, in place of the one before."""
    send_letter_again(person, instead_of=InsteadForm().latest, by=member_here(), at=now())
    db.session.commit()
    flash(_("A letter with the invitation is on its way to %(address)s.", address=person.email), "success")
    return redirect(url_for("people.show", person_id=person.id), 303)
