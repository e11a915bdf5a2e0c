"""Forms of what happens to a certificate after it was issued."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.forms import Form

LONGEST = 500
IN_THE_RECORD = _("It is kept in the school's record. Whoever checks the certificate doesn't read it.")


def _causes() -> dict[str, str]:
    return {
        "in_error": gettext("It was issued in error"),
        "work_withdrawn": gettext("Work that it rests on counts no more"),
        "dishonesty": gettext("It rests on work that was not the holder's own"),
        "other": gettext("For another reason"),
    }


class RevocationForm(Form):
    """Why a certificate is revoked."""

    cause = RadioField(
        _("Why is it revoked?"),
        choices=_causes,
        validators=[InputRequired(_("Choose one of the reasons."))],
    )
    words = TextAreaField(
        _("What do you say to whoever checks it?"),
        description=_(
            "Everybody who opens the public page reads the reason and these words, for as long as the page stands. "
            "Write what an employer needs, and nothing about the person."
        ),
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST)],
    )


class CorrectionForm(Form):
    """Why a certificate is corrected."""

    reason = TextAreaField(
        _("What is not right in it?"),
        description=IN_THE_RECORD,
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST)],
    )


class RenewalForm(Form):
    """Why a certificate is renewed."""

    reason = TextAreaField(
        _("What did you look at, and when?"),
        description=IN_THE_RECORD,
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST)],
    )


class ErasureForm(Form):
    """Why a certificate's facts are erased."""

    reason = TextAreaField(
        _("Who asked for it, and how?"),
        description=IN_THE_RECORD,
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST)],
    )


class DisclosureForm(Form):
    """What whoever checks the certificate sees besides name, course, dates and standing."""

    shown = SelectMultipleField(_("What do you show?"))
    parts: tuple[str, ...] = ()
    """Those that there are."""

    @classmethod
    def of(cls, parts: Iterable[str], *, hidden: Collection[str]) -> Self:
        """The form for these parts; what isn't hidden is ticked."""
        parts = tuple(parts)
        form = cls(data={"shown": [part for part in parts if part not in hidden]})
        form.parts = parts
        form.shown.choices = {part: part for part in parts}
        return form

    @property
    def hidden(self) -> tuple[str, ...]:
        """The parts that aren't ticked."""
        return tuple(part for part in self.parts if part not in (self.shown.data or ()))
