"""The form of a list of people to enrol: sent first with a file or pasted text, then with what was made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from app.courses.forms.once import OnceForm
from app.courses.roster.lines import RosterLine, corrected, judged
from app.courses.roster.reading import MOST_PEOPLE, as_text, read_roster
from app.shared.cleaning import cleaned
from app.shared.spreadsheets import LARGEST_FILE, read_table, read_text
from app.shared.workbooks import TableError
from app.web.pages import LANGUAGE_NAMES

NUMBER = r"[1-9]\d{0,5}"
UNREADABLE = {
    "empty": _("There is nothing in this list."),
    "only-head": _("There is nobody in this list: it has no line with a name or an address."),
    "too-many-people": _("This list has %(people)s people, and %(most)s at a time are possible. Send it in parts."),
    "too-many-rows": _("This table has %(rows)s rows: too many for a list of people. Send it in parts."),
    "too-large": _("This file is larger than %(most)s MB: too large for a list of people."),
    "unpacks-too-large": _("This file is too large for a list of people. Copy the list to a new, empty sheet."),
    "pdf": _("This is a PDF. Choose a CSV, XLSX or ODS file, or paste the list."),
    "picture": _("This is a picture. Choose a CSV, XLSX or ODS file, or paste the list."),
    "old-excel": _("This is a file of an old Excel (.xls). Save it as XLSX or CSV, and choose that file."),
    "protected": _("This file is protected by a password. Save it without one, or paste the list."),
    "damaged": _("This file is damaged and can't be read. Save it once more, or paste the list."),
    "not-a-table": _("This is no table that can be read. Choose a CSV, XLSX or ODS file, or paste the list."),
}


class RosterForm(OnceForm):
    """A list of people, and what the coordinator said about its lines."""

    text = TextAreaField(
        _("Paste the list"),
        description=_(
            "One person a line: name, e-mail address, language. Whoever has no address gets a card. "
            "You can copy the lines from a spreadsheet or a mail."
        ),
    )
    file = FileField(
        _("Or choose a file"),
        description=_(
            "CSV, XLSX or ODS, with up to %(most)s people. The columns may have any order.", most=MOST_PEOPLE
        ),
    )
    language = SelectField(
        _("Language of the pages"),
        description=_("For new people, where the list names none."),
        choices=dict(LANGUAGE_NAMES),
    )
    seen = HiddenField()
    leave_wrong = BooleanField(_("Leave out every line that is still wrong"))

    def read(self) -> tuple[RosterLine, ...]:
        """The lines of the list, with the corrections that came along; none if it can't be read: then `errors`
        say why, beside the file or the text."""
        upload = self.file.data if isinstance(self.file.data, FileStorage) and self.file.data.filename else None
        pasted = self.text.data or ""
        if upload and pasted:
            self.file.errors = [gettext("Choose either the file or the text: there are both.")]
        elif not upload and not pasted:
            self.text.errors = [gettext("Paste the list, or choose a file.")]
        else:
            try:
                return self._lines(upload, pasted)
            except TableError as refusal:
                (self.file if upload else self.text).errors = [unreadable(refusal)]
        return ()

    def _lines(self, upload: FileStorage | None, pasted: str) -> tuple[RosterLine, ...]:
        entries = read_roster(read_table(upload.stream.read(LARGEST_FILE + 1)) if upload else read_text(pasted))
        by_number = corrections(request.form)
        if upload or by_number:
            # What comes back is what was understood: with a correction, what was pasted is true no more.
            entries = corrected(entries, by_number)
            self.text.data = as_text(entries, (gettext("Name"), gettext("E-mail"), gettext("Language")))
        return judged(entries)

    @property
    def left_out(self) -> frozenset[int]:
        """The numbers of the lines that are to be left out."""
        return frozenset(int(sent) for sent in request.form.getlist("leave") if re.fullmatch(NUMBER, sent))


def unreadable(refusal: TableError) -> str:
    """Why a list can't be read, as a sentence."""
    return str(UNREADABLE[refusal.code]) % refusal.values if refusal.values else str(UNREADABLE[refusal.code])


def corrections(fields: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
    """Names and addresses that were typed anew, by the number of their line."""
    found = (re.fullmatch(f"name-({NUMBER})", field) for field in fields)
    numbers = [int(match[1]) for match in found if match]
    return {number: (_typed(fields, f"name-{number}"), _typed(fields, f"email-{number}")) for number in numbers}


def _typed(fields: Mapping[str, Any], name: str) -> str:
    return " ".join(cleaned(str(fields.get(name, ""))).split())
