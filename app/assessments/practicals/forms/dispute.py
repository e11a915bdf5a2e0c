"""What a coordinator decides, and why."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length

from app.assessments.practicals.disputes import Counted, Verdict
from app.web.forms import Form

LONGEST_REASON = 500


def _reason() -> TextAreaField:
    return TextAreaField(
        _("Why?"),
        description=_("The trainee and the instructors concerned can read it."),
        validators=[
            DataRequired(_("Write a few words.")),
            Length(max=LONGEST_REASON, message=_("Use at most %(longest)s characters.", longest=LONGEST_REASON)),
        ],
    )


def _verdicts() -> dict[str, str]:
    return {
        "stands": gettext("The outcome stands"),
        "set_aside": gettext("Set it aside: it counts for nothing"),
    }


def _counted() -> dict[str, str]:
    return {
        "earlier": gettext("Only the first one counts"),
        "later": gettext("Only the second one counts"),
        "both": gettext("Both count"),
    }


class DisagreementForm(Form):
    """Whether the outcome stands."""

    answer = RadioField(
        _("Your decision"),
        choices=_verdicts,
        validate_choice=False,
        validators=[AnyOf(("stands", "set_aside"), message=_("Choose one."))],
    )
    reason = _reason()

    @property
    def decided(self) -> Verdict:
        """Which of the two."""
        return "set_aside" if self.answer.data == "set_aside" else "stands"


class ClashForm(Form):
    """Which of two judgements counts."""

    answer = RadioField(
        _("Your decision"),
        choices=_counted,
        validate_choice=False,
        validators=[AnyOf(("both", "earlier", "later"), message=_("Choose one."))],
    )
    reason = _reason()

    @property
    def decided(self) -> Counted:
        """Which of the three."""
        answer: Counted = self.answer.data
        return answer


class SignOffDecisionForm(Form):
    """Why a sign-off counts no more, or counts again."""

    reason = _reason()
