"""Finding the people in a table: by the names of its columns in English or French, else by the cells' shape."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final

from app.shared.fulltext import folded
from app.shared.spreadsheets import is_formula
from app.shared.workbooks import TableError

MOST_PEOPLE: Final = 300
"""At a time: several cohorts' worth, and few enough that nobody who writes meanwhile waits for long."""
HEAD_WITHIN: Final = 15
"""Rows: titles, dates and empty lines may stand above the columns' names."""

Row = Sequence[str]

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_BULLET = re.compile(r"(?:[-–•*·]|\d{1,3}[.)])\s+")
_LETTER = re.compile(r"[^\W\d_]")
# From where a word begins only: else each sign of a long word without @ would be tried as a beginning.
_ADDRESS = re.compile(r"""(?<![^\s<>(),;:"'])[^\s<>(),;:"'@]++@[^\s<>(),;:"']+""")
_AROUND_ADDRESS = "<>()[],;:\"' \t"
# What a column holds, by its name without accents, capitals and punctuation. The first that matches counts.
_KINDS = tuple(
    (kind, re.compile(f"(?:{pattern})\\Z"))
    for kind, pattern in (
        ("email", r"(e ?mails?|mails?|courriels?|mel|messagerie)( .*)?"),
        ("email", r"adresses? (e ?mail|mail|courriel|electronique|de messagerie|mel)( .*)?"),
        ("language", r"(langues?|languages?|lang|locale)( .*)?"),
        ("last first", r"noms? (et )?prenoms?( .*)?|(last|family) ?names? (and )?(first|given) ?names?|surname name"),
        ("name", r"prenoms? (et )?noms?( .*)?|(first|given) ?names? (and )?(last|family|sur) ?names?"),
        ("first", r"(first|given|fore) ?names?|prenoms?( .*)?"),
        ("last", r"(last|family) ?names?|surnames?|noms? (de famille|d usage|de naissance|usuel|patronymique)"),
        ("nom", r"noms?"),
        ("name", r"((full|complete) )?names?|names? of .*|nom (complet|du|de la|de l|des)( .*)?"),
        ("name", r"trainees?|participants?|learners?|students?|stagiaires?|apprenants?|apprenties?|apprentis?|eleves?"),
    )
)


@dataclass(frozen=True)
class Entry:
    """One person of a list, as they stand there; empty where the list says nothing."""

    name: str
    email: str = ""
    language: str = ""


@dataclass(frozen=True)
class _Columns:
    names: tuple[int, ...]
    """Whose cells make the name, in the order in which they are read."""
    email: int | None
    language: int | None
    last_first: bool = False
    """Whether the family name comes first inside the one cell."""


