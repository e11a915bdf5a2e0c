"""Forms of sign-in and accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from app.people.passwords import SHORTEST
from app.web.forms import Form

LONGEST = 200


def _new_password() -> PasswordField:
    return PasswordField(
        _("New password"),
        description=_("At least 10 characters. A short sentence is easy to remember."),
        validators=[
            InputRequired(_("Choose a password.")),
            Length(min=SHORTEST, max=LONGEST, message=_("Use at least 10 characters.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


def _again() -> PasswordField:
    return PasswordField(
        _("New password, once more"),
        validators=[EqualTo("password", _("The two passwords differ: type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _("E-mail address"),
        validators=[InputRequired(_("Type your e-mail address."))],
        render_kw={"autocomplete": "username", "inputmode": "email", "autocapitalize": "none"},
    )
    password = PasswordField(
        _("Password"),
        validators=[InputRequired(_("Type your password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


class InvitationForm(Form):
    """The first password."""

    password = _new_password()
    again = _again()


class PasswordForm(Form):
    """A new password in place of the present one."""

    present = PasswordField(
        _("Present password"),
        validators=[InputRequired(_("Type your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = _new_password()
    again = _again()
