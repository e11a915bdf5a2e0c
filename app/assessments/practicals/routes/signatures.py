"""The trainee signs with their PIN on the instructor's device, which is passed over to them."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.forms import PinSignatureForm
from app.assessments.practicals.operations import acknowledge
from app.assessments.practicals.permissions import may_pass_over
from app.assessments.practicals.queries import seen_sign_off_by_id, sign_off_seen_by
from app.courses.operations.enrolments import refuse_ended
from app.db import db
from app.people.operations import PinBlocked, check_pin
from app.people.queries import has_pin, person_by_id
from app.people.routes.waiting import TOO_MANY, ask_to_wait
from app.shared.clock import now
from app.web.guards import guarded
from app.web.languages import speaking

blueprint = Blueprint("signatures", __name__)


@blueprint.get("/sign-offs/<uuid:sign_off_id>/signature")
@guarded(sign_off_seen_by, may_pass_over)
def new(found: SeenSignOff) -> ResponseReturnValue:
    """The outcome in the trainee's language, and where they sign; once they have, only to whom the device goes back."""
    if found.acknowledged_at:
        return render_template("practicals/signatures/back.html", found=found)
    if not found.enrolled.active:
        refuse_ended(found.enrolled.id)
    with speaking(_language_of(found)):
        return _page(found, PinSignatureForm())


@blueprint.post("/sign-offs/<uuid:sign_off_id>/signature")
@guarded(sign_off_seen_by, may_pass_over)
def create(found: SeenSignOff) -> ResponseReturnValue:
    """Sign, when the PIN is right."""
    with speaking(_language_of(found)):
        form = PinSignatureForm()
        refused = _refused(found, form)
        if refused:
            return _page(found, form), *refused
    _sign(found, form)
    db.session.commit()
    return redirect(f"/sign-offs/{found.id}/signature", 303)


def _refused(found: SeenSignOff, form: PinSignatureForm) -> tuple[int, dict[str, str]] | None:
    """Status and headers of a form that says what is wrong; None of one that is signed. Ends the transaction."""
    if not form.validate_on_submit():
        return 422, {}
    try:
        right = check_pin(found.enrolled.person_id, form.pin.data or "", at=now())
    except PinBlocked as blocked:
        return TOO_MANY, ask_to_wait(form.pin, blocked.wait)
    if not right:
        form.pin.errors = [_("This is not your PIN. Type it again; after a few wrong ones you have to wait.")]
    return None if right else (422, {})


def _sign(found: SeenSignOff, form: PinSignatureForm) -> None:
    acknowledge(
        found,
        by=found.enrolled.person_id,
        at=now(),
        agrees=form.in_agreement,
        words=form.words.data or "",
        signed_with="pin",
        beside=current_user.id,
    )


def _language_of(found: SeenSignOff) -> str:
    return person_by_id(found.enrolled.person_id).language


def _page(found: SeenSignOff, form: PinSignatureForm) -> str:
    spoken = seen_sign_off_by_id(found.id, language=_language_of(found))
    return render_template(
        "practicals/signatures/new.html",
        found=spoken,
        judged=spoken.judged,
        form=form,
        has_pin=has_pin(spoken.enrolled.person_id),
    )
