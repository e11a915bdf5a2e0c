"""Changing one's password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people import passwords
from app.people.forms import PasswordForm
from app.people.operations import set_password
from app.people.queries import person_by_id
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
    present = person_by_id(current_user.id).password_hash
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    if form.validate_on_submit():
        if passwords.matches(form.present.data or "", present):
            new = passwords.hashed(form.password.data or "")
            person = person_by_id(current_user.id)
            set_password(person, password_hash=new, by=person.id, at=now())
            sign_in_here(person.id)
            db.session.commit()
            flash(_("Your password is changed. You are signed out everywhere else."))
            return redirect(url_for("today.show"), 303)
        form.present.errors = [_("This is not your present password.")]
    return render_template("people/passwords/edit.html", form=form), 422
