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
from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import UUID, AnyOf, Length

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.forms.carried_photos import photos_from, token
from app.assessments.practicals.judgement import Gap, Judgement, gaps
from app.assessments.practicals.outcome import least_level, top_level
from app.assessments.practicals.photos import MOST_PHOTOS, CleanPhoto, KeptPhoto, clean, keep
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
    locked: bool
    """It takes a reason to sign off after all."""
    revision_id: int
    """By which the practical is judged."""
    correcting: bool
    """It takes a reason to put something else in the place of what was recorded."""
    kept_photos: Sequence[KeptPhoto] = ()
    """In the file store: what was sent now, and what was sent with this form before."""

    sign_off_id = HiddenField(
        _("This form"),
        default=lambda: str(new_id()),
        validators=[UUID(_("Open the form again: it has lost its number."))],
    )
    revision = HiddenField(_("Criteria"))
    begun_at = HiddenField(default=lambda: now().isoformat())
    override = TextAreaField(_("Why you sign off although it is locked"), validators=[_at_most(1000)])
    reason = TextAreaField(_("Why you correct it"), validators=[_at_most(1000)])
    stop = StringField(_("Stop for safety"))
    stop_reason = TextAreaField(_("What was unsafe"), validators=[_at_most(2000)])
    device_brand = StringField(_("Brand"), validators=[_at_most(80)])
    device_model = StringField(_("Model"), validators=[_at_most(80)])
    photos = MultipleFileField(_("Photos"))
    kept = SelectMultipleField(_("Photos"), validate_choice=False)
    decision = StringField(
        _("Your decision"),
        default=AS_JUDGED,
        validators=[AnyOf((AS_JUDGED, NOT_YET), message=_("Choose one of the two decisions."))],
    )
    remark = TextAreaField(_("Remark"), validators=[_at_most(2000)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the judgement is whole and the photos can be kept; each fault is told at its field.

        Photos are in the file store afterwards either way: what was chosen once isn't chosen again.
        """
        super().validate(extra_validators)
        sent = [upload.read() for upload in self.photos.data or () if upload and upload.filename]
        before = photos_from(self.sign_off_id.data or "", self.kept.data or ())
        self.kept_photos = [*before, *keep(_cleaned(sent, self.photos, room=MOST_PHOTOS - len(before)))]
        for gap in gaps(self.practical, self.judgement(), photos=len(before) + len(sent)):
            _tell(self[self._field_name(gap)], _phrase(gap, self.practical))
        if self.revision.data not in (None, "", str(self.revision_id)):
            told = gettext(
                "The criteria have changed since you opened this form. Look through them again, then sign off."
            )
            _tell(self.revision, told)
            self.revision.data = str(self.revision_id)
        for needed, field in ((self.locked, self.override), (self.correcting, self.reason)):
            if needed and not field.data:
                _tell(field, gettext("Write why."))
        return not self.errors

    @property
    def carried(self) -> list[str]:
        """What the page names the kept photos by, when the form is shown again."""
        return [token(self.sign_off_id.data or "", photo) for photo in self.kept_photos]

    @property
    def stopping(self) -> bool:
        """Whether the button was pressed that ends the assessment at once."""
        return bool(self.stop.data)

    def judgement(self) -> Judgement:
        """What was put down so far."""
        given = {criterion: self[level_name(criterion.id)].data for criterion in self.practical.criteria}
        return Judgement(
            # What isn't offered counts as not given, so that it is asked for at its place.
            levels={each.id: _level(word) for each, word in given.items() if word in level_words(each)},
            device_brand=self.device_brand.data or "",
            device_model=self.device_model.data or "",
            not_yet=self.decision.data == NOT_YET,
            remark=self._remark(),
            stopped=self.stopping,
        )

    def begun(self, *, at: datetime) -> datetime:
        """When the form was opened; `at` when that can't be read."""
        try:
            begun = datetime.fromisoformat(self.begun_at.data or "")
            return begun.astimezone(UTC) if begun.tzinfo else at
        except (ValueError, OverflowError):  # the latter at either end of the calendar
            return at

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order of the page, reasons and criteria first: so are faults listed."""
        return iter(sorted(super().__iter__(), key=lambda field: _place(field.name)))

    def _remark(self) -> str:
        """What the trainee reads: of a safety stop first what was unsafe."""
        said = (self.stop_reason.data if self.stopping else "", self.remark.data)
        return "\n\n".join(each for each in said if each)

    def _field_name(self, gap: Gap) -> str:
        if gap.what == "level":
            return level_name(gap.criterion_id)
        return "stop_reason" if gap.what == "remark" and self.stopping else gap.what


def sign_off_form(
    practical: Practical, *, revision_id: int, locked: bool = False, old: SeenSignOff | None = None
) -> SignOffForm:
    """The form for this practical, filled with what was sent; to correct `old`, with what was judged then."""
    levels = {level_name(criterion.id): StringField(criterion.title) for criterion in practical.criteria}
    known = {"practical": practical, "locked": locked, "correcting": old is not None, "revision_id": revision_id}
    filled = {"revision": str(revision_id)} | (_judged(old) if old else {})
    form: SignOffForm = type("SignOffForm", (SignOffForm,), levels | known)(data=filled)
    form.kept_photos = old.photos if old else ()
    return form


def _judged(old: SeenSignOff) -> dict[str, str]:
    said = "stop_reason" if old.stopped else "remark"
    return {
        **{level_name(criterion.id): old.word(criterion) for criterion in old.practical.criteria},
        "device_brand": old.device_brand,
        "device_model": old.device_model,
        "decision": NOT_YET if old.overruled else AS_JUDGED,
        said: old.remark,
    }


def _place(name: str) -> int:
    order = ("revision", "override", "reason", "stop_reason", LEVEL_PREFIX)
    return next((place for place, start in enumerate(order) if name.startswith(start)), len(order))


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


def _cleaned(sent: Sequence[bytes], field: Field, *, room: int) -> list[CleanPhoto]:
    if len(sent) > room:
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


def _phrase(gap: Gap, practical: Practical) -> str:
    phrases: dict[str, str] = {
        "level": gettext("Choose what you saw, or “Not observed”."),
        "device_brand": gettext("Write the brand of the device."),
        "device_model": gettext("Write the model of the device."),
        "photos": ngettext("“Competent” needs %(num)s photo.", "“Competent” needs %(num)s photos.", practical.photos),
        "remark": gettext("Write why: the trainee reads it."),
        "reason": gettext("Write why."),
    }
    return phrases[gap.what]
