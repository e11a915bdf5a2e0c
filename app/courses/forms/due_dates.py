"""The form of a due date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, StringField, SubmitField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from app.courses.facts import CohortFacts
from app.courses.forms.enrolments import LONGEST_REASON
from app.courses.queries.due_dates import DueQuiz
from app.web.forms import Form
from app.web.pages import day

A_YEAR = timedelta(days=365)


class DueDateForm(Form):
    """By when a quiz is due. On a page of many, each has its own prefix."""

    day = DateField(_("Due on"), validators=[InputRequired(_("Choose a day."))])
    was = HiddenField()
    """The day that the form was made from; empty: nobody had moved it."""
    reset = SubmitField()
    """Pressed instead of the main button: back to the usual day, whatever was typed."""

    cohort: CohortFacts
    usual: date

    @classmethod
    def of(cls, due: DueQuiz, cohort: CohortFacts) -> Self:
        """The form for that quiz of that cohort."""
        form = cls(prefix=due.quiz.id, day=due.due_on, was=_iso(due.moved_to))
        form.cohort, form.usual = cohort, due.usual
        return form

    @property
    def sound(self) -> bool:
        """Whether there is something to do."""
        return bool(self.reset.data or self.validate_on_submit())

    @property
    def wanted(self) -> date | None:
        """The day to move to; None: the usual one, wherever that moves."""
        wanted: date | None = None if self.reset.data or self.day.data == self.usual else self.day.data
        return wanted

    @property
    def made_from(self) -> date | None:
        """The day in `was`."""
        try:
            return date.fromisoformat(self.was.data or "")
        except ValueError:
            return None

    def tell_clash(self, present: date | None) -> None:
        """Say beside the field that somebody moved the date meanwhile, so that sending it again is meant."""
        self.was.data = _iso(present)
        now = day(present or self.usual)
        self.day.errors = [gettext("Somebody else moved it to %(day)s meanwhile. Send again to set yours.", day=now)]

    def validate_day(self, field: DateField) -> None:
        """A day of the course or soon after it. Raises ValidationError."""
        first, last = self.cohort.first_day, self.cohort.last_day + A_YEAR
        if field.data and not first <= field.data <= last:
            told = gettext("Choose a day between %(first)s and %(last)s.", first=day(first), last=day(last))
            raise ValidationError(told)


class TheirDueDateForm(DueDateForm):
    """By when a quiz is due for one trainee, and why."""

    reason = StringField(_("Why?"), validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST_REASON)])

    @property
    def why(self) -> str:
        """The reason as it was typed."""
        return self.reason.data or ""


def _iso(moved: date | None) -> str:
    return moved.isoformat() if moved else ""
