"""The cards of a cohort, to print on few sheets and cut apart."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.courses.facts import CohortFacts
from app.courses.permissions import may_coordinate
from app.courses.queries.cohorts import cohort_followed_by
from app.db import db
from app.directory.operations.invitations import make_cards
from app.directory.permissions import may_administer
from app.directory.queries import people_to_let_in
from app.directory.routes.cards import kept_by_nobody
from app.directory.routes.people import member_here
from app.directory.routes.printed import card_of
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("cohort_cards", __name__, url_prefix="/cohorts/<uuid:cohort_id>/cards")


@blueprint.get("")
@guarded(cohort_followed_by, may_coordinate)
def index(cohort: CohortFacts) -> ResponseReturnValue:
    """The cards of everybody in the cohort who has not signed in yet."""
    people = people_to_let_in(cohort.id)
    mine = [person for person in people if may_administer(member_here(), person)]
    cards = [card for person in mine if (card := card_of(person, at=now()))]
    return kept_by_nobody(
        render_template(
            "directory/cards/index.html",
            cohort=cohort,
            cards=cards,
            without=len(mine) - len(cards),
            others=[person for person in people if person not in mine],
        )
    )


@blueprint.post("")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """New codes for those whose invitations have expired."""
    make_cards(people_to_let_in(cohort.id), by=member_here(), at=now())
    db.session.commit()
    return redirect(url_for("cohort_cards.index", cohort_id=cohort.id), 303)
