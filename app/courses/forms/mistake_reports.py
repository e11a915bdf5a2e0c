"""Forms about mistakes: what a reader found, and what an author answers."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.courses.forms.once import OnceForm
from app.courses.mistakes import ReportedItem
from app.web.forms import Form

LONGEST_WORDS = 2000
"""Signs of a report, and of its answer."""


def one_line_end(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line, and count one."""
    return text.replace("\r\n", "\n") if text else text


class MistakeForm(OnceForm):
    """What is wrong in an item, and where."""

    place = SelectField(_("Where is it?"), default="")
    text = TextAreaField(
        _("What is wrong?"),
        description=_("Say what you read, and what it should be. Any language will do."),
        filters=[one_line_end],
        validators=[DataRequired(_("Say what is wrong.")), Length(max=LONGEST_WORDS)],
    )

    @classmethod
    def about(cls, found: ReportedItem) -> MistakeForm:
        """The form with the titles of the item to choose from."""
        form = cls()
        form.place.choices = {"": gettext("The whole page")} | {place: place for place in found.places}
        return form


class AnswerForm(Form):
    """What an author answers to a report."""

    answer = TextAreaField(
        _("Your answer"),
        description=_("What you did about it, or why it is right as it is. The reader gets it."),
        filters=[one_line_end],
        validators=[DataRequired(_("Write an answer.")), Length(max=LONGEST_WORDS)],
    )
