"""Reading a PDF as somebody does who holds it: its words, its picture, the codes in the picture."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL.Image import Image

POINTS_AN_INCH = 72


def words_on(pdf: bytes) -> list[str]:
    """The words on each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.split()) for text in texts]


def picture_of(pdf: bytes, *, dots_an_inch: int = 150) -> Image:
    """The first page as it is printed."""
    document = pypdfium2.PdfDocument(pdf)
    picture: Image = document[0].render(scale=dots_an_inch / POINTS_AN_INCH).to_pil()
    document.close()
    return picture


def codes_in(picture: Image) -> list[str]:
    """What the QR codes in the picture say."""
    return [found.text for found in zxingcpp.read_barcodes(picture)]
