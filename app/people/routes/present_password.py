"""Asking somebody who is signed in for their password: perhaps only their phone lies there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.people import passwords
from app.people.forms import AddressForm, PasswordForm, PinForm
from app.people.operations.tries import count_password
from app.people.queries import person_by_id
from app.people.routes.waiting import TOO_MANY, ask_to_wait
from app.shared.clock import now


@dataclass(frozen=True)
class Checked:
    """Whether a form with the present password may do what it is for."""

    password_hash: str | None
    """Of the present password; None when the form says what is wrong, to be shown with the status and headers."""
    status: int = 422
    headers: Mapping[str, str] = field(default_factory=dict)


def check_present_password(form: PasswordForm | AddressForm | PinForm) -> Checked:
    """Whether the form is right and its present password the person's. Ends the transaction before it verifies."""
    if not form.validate_on_submit():
        return Checked(None)
    wait = count_password(current_user.id, at=now())
    db.session.commit()
    if wait is not None:
        return Checked(None, TOO_MANY, ask_to_wait(form.present, wait))
    present = person_by_id(current_user.id).password_hash
    db.session.rollback()  # hashing is slow on purpose: nobody shall wait for it with the database locked
    if passwords.matches(form.present.data or "", present):
        return Checked(present)
    form.present.errors = [_("This is not your present password.")]
    return Checked(None)
