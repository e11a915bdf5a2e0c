"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app.db import db
from app.people import passwords
from app.people.forms import SignInForm
from app.people.operations import end_sign_in
from app.people.queries import credentials
from app.people.routes.signing_in import sign_in_here
from app.shared.clock import now
from app.web.guards import public, signed_in
from app.web.paths import own_path

blueprint = Blueprint("sessions", __name__)


@blueprint.get("/sign-in")
@public
def new() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(_destination())
    return render_template("people/sessions/new.html", form=SignInForm())


@blueprint.post("/sign-in")
@public
def create() -> ResponseReturnValue:
    """Sign in. The page doesn't tell whether an account exists."""
    form = SignInForm()
    if form.validate_on_submit():
        person_id, password_hash = credentials(form.email.data or "")
        db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
        if passwords.matches(form.password.data or "", password_hash) and person_id and sign_in_here(person_id):
            db.session.commit()
            return redirect(_destination(), 303)
        form.password.errors = [_("This address and this password don't go together. Check both.")]
    return render_template("people/sessions/new.html", form=form), 422


@blueprint.post("/sign-out")
@signed_in
def destroy() -> ResponseReturnValue:
    """Sign out."""
    end_sign_in(current_user.sign_in_id, at=now())
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("sessions.new"), 303)


def _destination() -> str:
    return own_path(request.args.get("next")) or url_for("today.show")
