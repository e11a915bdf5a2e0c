"""The form of a new course."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.authoring.queries.tracks import TrackChoice
from app.curriculum.attributes import id_from, is_id
from app.curriculum.beginning import LANGUAGES
from app.curriculum.limits import FEWEST_WEEKS, MOST_WEEKS
from app.web.forms import Form
from app.web.pages import LANGUAGE_NAMES

LONGEST_TITLE = 120


def _beginnings() -> dict[str, str]:
    return {
        "bare": gettext("Empty weeks"),
        "tutorial": gettext("A course that shows how everything is written, to write over"),
    }


class NewCourseForm(Form):
    """What has to be known of a course before its first file is written."""

    title = StringField(
        _("Title"),
        description=_("In the language of the course. It can be changed later."),
        validators=[DataRequired(_("Give it a title.")), Length(max=LONGEST_TITLE)],
    )
    course_id = StringField(
        _("Id of the course"),
        description=_(
            "Small letters, digits and single dashes. It stays for good; left empty, it is made of the title."
        ),
        validators=[Length(max=80)],
    )
    language = SelectField(
        _("Language of the course"), choices={code: name for code, name in LANGUAGE_NAMES if code in LANGUAGES}
    )
    weeks = SelectField(
        _("Weeks"), coerce=int, choices={str(each): str(each) for each in range(FEWEST_WEEKS, MOST_WEEKS + 1)}
    )
    track = SelectField(_("Track"), description=_("The kind of device that the course is about."))
    track_title = StringField(
        _("Title of the new track"),
        description=_("Only if the course begins a new track."),
        validators=[Length(max=LONGEST_TITLE)],
    )
    begin = RadioField(
        _("Begin with"),
        choices=_beginnings,
        default="bare",
    )

    @classmethod
    def of(cls, tracks: Sequence[TrackChoice]) -> NewCourseForm:
        """The form with the tracks that there are, and one that isn't there yet."""
        form = cls()
        form.track.choices = {each.id: each.title for each in tracks} | {"": gettext("A new one")}
        return form

    @property
    def chosen_id(self) -> str:
        """The id of the course."""
        return self.course_id.data or id_from(self.title.data or "")

    @property
    def track_id(self) -> str:
        """The id of the track."""
        return self.track.data or id_from(self.track_title.data or "")

    def validate_course_id(self, _field: StringField) -> None:
        """An id has to be written like one, or there has to be a title to make one of. Raises ValidationError."""
        if not is_id(self.chosen_id):
            raise ValidationError(gettext("Use small letters, digits and single dashes."))

    def validate_track_title(self, _field: StringField) -> None:
        """A new track needs a title of which an id can be made that no track has. Raises ValidationError."""
        if self.track.data:
            return
        if not self.track_id:
            raise ValidationError(gettext("Give the new track a title."))
        if self.track_id in (self.track.choices or ()):
            raise ValidationError(gettext("There is such a track already: choose it above."))

    def values(self) -> dict[str, Any]:
        """What was said, as the operation takes it."""
        return {
            "course_id": self.chosen_id,
            "track_id": self.track_id,
            "track_title": None if self.track.data else self.track_title.data,
            "title": self.title.data,
            "language": self.language.data,
            "weeks": self.weeks.data,
            "is_tutorial": self.begin.data == "tutorial",
        }
