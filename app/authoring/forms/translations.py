"""The forms of translations: to begin one, to say that one is right, and to choose a language."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from app.authoring.forms.acts import ActForm
from app.curriculum.values import is_language
from app.web.forms import Form

_DIGEST = re.compile(r"[0-9a-f]{64}")


class TranslationForm(ActForm):
    """The texts that were seen, as digests; both are empty where a translation is begun."""

    translation = HiddenField()
    original = HiddenField()

    @property
    def seen(self) -> tuple[str, str] | None:
        """Both digests, the translation's first; None: it is to be begun."""
        sent = (self.translation.data or "", self.original.data or "")
        return sent if all(_DIGEST.fullmatch(each) for each in sent) else None


class LanguageForm(Form):
    """A language to translate into."""

    class Meta(Form.Meta):
        """It changes nothing, and comes with the address."""

        csrf = False

    language = StringField(
        _("Another language"), description=_("Its code in two or three letters, like fr, de or pt-BR.")
    )

    def validate_language(self, field: StringField) -> None:
        """A code is written like one, and isn't the course's own. Raises ValidationError."""
        if not is_language(field.data or ""):
            raise ValidationError(gettext("This is no code of a language."))
