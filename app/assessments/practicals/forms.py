"""The form at the bench."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import render_template
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from markupsafe import Markup
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.validators import UUID, AnyOf, Length

from app.assessments.practicals.judgement import Gap, Judgement, gaps
from app.assessments.practicals.outcome import least_level, top_level
from app.assessments.practicals.photos import MOST_PHOTOS, CleanPhoto, clean
from app.curriculum.model import Criterion, Practical
from app.shared.clock import now
from app.shared.errors import Refusal
from app.shared.ids import new_id
from app.web.forms import Form

LEVEL_PREFIX = "criterion-"
AS_JUDGED, NOT_YET = "as_judged", "not_yet"
WORDS = {"not_met": 0, "met": 1, "not_observed": None}
"""What criteria without levels, and "not observed", are called in the form."""


def _at_most(longest: int) -> Length:
    return Length(max=longest, message=_("Use at most %(longest)s characters.", longest=longest))


class ReadinessForm(Form):
    """A trainee's word; it holds nothing but its own id."""

    readiness_id = HiddenField()

    def own_id(self) -> uuid.UUID:
        """The id that the browser gave; a new one when it gave none, since asking twice is asking once."""
        try:
            return uuid.UUID(self.readiness_id.data)
        except (TypeError, ValueError):
            return new_id()


class SignOffForm(Form):
    """A judgement as it is put down; `sign_off_form` adds one field a criterion."""

    practical: Practical
    cleaned: list[CleanPhoto]

    sign_off_id = HiddenField(
        _("This form"),
        default=lambda: str(new_id()),
        validators=[UUID(_("Open the form again: it has lost its number."))],
    )
    begun_at = HiddenField(default=lambda: now().isoformat())
    device_brand = StringField(_("Brand"), validators=[_at_most(80)])
    device_model = StringField(_("Model"), validators=[_at_most(80)])
    photos = MultipleFileField(_("Photos"))
    decision = StringField(
        _("Your decision"),
        default=AS_JUDGED,
        validators=[AnyOf((AS_JUDGED, NOT_YET), message=_("Choose one of the two decisions."))],
    )
    remark = TextAreaField(_("Remark"), validators=[_at_most(2000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the judgement is whole and the photos can be kept; each fault is told at its field."""
        super().validate(extra_validators)
        sent = [upload.read() for upload in self.photos.data or () if upload and upload.filename]
        self.cleaned = _cleaned(sent, self.photos)
        for gap in gaps(self.practical, self.judgement(), photos=len(sent)):
            _tell(self[_field_name(gap)], _phrase(gap, self.practical))
        if self.errors and sent:
            _tell(self.photos, gettext("Choose the photos again: browsers forget them in between."))
        return not self.errors

    def judgement(self) -> Judgement:
        """What was put down so far."""
        given = {criterion: self[level_name(criterion.id)].data for criterion in self.practical.criteria}
        return Judgement(
            # What isn't offered counts as not given, so that it is asked for at its place.
            levels={each.id: _level(word) for each, word in given.items() if word in level_words(each)},
            device_brand=self.device_brand.data or "",
            device_model=self.device_model.data or "",
            not_yet=self.decision.data == NOT_YET,
            remark=self.remark.data or "",
        )

    def begun(self, *, at: datetime) -> datetime:
        """When the form was opened; `at` when that can't be read."""
        try:
            begun = datetime.fromisoformat(self.begun_at.data or "")
            return begun.astimezone(UTC) if begun.tzinfo else at
        except (ValueError, OverflowError):  # the latter at either end of the calendar
            return at

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order of the page, the criteria first: so are faults listed."""
        return iter(sorted(super().__iter__(), key=lambda field: not field.name.startswith(LEVEL_PREFIX)))


def sign_off_form(practical: Practical) -> SignOffForm:
    """The form for this practical, filled with what was sent."""
    levels = {level_name(criterion.id): StringField(criterion.title) for criterion in practical.criteria}
    form: SignOffForm = type("SignOffForm", (SignOffForm,), levels | {"practical": practical})()
    return form


def level_name(criterion_id: str) -> str:
    """The name of the field in which a criterion is judged."""
    return LEVEL_PREFIX + criterion_id


def level_words(criterion: Criterion) -> tuple[str, ...]:
    """What can be given to the criterion, as the form writes it."""
    numbers = tuple(str(level) for level in range(len(criterion.levels)))
    return (*(numbers or ("met", "not_met")), "not_observed")


def preview_of(criterion: Criterion) -> dict[str, Any]:
    """What the page needs to work the outcome out while the form is filled in."""
    return {
        "name": level_name(criterion.id),
        "critical": criterion.critical,
        "condition": criterion.critical and not criterion.levels,
        "least": least_level(criterion),
        "top": top_level(criterion),
    }


def _level(word: str) -> int | None:
    return WORDS[word] if word in WORDS else int(word)


def _cleaned(sent: Sequence[bytes], field: Field) -> list[CleanPhoto]:
    if len(sent) > MOST_PHOTOS:
        _tell(field, gettext("Choose at most %(most)s photos.", most=MOST_PHOTOS))
        return []
    photos = []
    for number, received in enumerate(sent, 1):
        try:
            photos.append(clean(received))
        except Refusal as refusal:
            fragment = render_template(f"errors/refusals/{refusal.code}.html", refusal=refusal)
            sentence = Markup(fragment).striptags()  # noqa: S704 - of a template, and escaped again as plain text
            photo = gettext("Photo %(number)s", number=number)
            _tell(field, f"{photo} – {sentence}")
    return photos


def _tell(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]


def _field_name(gap: Gap) -> str:
    return level_name(gap.criterion_id) if gap.what == "level" else gap.what


def _phrase(gap: Gap, practical: Practical) -> str:
    phrases: dict[str, str] = {
        "level": gettext("Choose what you saw, or “Not observed”."),
        "device_brand": gettext("Write the brand of the device."),
        "device_model": gettext("Write the model of the device."),
        "photos": ngettext("“Competent” needs %(num)s photo.", "“Competent” needs %(num)s photos.", practical.photos),
        "remark": gettext("Write why: the trainee reads it."),
    }
    return phrases[gap.what]
