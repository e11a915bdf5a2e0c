"""A certificate as its holder and the school see it: its files, its public address, and what is shown there."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.certificates.forms import DisclosureForm
from app.certificates.operations import show_parts
from app.certificates.permissions import may_answer_for, may_choose_what_is_shown
from app.certificates.queries import HeldCertificate, changes_since, exceptions_to, held_certificate, siblings_of
from app.courses.permissions import is_own
from app.db import db
from app.shared.clock import now
from app.shared.qr_codes import qr_code
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("held_certificates", __name__, url_prefix="/certificates/<uuid:certificate_id>")


@blueprint.get("")
@guarded(held_certificate, anyone_who_finds_it)
def show(held: HeldCertificate) -> ResponseReturnValue:
    """What there is of it to take along, and what can be done with it."""
    address = f"{current_app.config['PUBLIC_URL']}/c/{held.code}"
    own, answers = is_own(current_user, held.enrolled), may_answer_for(current_user, held)
    return render_template(
        "certificates/held_certificates/show.html",
        held=held,
        address=address,
        qr=qr_code(address),
        own=own,
        exception=None if own else exceptions_to([held.enrolled.id]).get(held.enrolled.id),
        answers=answers,
        changes=changes_since(held) if answers and held.holds else None,
        form=DisclosureForm.of(held.parts, hidden=held.hidden),
        siblings=siblings_of(held, at=now()),
    )


@blueprint.post("/disclosure")
@guarded(held_certificate, may_choose_what_is_shown)
def update(held: HeldCertificate) -> ResponseReturnValue:
    """Show what is ticked on the public page, and hide the rest."""
    form = DisclosureForm.of(held.parts, hidden=held.hidden)
    if form.validate_on_submit():
        show_parts(held.id, hidden=form.hidden, at=now())
        db.session.commit()
        flash(_("Saved. The public page shows what you chose."), "success")
    return redirect(url_for("held_certificates.show", certificate_id=held.id), 303)
