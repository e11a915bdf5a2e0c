"""Testimony as instructors see it: asking a witness, what was asked and given, and deciding on it."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.assessments.practicals.forms import TestimonyDecisionForm, WitnessForm
from app.assessments.practicals.operations import ask_witness
from app.assessments.practicals.permissions import (
    may_ask_witness,
    may_decide_testimony,
    may_erase_testimony,
    may_list_testimonies,
    may_see_testimony,
)
from app.assessments.practicals.queries import enrolled_practical, testimonies_for, testimony_seen_by
from app.assessments.practicals.witnessing import TESTIMONY_LASTS, EnrolledTestimony, SeenTestimony
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import refuse_ended
from app.courses.queries.history import happened_to
from app.db import db
from app.shared.clock import now
from app.shared.qr_codes import qr_code
from app.web.guards import guarded

blueprint = Blueprint("testimonies", __name__)

STEPS = ("to_decide", "asked", "expired", "accepted", "refused")
"""In the order of the page that lists them."""


@blueprint.get("/testimonies")
@guarded(testimonies_for, may_list_testimonies)
def index(found: tuple[SeenTestimony, ...]) -> ResponseReturnValue:
    """To decide, asked, and decided."""
    at = now()
    steps = {each: [line for line in found if line.step(at) == each] for each in STEPS}
    return render_template("practicals/testimonies/index.html", steps=steps, any=bool(found))


@blueprint.get("/enrolments/<uuid:enrolment_id>/items/<item_id>/testimonies/new")
@guarded(enrolled_practical, may_ask_witness)
def new(found: EnrolledItem) -> ResponseReturnValue:
    """The form: who is asked."""
    if not found.enrolled.active:
        refuse_ended(found.enrolled.id)
    return render_template("practicals/testimonies/new.html", found=found, form=WitnessForm())


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/testimonies")
@guarded(enrolled_practical, may_ask_witness)
def create(found: EnrolledItem) -> ResponseReturnValue:
    """Make the link, and show it this once."""
    form = WitnessForm()
    if not form.validate_on_submit():
        return render_template("practicals/testimonies/new.html", found=found, form=form), 422
    code = ask_witness(found, request_id=form.request_id, witness=form.witness, by=current_user.id, at=now())
    db.session.commit()
    return _link_page(found, form, code)


@blueprint.get("/testimonies/<uuid:request_id>")
@guarded(testimony_seen_by, may_see_testimony)
def show(found: EnrolledTestimony) -> ResponseReturnValue:
    """What was asked and said, and the form to decide on it."""
    return testimony_page(found, TestimonyDecisionForm())


def _link_page(found: EnrolledItem, form: WitnessForm, code: str) -> ResponseReturnValue:
    # The answer to the POST itself, not a redirect: so the code is kept nowhere, not in a session either. A reload
    # sends the same form again, which asks once, and shows the same link.
    address = f"{current_app.config['PUBLIC_URL']}/t/{code}"
    page = render_template(
        "practicals/testimonies/link.html",
        found=found,
        witness=form.witness,
        address=address,
        qr_code=qr_code(address),
        expires_at=now() + TESTIMONY_LASTS,
    )
    response = make_response(page, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def testimony_page(found: EnrolledTestimony, form: TestimonyDecisionForm) -> str:
    """The testimony, with the form to decide on it."""
    return render_template(
        "practicals/testimonies/show.html",
        found=found,
        step=found.testimony.step(now()),
        form=form,
        decides=may_decide_testimony(current_user, found),
        erases=may_erase_testimony(current_user, found),
        erasures=happened_to("testimony", id=found.testimony.id, acts=("testimony.erased",)),
    )
