"""Forms of notices: what comes by mail, and up to where they were read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField

from app.notices.kinds import KINDS, Kind, MailChoiceCode
from app.web.forms import Form


def _times() -> dict[str, str]:
    return {
        "at_once": gettext("At once"),
        "daily": gettext("Once a day, all together"),
        "never": gettext("Never"),
    }


def _when(label: str) -> SelectField:
    return SelectField(label, choices=_times)


class ChoicesForm(Form):
    """When a letter leaves, for each kind of notice that somebody can get."""

    outcome = _when(_("A practical of yours was assessed"))
    decision = _when(_("A coordinator decided about a sign-off that concerns you"))
    quiz = _when(_("Your instructor arranged or decided something about a quiz of yours"))
    certificate = _when(_("Your certificate is issued, or something changes about it"))
    licence = _when(_("Your safety licence is restored"))
    safety = _when(_("Something in a course of yours was wrong, for safety"))
    witnessed = _when(_("A witness’s word about your work is accepted"))
    reply = _when(_("An author answered your report"))
    ready = _when(_("A trainee of yours is ready to be assessed"))
    fallen = _when(_("A practical that was completed counts no more"))
    report = _when(_("Somebody reports a mistake in a lesson"))
    pushed = _when(_("A safety correction is pushed to a cohort of yours"))
    disagreement = _when(_("A trainee doesn’t agree with an outcome"))
    clash = _when(_("Two instructors judged the same work, and you decide what counts"))
    moderation = _when(_("A moderator judged otherwise than you, or you got an answer as a moderator"))
    testimony = _when(_("A witness answered you about a trainee’s work"))

    @classmethod
    def offering(cls, kinds: Collection[Kind], chosen: Mapping[str, MailChoiceCode]) -> ChoicesForm:
        """The form with a field for each of `kinds`, as the person has chosen or as is usual."""
        form = cls(data={kind.code: chosen.get(kind.code, kind.usual) for kind in kinds})
        for name in KINDS.keys() - {kind.code for kind in kinds}:
            del form[name]
        return form

    @property
    def choices(self) -> dict[str, MailChoiceCode]:
        """What was chosen, by kind."""
        return {field.name: field.data for field in self if isinstance(field, SelectField)}


class ReadForm(Form):
    """That everything was read, up to the newest notice which the page showed."""

    newest = HiddenField()

    @property
    def newest_id(self) -> UUID | None:
        """The newest notice that was shown; None when the page named none."""
        try:
            return UUID(self.newest.data or "")
        except ValueError:
            return None
