"""A forgotten password: a letter with a link, and the page that the link opens."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.db import db
from app.people.forms import InvitationForm, ResetForm
from app.people.operations.resets import ask_for_reset, person_by_reset_link, reset_password
from app.people.operations.tries import count_reset
from app.people.passwords import hashed
from app.people.routes.signing_in import sign_in_here
from app.people.routes.waiting import TOO_MANY, ask_to_wait, network_here
from app.shared.clock import now
from app.web.guards import public

blueprint = Blueprint("password_resets", __name__, url_prefix="/password-reset")


@blueprint.get("")
@public
def new() -> ResponseReturnValue:
    """Ask for the address."""
    return render_template("people/password_resets/new.html", form=ResetForm())


@blueprint.post("")
@public
def create() -> ResponseReturnValue:
    """Let a letter leave, if somebody has the address. The page doesn't tell whether."""
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("people/password_resets/new.html", form=form), 422
    address = form.email.data or ""
    wait = count_reset(address, network=network_here(), at=now())
    if wait is None:
        ask_for_reset(address, at=now())
    db.session.commit()
    if wait is not None:
        headers = ask_to_wait(form.email, wait)
        return render_template("people/password_resets/new.html", form=form), TOO_MANY, headers
    flash(_sent(address))
    return redirect(url_for("sessions.new"), 303)


@blueprint.get("/<token>")
@public
def edit(token: str) -> ResponseReturnValue:
    """Ask for the new password."""
    person = person_by_reset_link(token, at=now())
    return render_template("people/password_resets/edit.html", form=InvitationForm(), person=person)


@blueprint.post("/<token>")
@public
def update(token: str) -> ResponseReturnValue:
    """Set the password and sign in; every earlier sign-in ends."""
    person = person_by_reset_link(token, at=now())
    form = InvitationForm()
    if not form.validate_on_submit():
        return render_template("people/password_resets/edit.html", form=form, person=person), 422
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    person = reset_password(token, password_hash=hashed(form.password.data or ""), at=now())
    sign_in_here(person.id)
    db.session.commit()
    flash(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("today.show"), 303)


def _sent(address: str) -> str:
    text: str = _(
        "If somebody here signs in with %(address)s, a letter is on its way there. Its link works for one hour. "
        "If nothing comes, look among unwanted mail.",
        address=address,
    )
    return text
