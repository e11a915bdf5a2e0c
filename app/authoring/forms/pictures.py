"""The forms of pictures: one to bring, one to take away."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from app.assessments.practicals.photos import MOST_BYTES
from app.authoring.forms.acts import ActForm


class PictureForm(ActForm):
    """A picture for the course."""

    picture = FileField(
        _("Picture"),
        description=_("JPEG, PNG, WebP or SVG, up to 16 MB. A large one is drawn smaller."),
    )
    name = StringField(
        _("Name"),
        description=_("What it shows, in a word or two: it becomes the name of the file."),
        validators=[Length(max=200)],
    )

    def read(self) -> tuple[str, bytes] | None:
        """The name and the bytes that were sent; None without a file: then `errors` say so."""
        upload = self.picture.data if isinstance(self.picture.data, FileStorage) else None
        received = upload.stream.read(MOST_BYTES + 1) if upload else b""
        if upload is None or not received:
            self.picture.errors = [gettext("Choose a picture.")]
            return None
        return self.name.data or upload.filename or "", received


class PictureRemovalForm(ActForm):
    """A picture that no text shows."""

    path = HiddenField(validators=[Length(min=1, max=200)])
