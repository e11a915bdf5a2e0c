"""Forms of sign-in and accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp
from wtforms.widgets import PasswordInput

from app.people.passwords import SHORTEST
from app.people.pin_digits import as_digits, is_easy, is_pin
from app.shared.addresses import E_MAIL
from app.web.forms import Form

LONGEST = 200
LONGEST_ADDRESS = 254


class PinInput(PasswordInput):
    """An input for digits that aren't shown. Of no password's type: a browser would offer to keep a trainee's PIN on
    the instructor's device; `pin.css` hides what is typed."""

    input_type = "text"


class PinField(PasswordField):
    """A PIN; taken as it is typed, and never written into a page."""

    widget = PinInput()

    def __init__(self, label: str, *, validators: list[Any], description: str = "", **more: Any) -> None:
        shown = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false", "data-pin": ""}
        super().__init__(label, validators, description=description, render_kw=shown, **more)


def _new_password() -> PasswordField:
    return PasswordField(
        _("New password"),
        description=_("At least 10 characters. A short sentence is easy to remember."),
        validators=[
            InputRequired(_("Choose a password.")),
            Length(min=SHORTEST, message=_("Use at least 10 characters.")),
            Length(max=LONGEST, message=_("Use at most 200 characters.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )


def _again() -> PasswordField:
    return PasswordField(
        _("New password, once more"),
        validators=[EqualTo("password", _("The two passwords differ: type the same one twice."))],
        render_kw={"autocomplete": "new-password"},
    )


def _present() -> PasswordField:
    return PasswordField(
        _("Present password"),
        validators=[InputRequired(_("Type your present password.")), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )


def _address(label: str) -> EmailField:
    return EmailField(
        label,
        validators=[
            DataRequired(_("Type the e-mail address.")),
            Length(max=LONGEST_ADDRESS, message=_("Type a whole address, such as name@example.org.")),
            Regexp(E_MAIL, message=_("Type a whole address, such as name@example.org.")),
        ],
        render_kw={"autocomplete": "email", "autocapitalize": "none"},
    )


class SignInForm(Form):
    """Address or sign-in name, and password."""

    email = StringField(
        _("E-mail address or sign-in name"),
        validators=[
            DataRequired(_("Type your e-mail address or your sign-in name.")),
            Length(max=LONGEST_ADDRESS, message=_("Type your e-mail address or your sign-in name.")),
        ],
        render_kw={
            "autocomplete": "username",
            "inputmode": "email",
            "autocapitalize": "none",
            "autocorrect": "off",
            "spellcheck": "false",
        },
    )
    password = PasswordField(
        _("Password"),
        validators=[
            InputRequired(_("Type your password.")),
            Length(max=LONGEST, message=_("Passwords have at most 200 characters.")),
        ],
        render_kw={"autocomplete": "current-password"},
    )


class CodeForm(Form):
    """The code of a card."""

    code = StringField(
        _("Code of your card"),
        description=_(
            "12 letters and digits, such as K7QM-2XHD-9P4A. Small letters are fine, hyphens can be left out."
        ),
        validators=[DataRequired(_("Type the code of your card.")), Length(max=LONGEST)],
        render_kw={
            "autocomplete": "off",
            "autocapitalize": "characters",
            "autocorrect": "off",
            "spellcheck": "false",
            "enterkeyhint": "go",
        },
    )


class InvitationForm(Form):
    """The first password, or one in place of a forgotten one."""

    password = _new_password()
    again = _again()


class PasswordForm(Form):
    """A new password in place of the present one."""

    present = _present()
    password = _new_password()
    again = _again()


def _new_pin() -> PinField:
    return PinField(
        _("New PIN"),
        description=_("4 to 8 digits, which nobody guesses who knows you."),
        validators=[InputRequired(_("Choose a PIN."))],
    )


class PinForm(Form):
    """A PIN, and the password: perhaps only their phone lies there."""

    present = _present()
    pin = _new_pin()
    again = PinField(
        _("New PIN, once more"), validators=[EqualTo("pin", _("The two PINs differ: type the same one twice."))]
    )

    def validate_pin(self, field: PinField) -> None:
        """Four to eight digits that aren't tried first. Raises ValidationError."""
        digits = as_digits(field.data or "")
        if not is_pin(digits):
            raise ValidationError(gettext("A PIN has 4 to 8 digits, and nothing else."))
        if is_easy(digits):
            raise ValidationError(gettext("That is tried first: no row such as 1234, no 1111 or 1212, no year."))


class ResetForm(Form):
    """Where a letter with a link to a new password goes."""

    email = _address(_("E-mail address"))


class OwnNameForm(Form):
    """One's own name."""

    name = StringField(
        _("Your name"),
        description=_("As it shall stand on your certificate."),
        validators=[
            DataRequired(_("Type your name.")),
            Length(max=LONGEST, message=_("Use at most 200 characters.")),
        ],
        render_kw={"autocomplete": "name"},
    )


class AddressForm(Form):
    """A new address, and the present password, since whoever reads its mail can sign in."""

    email = _address(_("New e-mail address"))
    present = _present()

    own: str | None = None
    """The address that the person has."""

    @classmethod
    def of(cls, own: str | None) -> AddressForm:
        """The form for somebody with that address."""
        form = cls()
        form.own = own
        return form

    def validate_email(self, field: EmailField) -> None:
        """An address that isn't theirs already. Raises ValidationError."""
        if (field.data or "").lower() == self.own:
            raise ValidationError(gettext("This is your address already."))
