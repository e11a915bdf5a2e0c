"""The file that a document is: tagged, with its fonts, and drawn the same from the same facts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NullObject, PdfObject
from pyhanko.pdf_utils.reader import PdfFileReader

from app.certificates.document import draw
from app.certificates.facts import Signatory
from app.config import ROOT
from app.web.brand import contrast
from tests.certificates.finished import ISSUED
from tests.certificates.test_document import ADDRESS, STATEMENT, pages_of, with_so_many


def test_any_moment_will_do() -> None:
    at = ISSUED.replace(microsecond=123456)
    assert draw(STATEMENT, address=ADDRESS, at=at) == draw(STATEMENT, address=ADDRESS, at=ISSUED)


def test_the_same_facts_make_the_same_bytes() -> None:
    once, again = (draw(STATEMENT, address=ADDRESS, at=ISSUED) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_tagged_and_made_to_last(language: str) -> None:
    pdf = draw(replace(STATEMENT, language=language), address=ADDRESS, at=ISSUED)
    marks = (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1", b"/S/Table")
    assert [mark for mark in marks if mark not in pdf] == []
    root = PdfFileReader(io.BytesIO(pdf)).root
    said = (root["/Lang"], root["/MarkInfo"]["/Marked"], root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert said == (language, True, True)
    assert [intent.get_object()["/S"] for intent in root["/OutputIntents"]] == ["/GTS_PDFA1"]
    tags = set(tags_in(root["/StructTreeRoot"]))
    assert tags >= {"/Document", "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Link", "/Figure"}


def tags_in(part: PdfObject) -> Iterator[str]:
    """The kinds of what a tagged PDF is made of, from that part downwards."""
    part = part.get_object()  # type: ignore[no-untyped-call]
    if isinstance(part, ArrayObject):
        for each in part:
            yield from tags_in(each)
    elif isinstance(part, DictionaryObject):
        if "/S" in part:
            yield str(part["/S"])
        yield from tags_in(part.get("/K", NullObject()))


def test_every_letter_is_in_it_and_can_be_copied_from_it() -> None:
    """Fonts are embedded, and each glyph says which letter it is."""
    root = PdfFileReader(io.BytesIO(draw(STATEMENT, address=ADDRESS, at=ISSUED))).root
    pages = [page.get_object() for page in root["/Pages"]["/Kids"]]
    assert [page["/Type"] for page in pages] == ["/Page", "/Page"]
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    descendants = [font["/DescendantFonts"][0].get_object() for font in fonts]
    assert {font["/Subtype"] for font in fonts} == {"/Type0"}
    assert [font["/BaseFont"] for font in fonts if "/ToUnicode" not in font] == []
    embedded = [{"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"]) for font in descendants]
    assert [len(files) for files in embedded] == [1] * len(fonts)


def test_each_page_is_an_a4_sheet() -> None:
    document = pypdfium2.PdfDocument(draw(STATEMENT, address=ADDRESS, at=ISSUED))
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in document]
    document.close()
    assert sizes == [(210, 297)] * 2


@pytest.mark.parametrize("signatories", [0, 1, 3])
@pytest.mark.parametrize("competences", [0, 3, 12, 60])
def test_the_certificate_itself_is_always_one_page(signatories: int, competences: int) -> None:
    long = with_so_many(competences, practicals=2)
    name = "Maximiliane-Alexandrine Hohenstaufen de Vasconcelos y Andrade"
    course = "Repairing large and small household appliances, from the first talk with the customer to handing over"
    people = (Signatory(name, "Head of training and of the centre for the repair of appliances"),) * signatories
    first, passport = pages_of(
        replace(long, holder=name, title=course, course=course, issued_by=name, place=course, signatories=people)
    )[:2]
    assert (first.endswith("can be seen."), passport.count("Competence passport")) == (True, 1)


def test_its_colours_can_be_read_in_greyscale_too() -> None:
    """Contrast is of light, not of hue: at 7 (WCAG's AAA) small letters stand out on a copier's paper too."""
    sheet = (ROOT / "app" / "certificates" / "sheet.typ").read_text()
    colours = dict(re.findall(r'#let (\w+) = rgb\("(#[0-9a-f]{6})"\)', sheet))
    weak = {name: contrast(colour, "#ffffff") for name, colour in colours.items() if name != "hair"}  # hair: lines
    assert (set(weak), min(weak.values()) > 7) == ({"ink", "quiet", "petrol"}, True)
