"""The form by which a draft is published."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.authoring.facts import DraftFacts
from app.authoring.forms.acts import read_number
from app.courses.models.course import LONGEST_NOTE
from app.web.forms import Form


class PublicationForm(Form):
    """What an author says of what they publish, and which state of the draft they looked at."""

    version = HiddenField()
    base = HiddenField()
    note = StringField(
        _("What is new, in one line?"),
        description=_("Staff read it beside the revision, and whoever lets a cohort take it."),
        validators=[
            DataRequired(_("Say in a line what is new.")),
            Length(max=LONGEST_NOTE, message=_("Say it in 200 signs at most.")),
        ],
    )
    knowingly = BooleanField(_("I know that these questions will mean something else"))

    @classmethod
    def of(cls, draft: DraftFacts | None) -> PublicationForm:
        """The form for a draft as it stands."""
        form = cls()
        if draft is not None and not form.is_submitted():
            form.version.data, form.base.data = str(draft.version), str(draft.base_id or "")
        return form

    @property
    def seen_version(self) -> int:
        """The state of the draft that its author looked at."""
        return read_number(self.version.data)

    @property
    def seen_base(self) -> int | None:
        """The revision with which it was compared; None: the course was new."""
        return read_number(self.base.data) or None

    @property
    def told(self) -> str:
        """The note, on one line."""
        return " ".join((self.note.data or "").split())
