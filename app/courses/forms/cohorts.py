"""Forms of coordinators: a new cohort, and changing one."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.courses.calendar import monday_of
from app.courses.facts import CohortChoices, CohortFacts, InstructorFacts, RevisionFacts
from app.courses.forms.once import OnceForm, as_id
from app.shared.clock import now
from app.web.forms import Form
from app.web.pages import day

MONDAY = 0
FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Of a cohort's first day: others are slips of the finger, and the last ones leave no room for weeks."""


def next_monday(day: date) -> date:
    """The first Monday after `day`."""
    return day + timedelta(days=7 - (day.weekday() - MONDAY) % 7)


def _edition(revision: RevisionFacts) -> str:
    label: str = gettext(
        "%(title)s · revision %(number)s of %(day)s",
        title=revision.curriculum.title,
        number=revision.number,
        day=day(revision.published_at),
    )
    return label


def _cohort_name() -> StringField:
    return StringField(
        _("Name of the cohort"),
        description=_("As people call it, such as “Phones, spring 2026”."),
        validators=[DataRequired(_("Give the cohort a name.")), Length(max=120)],
    )


def _instructors() -> SelectMultipleField:
    return SelectMultipleField(
        _("Instructors"),
        description=_("They teach the cohort and sign off its practicals."),
        coerce=as_id,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_("Choose at least one instructor."))],
    )


class _ThisTime:
    """For forms with a day in them."""

    def validate_first_day(self, field: DateField) -> None:
        """A day of this time. Raises ValidationError."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(gettext("Choose the first day."))


class CohortForm(_ThisTime, OnceForm):
    """Who follows what, where, from when, taught by whom."""

    name = _cohort_name()
    revision_id = SelectField(_("Course and revision"), coerce=int, validators=[InputRequired(_("Choose a course."))])
    site_id = SelectField(_("Site"), coerce=as_id, validators=[InputRequired(_("Choose a site."))])
    first_day = DateField(
        _("First day"),
        description=_("Week 1 begins on this day. The next Monday is suggested."),
        validators=[InputRequired(_("Choose the first day."))],
        default=lambda: next_monday(now().date()),
    )
    instructor_ids = _instructors()

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


class CohortEditForm(_ThisTime, Form):
    """What can change in a cohort while it runs."""

    name = _cohort_name()
    first_day = DateField(_("First day"), validators=[InputRequired(_("Choose the first day."))])
    instructor_ids = _instructors()
    version = HiddenField()
    """Of the cohort that the form was made from."""
    moving_to = HiddenField()
    """The first day whose consequences the coordinator was told."""

    @classmethod
    def of(cls, cohort: CohortFacts, instructors: tuple[InstructorFacts, ...], *, sent: bool = True) -> CohortEditForm:
        """The form with what the cohort is now, or with what was `sent`; what another form sent is not for it."""
        form = cls(
            **({} if sent else {"formdata": None}),
            name=cohort.name,
            first_day=cohort.first_day,
            instructor_ids=list(cohort.instructor_ids),
            version=cohort.version,
        )
        form.instructor_ids.choices = {str(each.id): _at_site(each, cohort) for each in instructors}
        return form


def _at_site(instructor: InstructorFacts, cohort: CohortFacts) -> str:
    if instructor.teaches_at(cohort.site_id):
        return instructor.name
    label: str = gettext("%(name)s (no longer an instructor here)", name=instructor.name)
    return label


class ClosedWeekForm(Form):
    """A week without course, by any day in it."""

    day = DateField(
        _("A day in the week without course"),
        description=_("The weeks after it move on by a week."),
        validators=[InputRequired(_("Choose a day."))],
    )

    cohort: CohortFacts

    @classmethod
    def of(cls, cohort: CohortFacts, *, sent: bool = True) -> ClosedWeekForm:
        """The form for that cohort, with what was `sent`; what another form sent is not for it."""
        form = cls() if sent else cls(formdata=None)
        form.cohort = cohort
        return form

    def validate_day(self, field: DateField) -> None:
        """A day of the course: elsewhere a closed week would move nothing. Raises ValidationError."""
        first, last = self.cohort.first_day, self.cohort.last_day
        if field.data and not monday_of(first) <= field.data <= last:
            raise ValidationError(
                gettext("Choose a day between %(first)s and %(last)s.", first=day(first), last=day(last))
            )


class OpenWeekForm(Form):
    """A closed week that is to be one of the course again, by its Monday."""

    monday = DateField(validators=[InputRequired()])
