"""Forms of certificates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from app.certificates.queries import Candidate
from app.web.forms import Form


class IssueForm(Form):
    """Whose certificates are to be issued."""

    enrolment_id = SelectMultipleField(
        _("Trainees"), coerce=UUID, validators=[InputRequired(_("Choose at least one trainee."))]
    )

    @classmethod
    def among(cls, candidates: Iterable[Candidate]) -> Self:
        """The form for a choice among these."""
        form = cls()
        form.enrolment_id.choices = [(str(each.enrolled.id), each.enrolled.name) for each in candidates]
        return form

    @property
    def chosen(self) -> frozenset[UUID]:
        """The enrolments that were chosen."""
        return frozenset(self.enrolment_id.data or ())
