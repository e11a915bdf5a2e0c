"""Erasing what a certificate says, at its holder's wish."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.certificates.forms import ErasureForm
from app.certificates.operations import erase, remove_files
from app.certificates.permissions import may_answer_for
from app.certificates.queries import HeldCertificate, certificate_by_id, held_certificate
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("certificate_erasures", __name__, url_prefix="/certificates/<uuid:certificate_id>/erasure")


@blueprint.get("")
@guarded(held_certificate, may_answer_for)
def new(held: HeldCertificate) -> ResponseReturnValue:
    """The form: who asked for it; and what is kept."""
    return render_template("certificates/certificate_erasures/new.html", held=held, form=ErasureForm())


@blueprint.post("")
@guarded(held_certificate, may_answer_for)
def create(held: HeldCertificate) -> ResponseReturnValue:
    """Erase its facts, then its files."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return render_template("certificates/certificate_erasures/new.html", held=held, form=form), 422
    certificate = certificate_by_id(held.id)
    erase(certificate, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()  # before the files go: a certificate with facts always has its files
    remove_files(certificate)
    flash(_("What the certificate said is erased. Its number and where it stands are kept."), "success")
    return redirect(url_for("held_certificates.show", certificate_id=held.id), 303)
