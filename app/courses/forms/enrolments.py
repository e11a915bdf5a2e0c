"""Forms of coordinators: a trainee's place in a cohort."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from app.courses.facts import CohortFacts
from app.courses.forms.once import OnceForm, as_id
from app.shared.addresses import E_MAIL
from app.web.forms import Form
from app.web.pages import LANGUAGE_NAMES, day

LONGEST_REASON = 500
IN_THE_HISTORY = _("Coordinators of this site can read it in the trainee's history.")


class EnrolmentForm(OnceForm):
    """A trainee by name and, if they have a mailbox, e-mail address."""

    name = StringField(
        _("Name of the trainee"),
        description=_("As it will stand on the certificate."),
        validators=[DataRequired(_("Type the name.")), Length(max=200)],
        render_kw={"autocomplete": "off"},
    )
    email = EmailField(
        _("E-mail address"),
        description=_("Their invitation goes there. Without one, you get a card to print, with a code to sign in."),
        validators=[
            Optional(),
            Length(max=254),
            Regexp(E_MAIL, message=_("Type a whole address, such as name@example.org.")),
        ],
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    language = SelectField(_("Language of the pages"), choices=dict(LANGUAGE_NAMES))


class MoveForm(Form):
    """To which cohort a trainee moves, and why."""

    cohort_id = RadioField(_("Cohort"), coerce=as_id, validators=[InputRequired(_("Choose a cohort."))])
    reason = TextAreaField(_("Why?"), description=IN_THE_HISTORY, validators=[Length(max=LONGEST_REASON)])

    @classmethod
    def among(cls, cohorts: Iterable[CohortFacts]) -> MoveForm:
        """The form with these cohorts to choose from."""
        form = cls()
        form.cohort_id.choices = [(str(cohort.id), _told(cohort)) for cohort in cohorts]
        return form


def _told(cohort: CohortFacts) -> str:
    told: str = gettext(
        "%(cohort)s · %(site)s · from %(day)s", cohort=cohort.name, site=cohort.site_name, day=day(cohort.first_day)
    )
    return told


class WithdrawalForm(Form):
    """Why a trainee leaves the course."""

    reason = TextAreaField(
        _("Why do they leave?"),
        description=IN_THE_HISTORY,
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST_REASON)],
    )


class ReturnForm(Form):
    """What there is to say about a trainee who comes back."""

    reason = TextAreaField(
        _("Why do they return?"), description=IN_THE_HISTORY, validators=[Length(max=LONGEST_REASON)]
    )
