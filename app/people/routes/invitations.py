"""Taking up an invitation: by its address, or by the code of a card."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app.db import db, writing
from app.people.forms import CodeForm, InvitationForm
from app.people.invitation_code import as_typed
from app.people.models import Invitation
from app.people.operations import InvitationSpent, take_up_invitation
from app.people.operations.tries import count_code
from app.people.passwords import hashed
from app.people.queries import open_invitation
from app.people.routes.signing_in import sign_in_here
from app.people.routes.waiting import TOO_MANY, ask_to_wait, network_here
from app.shared.clock import now
from app.web.guards import public

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations")


@blueprint.get("")
@public
def new() -> ResponseReturnValue:
    """Ask for the code of a card."""
    return render_template("people/invitations/new.html", form=CodeForm())


@blueprint.post("")
@public
def create() -> ResponseReturnValue:
    """Go to the invitation with the typed code."""
    form = CodeForm()
    status, headers = 422, {}
    if form.validate_on_submit():
        code = as_typed(form.code.data or "")
        wait = count_code(network=network_here(), at=now())
        db.session.commit()
        if wait is not None:
            status, headers = TOO_MANY, ask_to_wait(form.code, wait)
        elif open_invitation(code, at=now()):
            return redirect(url_for("invitations.edit", code=code), 303)
        else:
            form.code.errors = [_unknown()]
    return render_template("people/invitations/new.html", form=form), status, headers


@blueprint.get("/<code>")
@public
def edit(code: str) -> ResponseReturnValue:
    """Welcome the invited person and ask for a password."""
    return _welcome(InvitationForm(), _invitation(code))


@blueprint.post("/<code>")
@public
def update(code: str) -> ResponseReturnValue:
    """Set the password and sign in."""
    invitation = _invitation(code)
    form = InvitationForm()
    if not form.validate_on_submit():
        return _welcome(form, invitation), 422
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    password_hash = hashed(form.password.data or "")
    person = take_up_invitation(code, password_hash=password_hash, at=now())
    sign_in_here(person.id)
    db.session.commit()
    return redirect(url_for("today.show"), 303)


def _invitation(code: str) -> Invitation:
    """The open invitation with that code. Counted like a code that is typed: an address can be typed too."""
    db.session.rollback()
    with writing():
        wait = count_code(network=network_here(), at=now())
        db.session.commit()
    if wait is not None:
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))
    invitation = open_invitation(code, at=now())
    if invitation is None:
        raise InvitationSpent
    return invitation


def _welcome(form: InvitationForm, invitation: Invitation) -> str:
    return render_template("people/invitations/edit.html", form=form, person=invitation.person)


def _unknown() -> str:
    text: str = _(
        "No invitation is open under this code. Compare it with your card, sign by sign. If it is the same, "
        "it was used already or is more than 14 days old: ask your training centre for a new card."
    )
    return text
