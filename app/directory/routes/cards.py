"""Somebody's card to print, with the code by which they sign in for the first time."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.db import db
from app.directory.facts import PersonFacts
from app.directory.forms import InsteadForm
from app.directory.operations.invitations import make_card, refuse_card
from app.directory.permissions import may_see_people
from app.directory.queries import person_in_reach
from app.directory.routes.people import member_here
from app.directory.routes.printed import card_of
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("people_cards", __name__)


@blueprint.get("/people/<uuid:person_id>/card")
@guarded(person_in_reach, may_see_people)
def show(person: PersonFacts) -> ResponseReturnValue:
    """Somebody's card: the same while their invitation is open."""
    refuse_card(person, by=member_here())
    card = card_of(person, at=now())
    return kept_by_nobody(render_template("directory/cards/show.html", person=person, card=card))


@blueprint.post("/people/<uuid:person_id>/card")
@guarded(person_in_reach, may_see_people)
def create(person: PersonFacts) -> ResponseReturnValue:
    """A new code for somebody who has no open invitation, or lost it."""
    make_card(person, instead_of=InsteadForm().latest, by=member_here(), at=now())
    db.session.commit()
    return redirect(url_for("people_cards.show", person_id=person.id), 303)


def kept_by_nobody(page: str) -> Response:
    """An answer that no browser keeps: it has codes."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
