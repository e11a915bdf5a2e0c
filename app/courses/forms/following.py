"""The form by which a cohort takes a newer revision."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import ValidationError

from app.web.forms import Form

MOST_DIGITS = 9
"""Of a revision's id; no school publishes so often."""


class TakingForm(Form):
    """Which parts of a newer revision a cohort takes, and from which revisions that was chosen."""

    version = HiddenField()
    """The revision that the cohort followed when the form was made."""
    newer = HiddenField()
    parts = SelectMultipleField(_("What does the cohort take?"), validate_choice=False)

    def validate_parts(self, field: SelectMultipleField) -> None:
        """Something has to be taken. Raises ValidationError."""
        if not field.data:
            raise ValidationError(gettext("Tick at least one part."))

    @property
    def version_id(self) -> int:
        """The revision in `version`; 0: none."""
        return _number(self.version.data)

    @property
    def newer_id(self) -> int:
        """The revision in `newer`; 0: none."""
        return _number(self.newer.data)

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the parts."""
        return frozenset(self.parts.data or ())


def _number(sent: str | None) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else 0
