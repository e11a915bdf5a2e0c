"""What becomes of a held record, and why it is held, in words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import PasswordField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.web.forms import Form

LONGEST_REASON = 2000


class RecordAfterAllForm(Form):
    """What it takes to record it after all: fields that aren't needed are left out by `needing`."""

    pin = PasswordField(
        _("Your PIN"),
        validators=[InputRequired(_("Type your PIN.")), Length(max=40)],
        render_kw={"autocomplete": "off", "inputmode": "numeric"},
    )
    override = TextAreaField(
        _("Why you sign off although it is locked"),
        description=_("It is kept in the journal."),
        validators=[
            DataRequired(_("Write why.")),
            Length(max=LONGEST_REASON, message=_("Use at most 2000 characters.")),
        ],
    )

    @classmethod
    def needing(cls, *, pin: bool, override: bool) -> RecordAfterAllForm:
        """The form with the fields that are needed."""
        form = cls()
        for name, needed in (("pin", pin), ("override", override)):
            if not needed:
                del form[name]
        return form


class DropForm(Form):
    """Why a held record is given up."""

    reason = TextAreaField(
        _("Why it is dropped"),
        validators=[
            DataRequired(_("Write why.")),
            Length(max=LONGEST_REASON, message=_("Use at most 2000 characters.")),
        ],
    )


def why_held(code: str) -> str:
    """Why a record is held, in a sentence for its assessor."""
    sentences: dict[str, str] = {
        "wrong-pin": gettext("Your PIN was wrong, or was asked for too often."),
        "withdrawn": gettext("The trainee was withdrawn meanwhile."),
        "cohort-closed": gettext("The cohort was closed meanwhile."),
        "item-locked": gettext("The practical is locked for this trainee, and no reason was given."),
        "licence-suspended": gettext("The trainee's safety licence is suspended, and no reason was given."),
        "retake-spent": gettext("The one retake of this practical is spent, and no reason was given."),
        "other-criteria": gettext(
            "It was judged by criteria that the trainee's course has changed since. "
            "Record it as it was judged, or drop it."
        ),
        "own-work": gettext("Nobody signs off their own work."),
        "not-teaching": gettext("You don't teach this trainee's cohort, or their course has no such practical."),
        "incomplete-sign-off": gettext("Something is missing: a criterion, the device, photos or the remark."),
        "already-corrected": gettext("The sign-off that it corrects was corrected already."),
        "nothing-to-correct": gettext("The sign-off that it corrects is not there, or does not count."),
        "unreadable-photo": gettext("One of the photos can't be read, and isn't kept."),
        "photo-too-large": gettext("One of the photos is too large, and isn't kept."),
        "dropped": gettext("This record was dropped."),
    }
    return sentences.get(code) or gettext("It can't be recorded as it is.")
