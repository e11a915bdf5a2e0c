"""Forms of coordinators: a new cohort, a new trainee in it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.courses.facts import CohortChoices, InstructorFacts, RevisionFacts
from app.shared.clock import now
from app.web.forms import Form
from app.web.pages import LANGUAGE_NAMES, day

MONDAY = 0
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of a cohort's first day: others are slips of the finger, and the last ones leave no room for weeks."""
E_MAIL = r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\"./]+(\.[^@\s<>()\[\],;:\\\"./]+)+\Z"


def next_monday(day: date) -> date:
    """The first Monday after `day`."""
    return day + timedelta(days=7 - (day.weekday() - MONDAY) % 7)


def _id(value: object) -> UUID:
    return UUID(str(value))


class OnceForm(Form):
    """A form whose act is done once, however often a browser sends it."""

    id = HiddenField()

    @property
    def new_id(self) -> UUID | None:
        """The id that the browser chose for what will be made; None when it is none."""
        try:
            return UUID(self.id.data or "")
        except ValueError:
            return None


def _edition(revision: RevisionFacts) -> str:
    label: str = gettext(
        "%(title)s · revision %(number)s of %(day)s",
        title=revision.curriculum.title,
        number=revision.number,
        day=day(revision.published_at),
    )
    return label


class CohortForm(OnceForm):
    """Who follows what, where, from when, taught by whom."""

    name = StringField(
        _("Name of the cohort"),
        description=_("As people call it, such as “Phones, spring 2026”."),
        validators=[DataRequired(_("Give the cohort a name.")), Length(max=120)],
    )
    revision_id = SelectField(_("Course and revision"), coerce=int, validators=[InputRequired(_("Choose a course."))])
    site_id = SelectField(_("Site"), coerce=_id, validators=[InputRequired(_("Choose a site."))])
    first_day = DateField(
        _("First day"),
        description=_("Week 1 begins on this day. The next Monday is suggested."),
        validators=[InputRequired(_("Choose the first day."))],
        default=lambda: next_monday(now().date()),
    )
    instructor_ids = SelectMultipleField(
        _("Instructors"),
        description=_("They teach the cohort and sign off its practicals."),
        coerce=_id,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_("Choose at least one instructor."))],
    )

    @classmethod
    def offering(cls, choices: CohortChoices) -> CohortForm:
        """The form with these courses, sites and instructors to choose from."""
        form = cls()
        form.offered = choices
        form.revision_id.choices = {str(each.id): _edition(each) for each in choices.revisions}
        form.site_id.choices = {str(site.id): site.name for site in choices.sites}
        form.instructor_ids.choices = {str(each.id): form._label(each) for each in choices.instructors}
        return form

    offered: CohortChoices

    def validate_first_day(self, field: DateField) -> None:
        """A day of this time. Raises ValidationError."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(gettext("Choose the first day."))

    def validate_instructor_ids(self, field: SelectMultipleField) -> None:
        """Whoever was chosen has to have the role at the chosen site. Raises ValidationError."""
        site_id = self.site_id.data
        chosen = [each for each in self.offered.instructors if each.id in (field.data or ())]
        elsewhere = [each.name for each in chosen if site_id and not each.teaches_at(site_id)]
        if elsewhere:
            names = ", ".join(elsewhere)
            raise ValidationError(gettext("Not an instructor at the chosen site: %(names)s.", names=names))

    def _label(self, instructor: InstructorFacts) -> str:
        if len(self.offered.sites) == 1 or instructor.everywhere:
            return instructor.name
        sites = [site.name for site in self.offered.sites if site.id in instructor.site_ids]
        return f"{instructor.name} ({', '.join(sites)})"


class EnrolmentForm(OnceForm):
    """A trainee by name and e-mail address."""

    name = StringField(
        _("Name of the trainee"),
        description=_("As it will stand on the certificate."),
        validators=[DataRequired(_("Type the name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _("E-mail address"),
        description=_("They sign in with it."),
        validators=[
            DataRequired(_("Type the e-mail address.")),
            Length(max=254),
            Regexp(E_MAIL, message=_("Type a whole address, such as name@example.org.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    language = SelectField(_("Language of the pages"), choices=dict(LANGUAGE_NAMES))
