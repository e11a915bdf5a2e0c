"""Taking up an invitation."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.db import db
from app.people.forms import InvitationForm
from app.people.operations import InvitationSpent, take_up_invitation
from app.people.passwords import hashed
from app.people.queries import open_invitation
from app.people.routes.signing_in import sign_in_here
from app.shared.clock import now
from app.web.guards import public

blueprint = Blueprint("invitations", __name__, url_prefix="/invitations/<code>")


@blueprint.get("")
@public
def edit(code: str) -> ResponseReturnValue:
    """Welcome the invited person and ask for a password."""
    invitation = open_invitation(code, at=now())
    if invitation is None:
        raise InvitationSpent
    return render_template("people/invitations/edit.html", form=InvitationForm(), person=invitation.person)


@blueprint.post("")
@public
def update(code: str) -> ResponseReturnValue:
    """Set the password and sign in."""
    invitation = open_invitation(code, at=now())
    if invitation is None:
        raise InvitationSpent
    form = InvitationForm()
    if not form.validate_on_submit():
        return render_template("people/invitations/edit.html", form=form, person=invitation.person), 422
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    password_hash = hashed(form.password.data or "")
    person = take_up_invitation(code, password_hash=password_hash, at=now())
    sign_in_here(person.id)
    db.session.commit()
    return redirect(url_for("today.show"), 303)
