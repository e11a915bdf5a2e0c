"""Choosing one's PIN."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people.forms import PinForm
from app.people.operations import set_pin
from app.people.operations.tries import forget_password
from app.people.queries import has_pin
from app.people.routes.present_password import check_present_password
from app.shared.clock import now
from app.web.guards import signed_in

blueprint = Blueprint("pins", __name__, url_prefix="/account/pin")


@blueprint.get("")
@signed_in
def edit() -> ResponseReturnValue:
    """The form."""
    return _page(PinForm())


@blueprint.post("")
@signed_in
def update() -> ResponseReturnValue:
    """Choose it, or another one."""
    form, person_id = PinForm(), current_user.id
    present = check_present_password(form)
    if present.password_hash is None:
        return _page(form), present.status, dict(present.headers)
    set_pin(person_id, pin=form.pin.data or "", by=person_id, at=now())
    forget_password(person_id)
    db.session.commit()
    flash(_("You sign with your new PIN from now on."))
    return redirect(url_for("accounts.show"), 303)


def _page(form: PinForm) -> str:
    return render_template("people/pins/edit.html", form=form, has_pin=has_pin(current_user.id))
