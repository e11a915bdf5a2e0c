"""The certificate as a PDF: one page, tagged and made to last (PDF/A-2a, PDF/UA-1), drawn by Typst.

Nothing that people typed is ever read as Typst markup: the template gets all of it as JSON text.
"""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from babel.dates import format_date
from babel.numbers import format_decimal

from app.certificates.facts import Proof, Statement
from app.certificates.wording import WORDS, words_in

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent
TEMPLATE = FOLDER / "certificate.typ"
DIGEST_SHOWN = 12
"""Hexadecimal digits of the course's digest that are printed."""


class UnprintableError(Exception):
    """A name or title has a sign that no font on this machine can show."""


def draw(statement: Statement, *, address: str, at: datetime) -> bytes:
    """The PDF that states `statement`; its QR code holds `address`. The same arguments give the same bytes.

    Takes some 100 milliseconds, the first time in a process several times that. Raises UnprintableError.
    """
    import typst  # a whole compiler, which only a process that issues certificates has to load

    page = json.dumps(_page(statement, address), ensure_ascii=False)
    try:
        return _compiled(page, at, _fonts())
    except typst.TypstError as error:
        _refuse_other_faults(error)
    # The house's fonts know Latin, Cyrillic, Greek and a little more; this machine's may know the rest.
    try:
        return _compiled(page, at, _fonts(of_this_machine=True))
    except typst.TypstError as error:
        _refuse_other_faults(error)
        raise UnprintableError(str(error)) from error


def _compiled(page: str, at: datetime, fonts: typst.Fonts) -> bytes:
    import typst

    compiler = typst.Compiler(str(TEMPLATE), root=str(FOLDER), font_paths=fonts)
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"page": page},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=at.replace(microsecond=0),  # a PDF's dates have whole seconds, and Typst takes no others
    )
    return cast("bytes", pdf)  # a list only of formats that have a file a page


def _refuse_other_faults(error: typst.TypstError) -> None:
    # PDF/A asks for a glyph for every sign, and Typst says so in these words. All else is our mistake.
    if "could not be displayed" not in str(error):
        raise error


@cache
def _fonts(*, of_this_machine: bool = False) -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=of_this_machine, font_paths=[str(FOLDER / "fonts")])


def _page(statement: Statement, address: str) -> dict[str, Any]:
    """Everything on the page, as it is to be read."""
    language = statement.language if statement.language in WORDS else "en"
    words = words_in(language)
    return {
        "language": language,
        "words": {**words, "qr": words["qr"].format(address=address)},
        "school": statement.school,
        "title": statement.title,
        "holder": statement.holder,
        "course": statement.course,
        "hours": words["hours"].format(hours=format_decimal(statement.hours, locale=language)),
        "first_day": _day(statement.first_day, language),
        "last_day": _day(statement.last_day, language),
        "place": statement.place,
        "groups": _groups(statement),
        "practicals": [_row(proof, language) for proof in statement.practicals],
        "cases": [_row(proof, language) for proof in statement.cases],
        "quizzes": [_row(proof, language) for proof in statement.quizzes],
        "issued_by": statement.issued_by,
        "issued_for": words["issued_for"].format(school=statement.school),
        "issued_on": _day(statement.issued_on, language),
        "number": statement.number,
        "revision": _revision(statement, words["revision_value"]),
        "address": address,
        "qr": _qr(address),
    }


def _revision(statement: Statement, words: str) -> str:
    return words.format(number=statement.revision, digest=statement.revision_digest[:DIGEST_SHOWN])


def _groups(statement: Statement) -> list[dict[str, Any]]:
    return [
        {
            "title": block,
            "competences": [{"id": each.id, "title": each.title, "marks": each.shown_by} for each in competences],
        }
        for block, competences in statement.by_block
    ]


def _row(proof: Proof, language: str) -> dict[str, str]:
    return {"mark": proof.mark, "title": proof.title, "device": proof.device, "on": _day(proof.on, language)}


def _qr(address: str) -> str:
    """The QR code as an SVG without a border: the template keeps the space around it free."""
    import segno

    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", border=0, xmldecl=False, svgns=True, scale=4)
    return drawing.getvalue().decode()


def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", language)
