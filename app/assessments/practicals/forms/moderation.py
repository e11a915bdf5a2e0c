"""The forms of moderation: judging work again, keeping to a judgement, and how much is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, Regexp

from app.assessments.practicals.forms.sign_off import AS_JUDGED, LEVEL_PREFIX, NOT_YET, WORDS, level_name, level_words
from app.assessments.practicals.moderating import SecondJudgement, SiteShare, second_gaps
from app.curriculum.model import Practical
from app.web.forms import Form

LONGEST_WORDS = 2000
"""Signs of what a moderator and an assessor write to each other."""


def _one_line_end(text: str | None) -> str | None:
    """Browsers send two signs for the end of a line, and count one."""
    return text.replace("\r\n", "\n") if text else text


def _words(label: str, description: str, *required: Any) -> TextAreaField:
    too_long = _("Use at most %(longest)s characters.", longest=LONGEST_WORDS)
    validators = [*required, Length(max=LONGEST_WORDS, message=too_long)]
    return TextAreaField(label, description=description, filters=[_one_line_end], validators=validators)


class ModerationForm(Form):
    """A moderator's judgement as it is put down; `moderation_form` adds one field a criterion."""

    practical: Practical

    decision = StringField(
        _("Your decision"),
        default=AS_JUDGED,
        validators=[AnyOf((AS_JUDGED, NOT_YET), message=_("Choose one of the two decisions."))],
    )
    words = _words(
        _("What led you to it"),
        _("What the photos and the remark show, and what they don’t. The assessor reads it."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether the judgement is whole; each fault is told at its field."""
        super().validate(extra_validators)
        for gap in second_gaps(self.practical, self.judgement()):
            field = self[level_name(gap.criterion_id)] if gap.what == "level" else self.words
            level, words = gettext("Choose what you see, or “Can’t tell”."), gettext("Write a few words.")
            field.errors = [*field.errors, level if gap.what == "level" else words]
        return not self.errors

    def judgement(self) -> SecondJudgement:
        """What was put down so far."""
        given = {criterion: self[level_name(criterion.id)].data for criterion in self.practical.criteria}
        return SecondJudgement(
            # What isn't offered counts as not given, so that it is asked for at its place.
            levels={each.id: _level(word) for each, word in given.items() if word in level_words(each)},
            not_yet=self.decision.data == NOT_YET,
            words=self.words.data or "",
        )

    def __iter__(self) -> Iterator[Field]:
        """The fields in the order of the page, the criteria first: so are faults listed."""
        return iter(sorted(super().__iter__(), key=lambda field: not field.name.startswith(LEVEL_PREFIX)))


def moderation_form(practical: Practical) -> ModerationForm:
    """The form for this practical, filled with what was sent."""
    levels = {level_name(criterion.id): StringField(criterion.title) for criterion in practical.criteria}
    form: ModerationForm = type("ModerationForm", (ModerationForm,), levels | {"practical": practical})()
    return form


class KeepForm(Form):
    """Why an assessor keeps to their judgement."""

    words = _words(
        _("Why you keep to your judgement"),
        _("What you saw at the bench that the photos don’t show. The moderator and the coordinators read it."),
        DataRequired(_("Write a few words.")),
    )


class ShareForm(Form):
    """How many of a hundred sign-offs are drawn at random."""

    percent = StringField(
        _("Of a hundred sign-offs, drawn at random"),
        validators=[Regexp(r"(100|[0-9]{1,2})\Z", message=_("Type a whole number from 0 to 100."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off", "size": "3"},
    )

    @classmethod
    def of(cls, site: SiteShare, *, sent: bool = True) -> ShareForm:
        """The site's form with the share as it is, or as it was `sent`; what another form sent is not for it."""
        own = {"prefix": f"share-{site.id}", "percent": str(site.percent)}
        return cls(**own) if sent else cls(formdata=None, **own)


def _level(word: str) -> int | None:
    return WORDS[word] if word in WORDS else int(word)
