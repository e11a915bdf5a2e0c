"""Forms of issuing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.certificates.queries import Candidate
from app.courses.forms.once import OnceForm
from app.shared.ids import new_id

LONGEST_REASON = 500


class IssueForm(OnceForm):
    """Whose certificates are to be issued."""

    enrolment_id = SelectMultipleField(
        _("Trainees"), coerce=UUID, validators=[InputRequired(_("Choose at least one trainee."))]
    )

    @classmethod
    def among(cls, candidates: Iterable[Candidate]) -> Self:
        """The form for a choice among these."""
        form = cls()
        form.enrolment_id.choices = [(str(each.enrolled.id), each.enrolled.name) for each in candidates]
        form.id.data = form.id.data or str(new_id())
        return form

    def chosen(self) -> dict[UUID, str]:
        """The enrolments that were chosen, without exceptions."""
        return dict.fromkeys(self.enrolment_id.data or (), "")


class ExceptionForm(OnceForm):
    """Why somebody gets a certificate though something is missing."""

    reason = TextAreaField(
        _("Why do they get it all the same?"),
        description=_(
            "It is kept in the school's record, beside the certificate and in the journal. Whoever checks the "
            "certificate doesn't read it."
        ),
        validators=[DataRequired(_("Write a few words.")), Length(max=LONGEST_REASON)],
    )

    @classmethod
    def new(cls) -> Self:
        """The form, as it was sent, or empty with an id of its own."""
        form = cls()
        form.id.data = form.id.data or str(new_id())
        return form
