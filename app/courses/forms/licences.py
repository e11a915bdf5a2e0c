"""The form that gives a safety licence back."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.shared.ids import new_id
from app.web.forms import Form


class RestorationForm(Form):
    """Why the licence is given back, and which suspension that answers."""

    suspension_id = HiddenField()
    reason = TextAreaField(
        _("Why do you give it back?"),
        description=_("What you went through with the trainee. It is written into the journal, with your name."),
        validators=[DataRequired(_("Write a few words.")), Length(max=1000)],
    )

    @property
    def suspension(self) -> UUID:
        """The suspension that the page showed; an unknown one where the form names none."""
        try:
            return UUID(self.suspension_id.data or "")
        except ValueError:
            return new_id()
