"""Judging the people of a list one by one, before anybody is looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.courses.roster.reading import Entry, language_of
from app.shared.addresses import E_MAIL
from app.shared.fulltext import folded
from app.shared.spreadsheets import is_formula

LONGEST_NAME: Final = 200
LONGEST_EMAIL: Final = 254
_NOT_SHOWN = frozenset({"Cc", "Cn", "Co", "Cs"})
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Remark:
    """Something to say about a line. `code`: what; `other`: the number of the line that it is about, if one."""

    code: str
    other: int = 0


@dataclass(frozen=True)
class RosterLine:
    """One person of a list, and what is wrong with how they stand there."""

    number: int
    """Of the person in the list, from 1; titles and empty lines don't count."""
    entry: Entry
    email: str | None
    """As it is stored; None where the list has none, or none that is right."""
    language: str | None
    """A code; None where the list names none of ours."""
    problems: tuple[Remark, ...]
    """Why the person can't be enrolled like this."""
    doubts: tuple[Remark, ...]
    """What to look at before."""

    @property
    def name(self) -> str:
        """The name as it stands there."""
        return self.entry.name


def judged(entries: Sequence[Entry]) -> tuple[RosterLine, ...]:
    """A line for each person, in their order."""
    by_email: dict[str, int] = {}
    by_name: dict[str, tuple[int, bool]] = {}
    lines = []
    for number, entry in enumerate(entries, start=1):
        line = _judged(number, entry)
        if line.email and (other := by_email.setdefault(line.email, number)) != number:
            line = replace(line, problems=(*line.problems, Remark("same-address", other)))
        other, has_email = by_name.setdefault(name_key(entry.name), (number, bool(entry.email)))
        if other != number and not (entry.email and has_email):
            line = replace(line, doubts=(*line.doubts, Remark("same-name", other)))
        lines.append(line)
    return tuple(lines)


def corrected(entries: Sequence[Entry], by_number: Mapping[int, tuple[str, str]]) -> tuple[Entry, ...]:
    """The same people, some with another name and address."""
    return tuple(
        replace(entry, name=by_number[number][0], email=by_number[number][1]) if number in by_number else entry
        for number, entry in enumerate(entries, start=1)
    )


def name_key(name: str) -> str:
    """The same for a name with its parts in another order, other accents or capitals."""
    return " ".join(sorted(re.findall(r"\w+", folded(name))))


def _judged(number: int, entry: Entry) -> RosterLine:
    email = entry.email.lower()
    sound = re.match(E_MAIL, email) is not None and len(email) <= LONGEST_EMAIL
    codes = [
        ("formula", any(map(is_formula, (entry.name, entry.email, entry.language)))),
        ("no-name", not _LETTER.search(entry.name) and not is_formula(entry.name)),  # one mistake is told once
        ("long-name", len(entry.name) > LONGEST_NAME),
        ("garbled", _garbled(entry.name)),
        ("address", bool(email) and not sound),
    ]
    language = language_of(entry.language) if entry.language else None
    return RosterLine(
        number,
        entry,
        email=email if sound else None,
        language=language,
        problems=tuple(Remark(code) for code, wrong in codes if wrong),
        doubts=(Remark("language"),) if entry.language and language is None else (),
    )


def _garbled(name: str) -> bool:
    """Whether the name went through a wrong encoding on its way (RenÃ©, Ren�), or has a sign that shows nowhere."""
    if "\ufffd" in name or any(unicodedata.category(sign) in _NOT_SHOWN for sign in name):
        return True
    try:
        return not name.isascii() and name.encode("windows-1252").decode("utf-8") != name
    except UnicodeError:
        return False
