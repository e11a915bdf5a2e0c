"""The forms of testimony: the instructor's, the witness's, and the decision on it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, RadioField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from app.assessments.practicals.witnessing import WAYS, Account, Did, Erased, Witness
from app.courses.forms.once import OnceForm
from app.shared.ids import new_id
from app.web.forms import Form

LONGEST_NAME, LONGEST_WORDS, LONGEST_REASON = 80, 2000, 500
OLDEST = timedelta(days=366)
"""Of the work that a witness tells of: who mistypes the year hears of it."""


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_("Use at most %(longest)s characters.", longest=longest))


def _ways() -> dict[str, str]:
    return {
        "alone": gettext("Alone"),
        "with_help": gettext("With help"),
        "watched": gettext("They watched somebody else do it"),
    }


def _decisions() -> dict[str, str]:
    return {"accepted": gettext("Accept it"), "refused": gettext("Don’t accept it")}


def _erasable() -> dict[str, str]:
    return {
        "words": gettext("What the witness said"),
        "all": gettext("What they said, their name and their workplace"),
    }


class WitnessForm(OnceForm):
    """Who is asked."""

    name = StringField(
        _("Name of the witness"),
        description=_("Somebody who saw the work: the tutor at the workshop, or the employer."),
        validators=[DataRequired(_("Write who is asked.")), _at_most(LONGEST_NAME)],
    )
    workplace = StringField(
        _("Where they work"),
        validators=[DataRequired(_("Write the workshop or the company.")), _at_most(LONGEST_NAME)],
    )

    @property
    def request_id(self) -> UUID:
        """The id that the browser chose; a new one when it gave none."""
        return self.new_id or new_id()

    @property
    def witness(self) -> Witness:
        """Who that is."""
        return Witness(" ".join((self.name.data or "").split()), " ".join((self.workplace.data or "").split()))


class TestimonyForm(Form):
    """What the witness says: no more is asked of them."""

    __test__ = False  # pytest takes the name for one of its own
    today: date
    """At the trainee's site."""

    worked_on = DateField(_("When was it?"), validators=[InputRequired(_("Choose the day of the work."))])
    device_brand = StringField(
        _("Brand of the device"),
        validators=[DataRequired(_("Write the brand of the device.")), _at_most(LONGEST_NAME)],
    )
    device_model = StringField(
        _("Model of the device"),
        validators=[DataRequired(_("Write the model of the device.")), _at_most(LONGEST_NAME)],
    )
    did = RadioField(
        _("How did they do the work?"),
        choices=_ways,
        validate_choice=False,
        validators=[AnyOf(WAYS, message=_("Choose one of the three."))],
    )
    words = TextAreaField(
        _("What did you see?"),
        description=_("Two or three sentences. No customer’s name, and nothing about health."),
        validators=[DataRequired(_("Write in a few words what you saw.")), _at_most(LONGEST_WORDS)],
    )

    def validate_worked_on(self, field: DateField) -> None:
        """The work is done, and not long ago."""
        if field.data is None:  # that it is no day at all is told already
            return
        if field.data > self.today:
            raise ValidationError(gettext("This day is still to come."))
        if field.data < self.today - OLDEST:
            raise ValidationError(gettext("This day is more than a year ago. Is the year right?"))

    @property
    def account(self) -> Account:
        """What they say."""
        did: Did = self.did.data
        brand, model = (" ".join((field.data or "").split()) for field in (self.device_brand, self.device_model))
        return Account(self.worked_on.data or self.today, brand, model, did, self.words.data or "")


def testimony_form(today: date) -> TestimonyForm:
    """The form on that day, filled with what was sent."""
    form: TestimonyForm = type("TestimonyForm", (TestimonyForm,), {"today": today})()
    return form


class TestimonyDecisionForm(Form):
    """Whether a testimony is accepted, and why not."""

    __test__ = False

    decision = RadioField(
        _("Your decision"),
        choices=_decisions,
        validate_choice=False,
        validators=[AnyOf(("accepted", "refused"), message=_("Choose one of the two decisions."))],
    )
    reason = TextAreaField(
        _("Reason"),
        description=_("Kept in the journal. Needed if you don’t accept it."),
        validators=[_at_most(LONGEST_REASON)],
    )

    def validate_reason(self, field: TextAreaField) -> None:
        """Who doesn't accept it says why."""
        if self.decision.data == "refused" and not field.data:
            raise ValidationError(gettext("Write why you don’t accept it."))

    @property
    def decided(self) -> Literal["accepted", "refused"]:
        """Which of the two."""
        return "accepted" if self.decision.data == "accepted" else "refused"


class TestimonyErasureForm(Form):
    """What of a testimony is erased, and why."""

    __test__ = False

    what = RadioField(
        _("What is to be erased?"),
        choices=_erasable,
        validate_choice=False,
        validators=[AnyOf(("words", "all"), message=_("Choose one of the two."))],
    )
    reason = TextAreaField(
        _("Why?"),
        description=_("Kept in the journal. Don’t repeat here what is to be erased."),
        validators=[DataRequired(_("Write a few words.")), _at_most(LONGEST_REASON)],
    )

    @property
    def erased(self) -> Erased:
        """Which of the two."""
        return "all" if self.what.data == "all" else "words"
