"""Forms of coordinators: people, their roles and accounts, and sites."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from app.courses.forms.once import OnceForm
from app.directory.facts import RolePlace
from app.people.forms import LONGEST_ADDRESS
from app.people.models.person import LONGEST_NAME, ROLES
from app.shared.addresses import E_MAIL
from app.web.forms import Form
from app.web.pages import LANGUAGE_NAMES

LONGEST_REASON = 500
LONGEST_SITE = 120
REGIONS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
EVERYWHERE = "everywhere"


def _name() -> StringField:
    return StringField(
        _("Name"),
        validators=[
            DataRequired(_("Type the name.")),
            Length(max=LONGEST_NAME, message=_("Use at most 200 characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )


def _address(description: str) -> EmailField:
    whole = _("Type a whole address, such as name@example.org.")
    return EmailField(
        _("E-mail address"),
        description=description,
        validators=[Optional(), Length(max=LONGEST_ADDRESS, message=whole), Regexp(E_MAIL, message=whole)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "inputmode": "email"},
    )


def role_name(role: str) -> str:
    """The role in the reader's language, as it stands before a site's name."""
    names: dict[str, str] = {
        "instructor": gettext("Instructor"),
        "author": gettext("Author"),
        "coordinator": gettext("Coordinator"),
        "moderator": gettext("Moderator"),
    }
    return names[role]


def _as_role(value: str) -> tuple[str, UUID | None]:
    role, _colon, place = value.partition(":")
    return role, None if place == EVERYWHERE else UUID(place)


class StaffForm(OnceForm):
    """Somebody who shall work at the school, and as what."""

    name = _name()
    email = _address(_("Their invitation goes there. Without one, you get a card to print, with a code to sign in."))
    language = SelectField(_("Language of the pages"), choices=dict(LANGUAGE_NAMES))
    roles = SelectMultipleField(_("Roles"), validators=[InputRequired(_("Choose at least one role."))])

    @classmethod
    def offering(cls, places: Iterable[RolePlace], **values: str) -> StaffForm:
        """The form with the roles at these places to choose from."""
        form = cls(**values)
        form.roles.choices = [(f"{role}:{place.value}", role_name(role)) for place in places for role in ROLES]
        return form

    @property
    def chosen(self) -> list[tuple[str, UUID | None]]:
        """The roles, and where."""
        return [_as_role(value) for value in self.roles.data or ()]


class RoleForm(Form):
    """One more role."""

    role = SelectField(_("Role"))
    place = SelectField(_("Where"))

    @classmethod
    def offering(cls, places: Iterable[RolePlace]) -> RoleForm:
        """The form with these places to choose from."""
        form = cls()
        form.role.choices = [(role, role_name(role)) for role in ROLES]
        form.place.choices = [(place.value, place.name) for place in places]
        return form

    @property
    def chosen(self) -> tuple[str, UUID | None]:
        """The role, and where."""
        return _as_role(f"{self.role.data}:{self.place.data}")


class PersonForm(Form):
    """Somebody's name and address, put right."""

    name = _name()
    email = _address(_("Leave it empty for somebody without a mailbox: they sign in with a name that they get."))


class ReasonForm(Form):
    """Why an account is closed or opened."""

    reason = TextAreaField(
        _("Reason"),
        description=_("It is kept in the journal, with your name."),
        validators=[
            DataRequired(_("Write a few words.")),
            Length(max=LONGEST_REASON, message=_("Use at most 500 characters.")),
        ],
    )


class InsteadForm(Form):
    """A wish for another invitation in place of the latest one."""

    instead_of = HiddenField()

    @property
    def latest(self) -> UUID | None:
        """The invitation that was the latest when the page was made."""
        try:
            return UUID(self.instead_of.data or "")
        except ValueError:
            return None


class SiteForm(Form):
    """A site: its name and its clock."""

    name = StringField(
        _("Name of the site"),
        description=_("As people call it, such as the town."),
        validators=[
            DataRequired(_("Give the site a name.")),
            Length(max=LONGEST_SITE, message=_("Use at most 120 characters.")),
        ],
        render_kw={"autocomplete": "off"},
    )
    time_zone = SelectField(
        _("Time zone"),
        description=_("Dates and times of its cohorts are told in it."),
        validators=[InputRequired(_("Choose a time zone."))],
    )

    @classmethod
    def offering(cls, present: str, **values: str) -> SiteForm:
        """The form with the world's time zones, and the one in use."""
        form = cls(time_zone=present, **values)
        zones = {zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS}
        form.time_zone.choices = [(zone, zone.replace("_", " ")) for zone in sorted(zones | {present})]
        return form
