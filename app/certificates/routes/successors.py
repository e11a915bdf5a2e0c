"""A new certificate in the place of an earlier one: corrected, or renewed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.certificates.forms import CorrectionForm, RenewalForm
from app.certificates.models import Certificate
from app.certificates.operations import Draft, PlaceTakenError, correction_of, draw, renewal_of, supersede
from app.certificates.permissions import may_answer_for
from app.certificates.queries import HeldCertificate, certificate_by_id, changes_since, held_certificate
from app.certificates.school import school_of
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("successors", __name__, url_prefix="/certificates/<uuid:certificate_id>")


@blueprint.get("/correction")
@guarded(held_certificate, may_answer_for)
def new_correction(held: HeldCertificate) -> ResponseReturnValue:
    """The form: what is not right in it."""
    return _correction_page(held, CorrectionForm())


@blueprint.post("/correction")
@guarded(held_certificate, may_answer_for)
def create_correction(held: HeldCertificate) -> ResponseReturnValue:
    """Issue it anew from what is known today."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _correction_page(held, form), 422
    return _issue_anew(held, correction_of, form.reason.data or "", _("The corrected certificate is issued."))


@blueprint.get("/renewal")
@guarded(held_certificate, may_answer_for)
def new_renewal(held: HeldCertificate) -> ResponseReturnValue:
    """The form: what was looked at."""
    return render_template("certificates/successors/renewal.html", held=held, form=RenewalForm())


@blueprint.post("/renewal")
@guarded(held_certificate, may_answer_for)
def create_renewal(held: HeldCertificate) -> ResponseReturnValue:
    """Issue it anew with the same facts, valid once more."""
    form = RenewalForm()
    if not form.validate_on_submit():
        return render_template("certificates/successors/renewal.html", held=held, form=form), 422
    return _issue_anew(held, renewal_of, form.reason.data or "", _("The certificate is renewed."))


def _correction_page(held: HeldCertificate, form: CorrectionForm) -> str:
    changes = changes_since(held)
    return render_template("certificates/successors/correction.html", held=held, form=form, changes=changes)


def _issue_anew(held: HeldCertificate, drafted: Callable[..., Draft], reason: str, said: str) -> ResponseReturnValue:
    """Of two who ask at once one is the first, and the other one's stands."""
    if held.standing.superseded:
        return _already(held)
    try:
        certificate, is_new = _made(held, drafted, reason)
    except PlaceTakenError:
        db.session.rollback()
        certificate, is_new = _made(held, drafted, reason)
    db.session.commit()
    if not is_new:
        return _already(held)
    flash(said, "success")
    return redirect(url_for("held_certificates.show", certificate_id=certificate.id), 303)


def _made(held: HeldCertificate, drafted: Callable[..., Draft], reason: str) -> tuple[Certificate, bool]:
    """Draft, draw and write, as issuing does."""
    school = school_of(current_app.extensions["settings"])
    draft = drafted(certificate_by_id(held.id), reason=reason, by=current_user.id, at=now(), school=school)
    db.session.commit()  # nothing is written yet, but now others may write while the documents are drawn
    drawn = draw(draft, public_url=current_app.config["PUBLIC_URL"])
    return supersede(drawn, reason=reason, by=current_user.id)


def _already(held: HeldCertificate) -> ResponseReturnValue:
    flash(_("A newer certificate has taken its place already."), "info")
    return redirect(url_for("held_certificates.show", certificate_id=held.id), 303)
