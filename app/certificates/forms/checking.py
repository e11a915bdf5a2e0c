"""Forms of whoever checks a certificate."""

from __future__ import annotations

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired
from wtforms import FileField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from app.certificates.facts import code_from
from app.web.forms import Form

SIGNS = 20
"""Of a number."""
ADDRESS = re.compile(r"^.*/c/([^/?#]*).*$", re.DOTALL)


class CheckForm(Form):
    """The number on the paper, or the whole address."""

    number = StringField(
        _("Number of the certificate"),
        description=_(
            "20 letters and figures at the foot of the certificate. Capitals, hyphens and spaces don't matter."
        ),
        validators=[DataRequired(_("Type the number.")), Length(max=300)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )

    def validate_number(self, field: StringField) -> None:
        """Tell how many signs there are: the one that is missing is found sooner."""
        signs = len(code_in(field.data or ""))
        if signs != SIGNS:
            raise ValidationError(
                gettext(
                    "The number has 20 letters and figures; here are %(signs)s. Compare it with the paper.", signs=signs
                )
            )

    @property
    def code(self) -> str:
        """The code that was meant."""
        return code_in(self.number.data or "")


def code_in(typed: str) -> str:
    """The code that stands in what was typed: a number as it is on paper, or a whole address."""
    return code_from(ADDRESS.sub(r"\1", typed))


class FileForm(Form):
    """A file to compare with the one that was issued."""

    pdf = FileField(_("The PDF that you were given"), validators=[FileRequired(_("Choose the file."))])
