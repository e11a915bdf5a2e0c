"""The trainee's signature, on their own or on the instructor's device."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length

from app.people.forms import PinField
from app.web.forms import Form

LONGEST_WORDS = 2000


def _answers() -> dict[str, str]:
    return {"yes": gettext("I agree with this outcome"), "no": gettext("I don’t agree, because …")}


class SignatureForm(Form):
    """That the trainee has seen the outcome, and agrees or doesn't."""

    agrees = RadioField(
        _("You have read the outcome"),
        choices=_answers,
        validate_choice=False,
        validators=[AnyOf(("yes", "no"), message=_("Choose whether you agree."))],
    )
    words = TextAreaField(
        _("Why don’t you agree?"),
        description=_("Only if you don’t agree. A coordinator reads it and decides; your instructor reads it, too."),
        validators=[Length(max=LONGEST_WORDS, message=_("Use at most %(longest)s characters.", longest=LONGEST_WORDS))],
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Who doesn't agree says why. Raises ValidationError."""
        if self.agrees.data == "no" and not field.data:
            raise ValidationError(gettext("Say in a few words why you don’t agree."))
        if self.agrees.data == "yes" and field.data:
            raise ValidationError(gettext("You say why you don’t agree, and that you agree. Choose one."))

    @property
    def in_agreement(self) -> bool:
        """Whether they agree."""
        return bool(self.agrees.data == "yes")


class PinSignatureForm(SignatureForm):
    """The same on the instructor's device."""

    pin = PinField(
        _("Your PIN"),
        description=_("You chose it in your account. Let nobody see it."),
        validators=[InputRequired(_("Type your PIN."))],
    )