def read_roster(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """The people of the table, in its order. Raises TableError: only-head, too-many-people."""
    head = _head(rows)
    people = rows[head + 1 :] if head is not None else _one_a_row(rows)
    columns = _named(rows[head], people) if head is not None else _by_shape(people)
    entries = tuple(entry for row in people if (entry := _entry(row, columns)).name or entry.email)
    if not entries:
        raise TableError("only-head")
    if len(entries) > MOST_PEOPLE:
        raise TableError("too-many-people", people=len(entries), most=MOST_PEOPLE)
    return entries


def as_text(entries: Sequence[Entry], head: tuple[str, str, str]) -> str:
    """The people as text that `read_roster` reads back the same; `head` names the three columns."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(head)
    writer.writerows((entry.name, entry.email, entry.language) for entry in entries)
    return file.getvalue()


def _head(rows: Sequence[Row]) -> int | None:
    """The row of the columns' names: the one with most that we know, above the first address."""
    best, most = None, 0
    for index, row in enumerate(rows[:HEAD_WITHIN]):
        if any(map(_ADDRESS.search, row)):
            break
        known = len({kind for cell in row if (kind := _kind(cell))})
        if known > most:
            best, most = index, known
    return best


def _kind(cell: str) -> str:
    words = _NOT_A_WORD.sub(" ", folded(cell)).strip() if cell != "@" else "email"
    return next((kind for kind, pattern in _KINDS if pattern.match(words)), "")


def _named(head: Row, people: Sequence[Row]) -> _Columns:
    at: dict[str, int] = {}
    for index, cell in enumerate(head):
        at.setdefault(_kind(cell), index)
    first, last = at.get("first"), at.get("last", at.get("nom"))
    whole = at.get("name", at.get("last first", at.get("nom")))
    if first is not None and last is not None:
        names: tuple[int, ...] = (first, last)
    else:
        names = tuple(index for index in (whole, first, last) if index is not None)[:1]
    shape = _by_shape(people)
    email = at.get("email", shape.email)
    return _Columns(names or shape.names, email, at.get("language"), last_first=names == (at.get("last first"),))


def _one_a_row(rows: Sequence[Row]) -> Sequence[Row]:
    """A line of several whole addresses, as mail programs write them, is several people."""
    divided: list[Row] = []
    for row in rows:
        filled = [cell for cell in row if cell]
        together = len(filled) > 1 and all("@" in cell for cell in filled)
        divided += [[cell] for cell in filled] if together else [row]
    return divided


def _by_shape(rows: Sequence[Row]) -> _Columns:
    columns = [[row[index] for row in rows if index < len(row) and row[index]] for index in range(_width(rows))]
    addresses = [sum("@" in cell for cell in column) for column in columns]
    email = addresses.index(max(addresses)) if any(addresses) else None
    language = next((index for index, cells in enumerate(columns) if cells and all(map(language_of, cells))), None)
    texts = [i for i, cells in enumerate(columns) if i not in (email, language) and _mostly(cells, _LETTER.search)]
    whole = texts and _mostly(columns[texts[0]], lambda cell: " " in cell)
    return _Columns(tuple(texts[: 1 if whole else 2]), email, language)


def _mostly(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return 2 * sum(bool(holds(cell)) for cell in cells) > len(cells)


def _width(rows: Sequence[Row]) -> int:
    return max(map(len, rows), default=0)


def _entry(row: Row, columns: _Columns) -> Entry:
    def cell(index: int | None) -> str:
        return row[index] if index is not None and index < len(row) else ""

    parts = [part for part in map(cell, columns.names) if part]
    name = next(filter(is_formula, parts), " ".join(parts))  # what would run in a spreadsheet is not hidden in a name
    email, beside = _address(cell(columns.email))
    return Entry(_in_order(name or beside, last_first=columns.last_first), email, cell(columns.language))


def _address(cell: str) -> tuple[str, str]:
    """The address of the cell, and what stands beside it: a name, as mail programs write it."""
    found = _ADDRESS.findall(cell)
    if len(found) != 1:
        return cell, ""
    before, _, after = cell.partition(found[0])
    beside = before.removesuffix("mailto:").strip(_AROUND_ADDRESS) or after.strip(_AROUND_ADDRESS)
    return found[0], beside if _LETTER.search(beside) else ""


def _in_order(name: str, *, last_first: bool) -> str:
    """The name as people say it, given name first, where the list leaves no doubt which is which."""
    name = _BULLET.sub("", name, count=1) if _BULLET.match(name) else name
    parts = [part.strip() for part in name.split(",")]
    if len(parts) == 2 and all(parts):
        return f"{parts[1]} {parts[0]}"
    words = name.split()
    if not last_first or len(words) < 2:
        return name
    family = next((index for index, word in enumerate(words) if not word.isupper()), 0)
    family = family or (1 if len(words) == 2 else 0)
    return " ".join(words[family:] + words[:family])


_LANGUAGES: Final = {
    "en": frozenset({"en", "eng", "english", "anglais", "anglaise"}),
    "fr": frozenset({"fr", "fra", "fre", "french", "francais", "francaise"}),
}


def language_of(cell: str) -> str | None:
    """The code of the language that the cell names, in English or French; None when it names none of ours."""
    word = _NOT_A_WORD.sub(" ", folded(cell)).strip().partition(" ")[0]
    return next((code for code, words in _LANGUAGES.items() if word in words), None)
