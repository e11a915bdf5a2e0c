"""Held records: what came from the bench and waits for its assessor."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import DropForm, RecordAfterAllForm, why_held
from app.assessments.practicals.held import HeldPage, SeenHeldRecord
from app.assessments.practicals.operations import drop_held_record, record_after_all, sign_of
from app.assessments.practicals.permissions import may_drop_held, may_list_held, may_record_held
from app.assessments.practicals.queries import held_page, held_record_seen_by
from app.courses.permissions import may_follow, may_teach
from app.db import db
from app.people.member import Member
from app.people.queries import has_pin
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("held_records", __name__)

LOCKED = frozenset({"item-locked", "licence-suspended", "retake-spent"})
"""What a reason overrides."""
FOR_GOOD = frozenset({"own-work", "incomplete-sign-off", "other-sign-off", "already-corrected", "nothing-to-correct"})
"""What nothing on this page mends."""


def _shown_page(member: Member) -> HeldPage:
    return held_page(member, page=request.args.get("page", 1, type=int))


@blueprint.get("/held-records")
@guarded(_shown_page, may_list_held)
def index(found: HeldPage) -> ResponseReturnValue:
    """What waits for the member, and why."""
    return render_template("practicals/held_records/index.html", found=found, why_held=why_held)


@blueprint.get("/held-records/<uuid:held_id>")
@guarded(held_record_seen_by, may_drop_held)
def show(found: SeenHeldRecord) -> ResponseReturnValue:
    """What was judged, why it is held, and what can be done."""
    return _page(found, _form_of(found), DropForm())


@blueprint.post("/held-records/<uuid:held_id>/sign-off")
@guarded(held_record_seen_by, may_record_held)
def create(found: SeenHeldRecord) -> ResponseReturnValue:
    """Record it after all."""
    form = _form_of(found)
    signed_as = _signed_as(found, form)
    if not signed_as:
        return _page(found, form, DropForm()), 422
    override = (form.override.data or "") if "override" in form else ""
    member: Member = current_user._get_current_object()  # noqa: SLF001 - operations want the member, not a proxy
    why = record_after_all(found, by=member, signed_as=signed_as, override=override, at=now())
    db.session.commit()
    if why:
        flash(why_held(why), "warning")
    return redirect(f"/held-records/{found.id}" if why else f"/sign-offs/{found.id}", 303)


@blueprint.post("/held-records/<uuid:held_id>/removal")
@guarded(held_record_seen_by, may_drop_held)
def destroy(found: SeenHeldRecord) -> ResponseReturnValue:
    """Drop it."""
    form = DropForm()
    if not form.validate_on_submit():
        return _page(found, _form_of(found), form), 422
    drop_held_record(found, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The record was dropped. Your reason is kept in the journal."), "success")
    return redirect("/held-records", 303)


def _page(found: SeenHeldRecord, form: RecordAfterAllForm, dropping: DropForm) -> str:
    return render_template(
        "practicals/held_records/show.html",
        found=found,
        form=form,
        dropping=dropping,
        why=why_held(found.why),
        follows=may_follow(current_user, found.enrolled.cohort),
        teaches=may_teach(current_user, found.enrolled.cohort),
        records=may_record_held(current_user, found) and found.why not in FOR_GOOD,
        time_zone=found.enrolled.cohort.time_zone,
    )


def _form_of(found: SeenHeldRecord) -> RecordAfterAllForm:
    """What it takes: the PIN, unless it was right at the bench or there is none, and a reason against a lock."""
    pin = not found.signed.assessor and has_pin(found.assessor_id)
    return RecordAfterAllForm.needing(pin=pin, override=found.why in LOCKED)


def _signed_as(found: SeenHeldRecord, form: RecordAfterAllForm) -> str:
    """How the assessor signs; nothing when the form says what is wrong."""
    if not form.validate_on_submit():
        return ""
    if "pin" not in form:
        return found.signed.assessor or "account"
    signed_as: str = sign_of(found.assessor_id, form.pin.data or "", at=now())
    if not signed_as:
        form.pin.errors = [_("This is not your PIN, or it was asked for too often: then wait a quarter of an hour.")]
    return signed_as
