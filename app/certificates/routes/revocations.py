"""Taking a certificate back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.certificates.forms import RevocationForm
from app.certificates.operations import Why, revoke
from app.certificates.permissions import may_answer_for
from app.certificates.queries import HeldCertificate, certificate_by_id, held_certificate
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("revocations", __name__, url_prefix="/certificates/<uuid:certificate_id>/revocation")


@blueprint.get("")
@guarded(held_certificate, may_answer_for)
def new(held: HeldCertificate) -> ResponseReturnValue:
    """The form: why, in words that the public reads."""
    return render_template("certificates/revocations/new.html", held=held, form=RevocationForm())


@blueprint.post("")
@guarded(held_certificate, may_answer_for)
def create(held: HeldCertificate) -> ResponseReturnValue:
    """Revoke it, and tell its holder."""
    form = RevocationForm()
    if not form.validate_on_submit():
        return render_template("certificates/revocations/new.html", held=held, form=form), 422
    why = Why(form.cause.data, form.words.data or "")
    if revoke(certificate_by_id(held.id), why=why, by=current_user.id, at=now()):
        flash(_("The certificate is revoked. Its holder is told."), "success")
    else:
        flash(_("It was revoked already. The first reason is kept."), "info")
    db.session.commit()
    return redirect(url_for("held_certificates.show", certificate_id=held.id), 303)
