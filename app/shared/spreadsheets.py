"""Tables as people keep them: read from CSV, XLSX and ODS files and from pasted text, written as CSV and XLSX.

What is read is text only, whatever the file held. What is written carries no formula into a spreadsheet.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

from xlsxwriter import Workbook

from app.shared.cleaning import cleaned
from app.shared.workbooks import TableError, is_zipped, read_workbook

Cell = str | int | float | Decimal | date | None
"""What may be written. Moments are told in the zone that they come in, to the minute."""

LARGEST_FILE: Final = 5 * 1024 * 1024
"""Bytes: a list of a few hundred people is a hundredth of it."""
MOST_ROWS: Final = 20_000
LONGEST_CELL: Final = 32_767
"""Characters, the most that Excel holds."""
LONGEST_READ: Final = 1_000
"""Characters of a cell: longer than anything a list of people has, and short enough to put its accents in order,
which takes four times as long for twice as many of them."""
LONGEST_TITLE, WIDEST = 31, 60
SEPARATORS: Final = "\t;|,"
"""In the order of preference where several would do: commas also stand inside names."""
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
"""The byte order marks, by which editors tell an encoding."""
OTHER_FILES: Final = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"RIFF", "picture"),
)
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORMULA_SIGNS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""With which spreadsheets let a formula begin, full-width ones among them (OWASP: CSV injection)."""
WITHOUT_WIDTH: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
"""Pasted along, and never meant; joiners are."""
MARKUP: Final = ("<!doctype", "<html", "<table", "<?xml", "{\\rtf")
_SAMPLE = 50
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_table(data: bytes) -> list[list[str]]:
    """The rows of the file's first sheet that has any: tidy cells, no empty rows. What the file is called doesn't
    matter, only what it holds. Raises TableError."""
    if len(data) > LARGEST_FILE:
        raise TableError("too-large", most=LARGEST_FILE // 1024 // 1024)
    for signature, code in OTHER_FILES:
        if data.startswith(signature):
            raise TableError(code)
    if data.startswith(OLD_EXCEL):
        raise TableError("protected" if "EncryptedPackage".encode("utf-16-le") in data else "old-excel")
    if is_zipped(data):
        return _tidied(read_workbook(data, most_rows=MOST_ROWS))
    text = _decoded(data)
    if text.lstrip()[:10].lower().startswith(MARKUP):
        raise TableError("not-a-table")
    return read_text(text)


def read_text(text: str) -> list[list[str]]:
    """The rows of a text whose cells stand between semicolons, commas, tabs or bars. Raises TableError."""
    declared = re.match(r"\ufeff?sep=(.)\r?\n", text)  # Excel's own first line
    body = text[declared.end() :] if declared else text.removeprefix("\ufeff")
    if "\x00" in body:
        raise TableError("not-a-table")
    separator = declared[1] if declared and declared[1] in SEPARATORS else _separator(body)
    return _tidied(_split(body, separator))


def write_csv(rows: Iterable[Sequence[Cell]], *, language: str) -> bytes:
    """The table as a CSV file that a spreadsheet of that language opens by a double click: UTF-8 with a mark,
    semicolons and decimal commas in French."""
    french = language == "fr"
    file = StringIO()
    writer = csv.writer(file, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerows([_as_text(cell, french) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig", errors="replace")


def write_xlsx(rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """The table as an Excel file of one sheet named `title`; the first row is its head. Numbers are numbers, and
    everything else is text, also what looks like a formula."""
    file, table = BytesIO(), [list(row) for row in rows]
    workbook = Workbook(file, {"in_memory": True})
    sheet = workbook.add_worksheet(_sheet_name(title))
    head = workbook.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            kind = head if number == 0 else None
            if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
                sheet.write_number(number, column, float(cell), kind)
            else:
                sheet.write_string(number, column, _plain(cell)[:LONGEST_CELL], kind)
    for column in range(max(map(len, table), default=0)):
        sheet.set_column(column, column, _width(table, column))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return file.getvalue()


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return text[:1] in FORMULA_SIGNS or text.lstrip()[:1] in FORMULA_SIGNS if text else False


def _decoded(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "windows-1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError("not-a-table") from error


def _separator(text: str) -> str:
    """The one that divides most of the first lines into the same number of cells."""
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE]
    return max(SEPARATORS, key=lambda separator: _evenness(lines, separator))


def _evenness(lines: list[str], separator: str) -> int:
    counts = [len(row) for row in _split("\n".join(lines), separator)]
    return max((counts.count(count) for count in set(counts) if count > 1), default=0)


def _split(text: str, separator: str) -> list[list[str]]:
    """The cells as they stand. Quotes that don't pair are taken for signs like others: else one of them would
    swallow all lines below it."""
    lines = text.splitlines()
    try:
        rows = list(csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True))
    except csv.Error:
        rows = [[cell.strip().strip('"') for cell in line.split(separator)] for line in lines]
    if len(rows) > MOST_ROWS:
        raise TableError("too-many-rows", rows=len(rows), most=MOST_ROWS)
    return rows


def _tidied(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    tidy = [[_tidy(cell) for cell in row] for row in rows]
    filled = [row for row in tidy if any(row)]
    if not filled:
        raise TableError("empty")
    return filled


def _tidy(cell: str) -> str:
    """Letters with their accents in one sign, single spaces, and nothing unseen."""
    seen = cleaned(unicodedata.normalize("NFC", cell[:LONGEST_READ])).translate(WITHOUT_WIDTH)
    return " ".join(seen.split())


def _as_text(cell: Cell, french: bool) -> str:
    if isinstance(cell, float | Decimal):
        return str(cell).replace(".", ",") if french else str(cell)
    text = _plain(cell)
    return f"'{text}" if isinstance(cell, str) and is_formula(text) else text


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    # A lone half of a sign (a surrogate) can't be written to any file.
    return "" if cell is None else _CONTROLS.sub("", str(cell)).encode("utf-8", "replace").decode()


def _sheet_name(title: str) -> str:
    """As Excel allows it: 31 characters without []:*?/\\, no apostrophe at either end, and not “History”."""
    name = re.sub(r"[\[\]:*?/\\]", " ", _plain(title))[:LONGEST_TITLE].strip().strip("'")
    return name if name and name.lower() != "history" else "1"


def _width(table: list[list[Cell]], column: int) -> int:
    longest = max((len(_plain(row[column])) for row in table if column < len(row)), default=0)
    return min(max(longest + 2, 8), WIDEST)
