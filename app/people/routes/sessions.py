"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app.db import db
from app.people import passwords
from app.people.forms import SignInForm
from app.people.queries import credentials, member
from app.web.guards import public, signed_in
from app.web.paths import own_path
from app.web.security import only_reads

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
@only_reads
def create() -> ResponseReturnValue:
    """Sign in. The page doesn't tell whether an account exists."""
    form = SignInForm()
    if form.validate_on_submit():
        person_id, password_hash = credentials(form.email.data or "")
        db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
        right = passwords.matches(form.password.data or "", password_hash)
        signing_in = member(person_id) if person_id and right else None
        if signing_in:
            session.clear()
            session.permanent = True
            login_user(signing_in)
            return redirect(_destination(), 303)
        form.password.errors = [_("This address and this password don't go together. Check both.")]
    return render_template("people/sessions/new.html", form=form), 422


@blueprint.post("/sign-out")
@signed_in
def destroy() -> ResponseReturnValue:
    """Sign out."""
    logout_user()
    session.clear()
    return redirect(url_for("sessions.new"), 303)


def _destination() -> str:
    return own_path(request.args.get("next")) or url_for("today.show")
