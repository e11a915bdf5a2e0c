"""Ending sign-ins from elsewhere."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people.models import SignIn
from app.people.operations import end_sign_in, end_sign_ins
from app.people.queries import own_sign_in
from app.shared.clock import now
from app.web.guards import anyone_who_finds_it, guarded, signed_in

blueprint = Blueprint("sign_ins", __name__, url_prefix="/account/sign-ins")


@blueprint.post("/<uuid:sign_in_id>/end")
@guarded(own_sign_in, anyone_who_finds_it)
def destroy(sign_in: SignIn) -> ResponseReturnValue:
    """Sign one device out."""
    end_sign_in(sign_in.id, at=now())
    db.session.commit()
    flash(_("That device is signed out."))
    return redirect(url_for("accounts.show"), 303)


@blueprint.post("/end")
@signed_in
def destroy_others() -> ResponseReturnValue:
    """Sign every other device out."""
    end_sign_ins(current_user.id, at=now(), but=current_user.sign_in_id)
    db.session.commit()
    flash(_("You are signed out everywhere else."))
    return redirect(url_for("accounts.show"), 303)
