"""Forms of safety corrections: what is pushed and why, and that it was read."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from app.courses.forms.mistake_reports import LONGEST_WORDS, one_line_end
from app.courses.forms.once import OnceForm
from app.courses.queries.safety_corrections import CorrectableCourse
from app.web.forms import Form
from app.web.paths import opens_a_page, own_path


class CorrectionForm(OnceForm):
    """Which changed parts are the correction, and why trainees have to read them at once."""

    revision = HiddenField()
    foreseen = HiddenField()
    """What the author has seen the consequences of; another choice has others."""
    parts = SelectMultipleField(_("What is the correction?"))
    reason = TextAreaField(
        _("Why is it urgent?"),
        description=_("Every trainee reads it before they go on. Say what was wrong, and what to do from now on."),
        filters=[one_line_end],
        validators=[DataRequired(_("Say why.")), Length(max=LONGEST_WORDS)],
    )

    @classmethod
    def of(cls, course: CorrectableCourse) -> CorrectionForm:
        """The form with the parts that can be pushed."""
        form = cls()
        form.parts.choices = [(part, part) for part in course.parts]
        if not form.is_submitted():
            form.revision.data = str(course.newest.id)
        return form

    def validate_parts(self, field: SelectMultipleField) -> None:
        """Something has to be corrected."""
        if not field.data:
            raise ValidationError(gettext("Choose at least one part."))

    @property
    def revision_id(self) -> int:
        """The revision that the form was made from; 0: it names none."""
        sent = self.revision.data or ""
        return int(sent) if sent.isascii() and sent.isdigit() else 0

    @property
    def chosen(self) -> str:
        """What is to be pushed, in one word."""
        return ":".join([self.revision.data or "", *sorted(self.parts.data or [])])

    @property
    def was_foreseen(self) -> bool:
        """Whether the author has seen what this push does, and confirms it."""
        return self.foreseen.data == self.chosen


class ReadForm(Form):
    """That a trainee has read a correction, and where they wanted to go."""

    next = HiddenField()

    @property
    def onward(self) -> str:
        """The page of this application that they wanted to open; empty: none."""
        path = own_path(self.next.data)
        return path if path and opens_a_page(path) else ""


class ErasureForm(Form):
    """Why the words of a reason are erased."""

    reason = TextAreaField(
        _("Why is it erased?"),
        description=_("The journal keeps it."),
        filters=[one_line_end],
        validators=[DataRequired(_("Say why.")), Length(max=LONGEST_WORDS)],
    )
