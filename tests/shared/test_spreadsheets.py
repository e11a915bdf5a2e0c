"""Tables in and out: whatever people's programs make of a list, and nothing that runs in a spreadsheet."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app.shared.spreadsheets import LARGEST_FILE, MOST_ROWS, Cell, read_table, read_text, write_csv, write_xlsx
from app.shared.workbooks import MOST_UNPACKED, TableError

ROWS = [["Nom", "Courriel"], ["Zoé Lefèvre", "zoe@school.example"], ["Karim Sœur", "karim@school.example"]]
ODS_START = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Liste">'
)
ODS_END = "</table:table></office:spreadsheet></office:body></office:document-content>"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def told(data: bytes) -> str:
    """The code with which the file is refused."""
    with pytest.raises(TableError) as refused:
        read_table(data)
    return refused.value.code


def workbook(fill: Callable[[Workbook], object]) -> bytes:
    file = BytesIO()
    made = Workbook(file, {"in_memory": True})
    fill(made)
    made.close()
    return file.getvalue()


def ods(rows: str) -> bytes:
    file = BytesIO()
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/>'
    namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        manifest = f'<manifest:manifest xmlns:manifest="{namespace}">{entry}</manifest:manifest>'
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", ODS_START + rows + ODS_END)
    return file.getvalue()


def ods_row(*cells: str, repeated: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{inside}'
        '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
    )


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The archive with one part changed."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, change(old.read(each)) if each == name else old.read(each))
    return file.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separator_encoding_and_line_ends_are_recognised(separator: str, encoding: str, ending: str) -> None:
    text = ending.join(separator.join(row) for row in ROWS)
    assert read_table(text.encode(encoding)) == ROWS


def test_utf_16_of_either_order_is_read() -> None:
    assert read_table(b"\xfe\xff" + "Zoé;zoe@school.example".encode("utf-16-be")) == [["Zoé", "zoe@school.example"]]


def test_a_comma_inside_names_does_not_divide_them() -> None:
    text = "Lefèvre, Zoé;zoe@school.example\nSœur, Karim;karim@school.example"
    assert read_text(text) == [["Lefèvre, Zoé", "zoe@school.example"], ["Sœur, Karim", "karim@school.example"]]


def test_quoted_cells_hold_separators_quotes_and_lines() -> None:
    assert read_text('"Lefèvre; Zoé";"dite ""Zo""\nLyon"') == [["Lefèvre; Zoé", 'dite "Zo" Lyon']]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    rows = [["Zoé", "zoe@school.example"], ["Karim", "karim@school.example"], ["Ana", "ana@school.example"]]
    text = 'Zoé;zoe@school.example\n"Karim;karim@school.example\nAna;ana@school.example'
    assert read_text(text) == rows


def test_excels_own_first_line_names_the_separator() -> None:
    assert read_text("sep=|\r\nZoé, Karim|Ana, Ben|x\r\n") == [["Zoé, Karim", "Ana, Ben", "x"]]


def test_empty_rows_and_what_nobody_sees_are_left_out() -> None:
    text = "\n ;\u00a0;\nZoe\u0301\u200b  Lefèvre;\u202dzoe@school.example\x07\n;;\n"
    assert read_text(text) == [["Zoé Lefèvre", "zoe@school.example"]]


def test_a_workbook_is_read_as_it_looks() -> None:
    def fill(made: Workbook) -> None:
        made.add_worksheet("Empty")
        hidden = made.add_worksheet("Hidden")
        hidden.write(0, 0, "secret")
        hidden.hide()
        sheet = made.add_worksheet("List")
        sheet.write_row(1, 1, ["Nom", "N°", "Note", "Né le"])
        sheet.write_row(3, 1, ["Zoé", 12, 0.5])
        sheet.write_datetime(3, 4, date(2001, 2, 3), made.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_url(4, 1, "mailto:zoe@school.example", string="zoe@school.example")

    assert read_table(workbook(fill)) == [
        ["", "Nom", "N°", "Note", "Né le"],
        ["", "Zoé", "12", "0.5", "2001-02-03"],
        ["", "zoe@school.example", "", "", ""],
    ]


def test_an_open_document_is_read_without_the_empty_rows_up_to_its_edge() -> None:
    rows = "".join(ods_row(*row) for row in ROWS) + ods_row(repeated=1_048_570)
    assert read_table(ods(rows)) == ROWS


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\r\n ; ; \r\n", "empty"),
        (b"%PDF-1.7 x", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old-excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
        (b"<!DOCTYPE html><table><tr><td>Zo\xc3\xa9", "not-a-table"),
        (b"\x00\x01\x02\x03", "not-a-table"),
        (b"\xff\xfea", "not-a-table"),
        (b"\x81\x8d", "not-a-table"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"a" * (LARGEST_FILE + 1), "too-large"),
        (b"a;b\n" * (MOST_ROWS + 1), "too-many-rows"),
    ],
)
def test_what_is_no_table_is_told_by_its_kind(data: bytes, code: str) -> None:
    assert told(data) == code


def test_a_single_cell_is_a_table() -> None:
    assert read_table(write_xlsx([["Zoé"]], title="List")) == [["Zoé"]]


def test_an_empty_workbook_is_told() -> None:
    assert told(workbook(lambda made: made.add_worksheet())) == "empty"


def test_an_archive_that_is_no_workbook_is_told() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert told(file.getvalue()) == "not-a-table"


def test_a_workbook_that_unpacks_to_more_than_anybody_types_is_not_unpacked() -> None:
    data = write_xlsx(ROWS, title="List")
    bomb = changed(data, "xl/sharedStrings.xml", lambda part: part + b" " * MOST_UNPACKED)
    assert len(bomb) < 100_000
    assert told(bomb) == "unpacks-too-large"


def test_a_part_that_is_longer_than_it_says_is_told() -> None:
    data = write_xlsx([["x" * 5000]], title="List")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert told(data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))) == "damaged"


@pytest.mark.parametrize("place", [b'r="XFD1048576"', b"r = 'XFD1048576'", b'r="A99999999999"', b'r="ZZZZZ9999"'])
def test_a_cell_at_the_far_end_of_the_sheet_asks_for_no_memory(place: bytes) -> None:
    data = write_xlsx(ROWS, title="List")
    far = changed(data, "xl/worksheets/sheet1.xml", lambda part: part.replace(b'r="B3"', place))
    assert told(far) == "unpacks-too-large"


@pytest.mark.parametrize("repeats", [("1000000", "16000"), ("1", "99999999999999999999")])
def test_open_document_cells_that_repeat_for_ever_ask_for_no_memory(repeats: tuple[str, str]) -> None:
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeats[1]}">'
    row = f'<table:table-row table:number-rows-repeated="{repeats[0]}">'
    assert told(ods(f"{row}{cell}<text:p>x</text:p></table:table-cell></table:table-row>")) == "unpacks-too-large"


def test_too_many_rows_of_a_workbook_are_counted() -> None:
    with pytest.raises(TableError) as refused:
        read_table(write_xlsx([["x"]] * (MOST_ROWS + 1), title="List"))
    assert (refused.value.code, refused.value.values) == (
        "too-many-rows",
        {"rows": MOST_ROWS + 1, "most": MOST_ROWS},
    )


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_named_error(data: bytes) -> None:
    with suppress(TableError):
        assert all(any(row) for row in read_table(data))


# Made once: the time that stands in them changes how long they are.
SOUND = [write_xlsx(ROWS, title="List"), ods(ods_row("Zoé"))]


@given(st.data())
def test_a_workbook_with_a_few_wrong_bytes_is_a_table_or_a_named_error(data: st.DataObject) -> None:
    sound = bytearray(data.draw(st.sampled_from(SOUND)))
    for _ in range(data.draw(st.integers(1, 4))):
        sound[data.draw(st.integers(0, len(sound) - 1))] = data.draw(st.integers(0, 255))
    with suppress(TableError):
        assert all(any(row) for row in read_table(bytes(sound)))


@given(st.text(max_size=200))
def test_any_pasted_text_is_a_table_or_a_named_error(text: str) -> None:
    with suppress(TableError):
        assert all(any(row) for row in read_text(text))


FORMULAS = ["=cmd|' /C calc'!A0", "+33 1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", " =1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_looks_like_a_formula_is_written_as_text(text: str) -> None:
    file = write_csv([["Name"], [text]], language="en").decode("utf-8-sig")
    assert list(csv.reader(StringIO(file, newline="")))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", [*FORMULAS, "{=1}", "https://school.example", "0012", "nan", "1e5", ""])
def test_in_a_workbook_everything_but_numbers_is_text(text: str) -> None:
    data = write_xlsx([["Name"], [text]], title="List")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<f>") + sheet.count("<hyperlink") + sheet.count("<v>0</v></c><c") == 0
    assert sheet.count('r="A2" t="s"') == 1


def test_numbers_stay_numbers() -> None:
    rows: list[list[Cell]] = [["Points", "Share"], [-3, Decimal("0.5")]]
    with CalamineWorkbook.from_filelike(BytesIO(write_xlsx(rows, title="Points"))) as made:
        assert made.get_sheet_by_index(0).to_python() == [["Points", "Share"], [-3.0, 0.5]]


def test_a_csv_opens_by_a_double_click_in_either_language() -> None:
    moment = datetime(2026, 5, 5, 10, 0, tzinfo=UTC)
    rows: list[list[Cell]] = [["Nom; prénom", "Part", "Jour", "Quand", "N"], ["Zoé", 0.5, date(2026, 5, 4), moment, -3]]
    assert write_csv(rows, language="fr") == (
        b'\xef\xbb\xbf"Nom; pr\xc3\xa9nom";Part;Jour;Quand;N\r\nZo\xc3\xa9;0,5;2026-05-04;2026-05-05 10:00;-3\r\n'
    )
    assert write_csv(rows, language="en") == (
        b"\xef\xbb\xbfNom; pr\xc3\xa9nom,Part,Jour,Quand,N\r\nZo\xc3\xa9,0.5,2026-05-04,2026-05-05 10:00,-3\r\n"
    )


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Phones, spring 2026", "Phones, spring 2026"),
        ("a/b:c[d]*?\\", "a b c d"),
        ("'History'", "1"),
        ("", "1"),
        ("x" * 40, "x" * 31),
    ],
)
def test_a_sheet_is_called_what_excel_allows(title: str, name: str) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(write_xlsx(ROWS, title=title))) as made:
        assert made.sheet_names == [name]


def test_the_head_stays_in_view() -> None:
    with zipfile.ZipFile(BytesIO(write_xlsx(ROWS, title="List"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>') == 1


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), min_size=1, max_size=5))
def test_whatever_people_wrote_can_be_exported(rows: list[list[Cell]]) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(write_xlsx(rows, title="List"))) as made:
        assert made.sheet_names == ["List"]
    cells = [
        cell
        for row in csv.reader(StringIO(write_csv(rows, language="fr").decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    assert [cell for cell in cells if cell[:1] in {*"=+-@\t"}] == []
