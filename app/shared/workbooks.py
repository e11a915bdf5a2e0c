"""Reading workbooks (XLSX, ODS) from people we don't trust to have made them with a spreadsheet.

A workbook of two kilobytes may unpack to gigabytes, or name a cell so far away that the reader asks for more
memory than there is, which ends the whole process and can't be caught. So each file is unpacked here, within
limits and against its checksums; what the reader gets is packed anew from what was measured.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date
from io import BytesIO
from typing import Final

from python_calamine import CalamineSheet, CalamineWorkbook

MOST_UNPACKED: Final = 40 * 1024 * 1024
MOST_PARTS: Final = 2_000
MOST_CELLS: Final = 1_000_000
"""Of the rectangle that holds all of a sheet's cells, empty ones among them: the reader makes it whole."""
_NEEDED = re.compile(
    r"(\[Content_Types\]\.xml|mimetype|content\.xml|META-INF/manifest\.xml|_rels/.*|xl/.*\.(xml|rels))\Z"
)
_PLACE = re.compile(rb"""(?<![:\w])r\s*=\s*["']\s*([A-Za-z]{0,9})(\d{0,20})""")
_ANY_ROW = re.compile(rb"<(?:\w+:)?row\b")
_ROW_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?row\b(?![^>]*\sr\s*=)")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c\b(?![^>]*\sr\s*=)")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_SHEET_CELL = re.compile(rb"<(?:\w+:)?c\b")
_ROW = re.compile(rb"<table:table-row\b")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b")
_REPEATED = re.compile(rb"""number-(rows|columns)-repeated\s*=\s*["']\s*\+?(\d{1,20})""")
_EMPTY_ROWS = re.compile(
    rb"<table:table-row\b[^>]*>(?:\s*<table:(?:covered-)?table-cell\b[^>]*/>)*\s*</table:table-row>|<table:table-row\b[^>]*/>"
)
_EMPTY_END = re.compile(rb"(?:<table:(?:covered-)?table-cell\b[^>]*/>\s*)+(?=</table:table-row>)")


class TableError(Exception):
    """A table that can't be read. `code` says why; pages phrase it with its `values` for the reader."""

    def __init__(self, code: str, **values: int) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


def is_zipped(data: bytes) -> bool:
    """Whether the file is an archive, as workbooks are."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(data: bytes, *, most_rows: int) -> list[list[str]]:
    """The cells of the first visible sheet that has any, as text. Raises TableError."""
    parts = _unpacked(data)
    if "xl/workbook.xml" in parts:
        parts = {name: part for name, part in parts.items() if not name.endswith(".bin")}
        for name, part in parts.items():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _measure(part)
    elif "content.xml" in parts and parts.get("mimetype", b"").strip().endswith(b"opendocument.spreadsheet"):
        parts["content.xml"] = _measured(parts["content.xml"])
    else:
        raise TableError("not-a-table")
    return _read(_packed(parts), most_rows)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that hold cells, each as long as it says and with the right checksum."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [each for each in archive.infolist() if _NEEDED.match(each.filename)]
            if len(infos) > MOST_PARTS or sum(each.file_size for each in infos) > MOST_UNPACKED:
                raise TableError("unpacks-too-large")
            if any(each.flag_bits & 1 for each in infos):
                raise TableError("protected")
            return {each.filename: archive.read(each) for each in infos}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError, RuntimeError) as error:
        raise TableError("damaged") from error


def _measure(sheet: bytes) -> None:
    """Raises TableError when a cell of the XLSX sheet stands too far away."""
    rows = columns = 0
    for letters, digits in _PLACE.findall(sheet):
        rows = max(rows, int(digits or 0))
        columns = max(columns, _column(letters))
    # What has no place of its own follows what stands before it.
    after = len(_ROW_WITHOUT_PLACE.findall(sheet))
    beside = max((len(_CELL_WITHOUT_PLACE.findall(row)) for row in _ANY_ROW.split(sheet)), default=0)
    _refuse_larger(rows + after, columns + beside)


def _measured(content: bytes) -> bytes:
    """The ODS sheet without the empty rows and cells that fill it up to its edges. Raises TableError when what is
    left is too large."""
    kept = _EMPTY_END.sub(b"", _EMPTY_ROWS.sub(b"", content))
    rows = widest = 0
    for row in _ROW.split(kept)[1:]:
        repeats = _REPEATED.findall(row)
        rows += max([1, *(int(count) for kind, count in repeats if kind == b"rows")])
        cells = len(_CELL.findall(row)) + sum(int(count) for kind, count in repeats if kind == b"columns")
        widest = max(widest, cells)
    _refuse_larger(rows, widest)
    return kept


def _refuse_larger(rows: int, columns: int) -> None:
    if rows * columns > MOST_CELLS:
        raise TableError("unpacks-too-large")


def _column(letters: bytes) -> int:
    """A: 1, Z: 26, AA: 27 …"""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _packed(parts: dict[str, bytes]) -> BytesIO:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    file.seek(0)
    return file


def _read(file: BytesIO, most_rows: int) -> list[list[str]]:
    try:
        with CalamineWorkbook.from_filelike(file) as workbook:
            for index, about in enumerate(workbook.sheets_metadata):
                sheet = workbook.get_sheet_by_index(index) if str(about.visible).endswith(".Visible") else None
                if sheet is not None and sheet.end is not None:
                    return _rows(sheet, most_rows)
    except TableError:
        raise
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # where the reader's Rust panics, what it raises is no Exception
        raise TableError("damaged") from error
    return []


def _rows(sheet: CalamineSheet, most_rows: int) -> list[list[str]]:
    rows = sheet.end[0] + 1 if sheet.end else 0
    if rows > most_rows:
        raise TableError("too-many-rows", rows=rows, most=most_rows)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else str(cell)
