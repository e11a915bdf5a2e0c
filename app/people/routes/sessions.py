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
from app.people.operations.tries import count_sign_in, forget_sign_in
from app.people.queries import credentials
from app.people.routes.signing_in import sign_in_here
from app.people.routes.waiting import TOO_MANY, ask_to_wait, network_here
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
    return _page(SignInForm())


@blueprint.post("/sign-in")
@public
def create() -> ResponseReturnValue:
    """Sign in. The page doesn't tell whether an account exists, also by letting somebody try for longer."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _page(form), 422
    wait = count_sign_in(form.email.data or "", network=network_here(), at=now())
    db.session.commit()
    if wait is not None:
        headers = ask_to_wait(form.password, wait)
        return _page(form), TOO_MANY, headers
    if _signed_in(form):
        db.session.commit()
        return redirect(_destination(), 303)
    form.password.errors = [_("This name and this password don't go together. Check both.")]
    return _page(form), 422


@blueprint.post("/sign-out")
@signed_in
def destroy() -> ResponseReturnValue:
    """Sign out."""
    end_sign_in(current_user.sign_in_id, at=now())
    db.session.commit()
    logout_user()
    session.clear()
    return redirect(url_for("sessions.new"), 303)


def _signed_in(form: SignInForm) -> bool:
    """Whether name and password are right, and the person is signed in by them."""
    name = form.email.data or ""
    person_id, password_hash = credentials(name)
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    if not passwords.matches(form.password.data or "", password_hash) or person_id is None:
        return False
    if not sign_in_here(person_id, verified=password_hash):
        return False
    forget_sign_in(name, network=network_here())
    return True


def _page(form: SignInForm) -> str:
    return render_template("people/sessions/new.html", form=form)


def _destination() -> str:
    return own_path(request.args.get("next")) or url_for("today.show")
