"""Changing one's password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people.forms import PasswordForm
from app.people.operations.passwords import replace_password
from app.people.operations.tries import forget_password
from app.people.passwords import hashed
from app.people.routes.present_password import check_present_password
from app.people.routes.signing_in import sign_in_here
from app.shared.clock import now
from app.web.guards import signed_in

blueprint = Blueprint("passwords", __name__, url_prefix="/password")


@blueprint.get("")
@signed_in
def edit() -> ResponseReturnValue:
    """The form."""
    return render_template("people/passwords/edit.html", form=PasswordForm())


@blueprint.post("")
@signed_in
def update() -> ResponseReturnValue:
    """Change it; every other session of this person ends."""
    form = PasswordForm()
    present = check_present_password(form)
    if present.password_hash is None:
        return render_template("people/passwords/edit.html", form=form), present.status, dict(present.headers)
    password_hash = hashed(form.password.data or "")
    replace_password(current_user.id, present=present.password_hash, password_hash=password_hash, at=now())
    sign_in_here(current_user.id, verified=password_hash)
    forget_password(current_user.id)
    db.session.commit()
    flash(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("accounts.show"), 303)
