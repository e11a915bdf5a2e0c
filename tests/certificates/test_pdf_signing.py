"""The signature on the document, checked by pyHanko and by OpenSSL."""

from __future__ import annotations

import io
import re
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pypdfium2
import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app.certificates.document import draw
from app.certificates.keyring import KeyFiles, PdfKey
from app.certificates.pdf_signing import signed
from app.config import ROOT
from tests.certificates.finished import ISSUED
from tests.certificates.paper import codes_in, picture_of, words_on
from tests.certificates.test_document import ADDRESS, STATEMENT

needs_openssl = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl isn't installed")
BYTE_RANGE = re.compile(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\]")


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> PdfKey:
    files = KeyFiles()
    files.open(tmp_path_factory.mktemp("keys"), school="École de la réparation", address="https://school.example")
    return files.read().pdf


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return draw(STATEMENT, address=ADDRESS, at=ISSUED)


@pytest.fixture(scope="module")
def document(key: PdfKey, drawn: bytes) -> bytes:
    return signed(drawn, key=key, at=ISSUED)


def status_of(pdf: bytes, key: PdfKey) -> PdfSignatureStatus:
    """What pyHanko says of the one signature, with the school's certificate as what is trusted."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    root = Certificate.load(key.chain[-1].public_bytes(Encoding.DER))
    trusted = ValidationContext(trust_roots=[root], allow_fetching=False)
    with ThreadPoolExecutor(1) as own:  # browser tests leave an event loop in this one's thread
        return own.submit(validate_pdf_signature, signature, trusted).result()


def signature_in(pdf: bytes) -> slice:
    """Where the signature stands, in hexadecimal between angle brackets: all that it doesn't cover."""
    found = BYTE_RANGE.search(pdf)
    assert found is not None
    start, length, rest, until = map(int, found.groups())
    assert (start, rest + until) == (0, len(pdf))
    return slice(length, rest)


def covered(pdf: bytes) -> tuple[bytes, bytes]:
    """The bytes that are signed, and the signature (CMS, DER), taken from the file without a library."""
    place = signature_in(pdf)
    contents = bytes.fromhex(pdf[place][1:-1].decode())
    size = 4 + int.from_bytes(contents[2:4], "big")  # DER: a sequence with two bytes of length
    return pdf[: place.start] + pdf[place.stop :], contents[:size]


def openssl_says(folder: Path, pdf: bytes, *, trusted: str) -> bool:
    """Whether `openssl cms` takes the signature, trusting that certificate alone."""
    content, signature = covered(pdf)
    for name, data in (("content", content), ("signature", signature), ("trusted", trusted.encode())):
        (folder / name).write_bytes(data)
    command = "openssl cms -verify -binary -inform DER -in signature -content content -CAfile trusted -no-CApath "
    command += "-no-CAstore -purpose any -out checked"
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, check=False)
    return done.returncode == 0


def test_the_signature_is_valid_and_covers_the_whole_file(document: bytes, key: PdfKey) -> None:
    status = status_of(document, key)
    assert (status.bottom_line, status.valid, status.intact, status.trusted) == (True, True, True, True)
    assert status.modification_level == ModificationLevel.NONE
    assert status.signer_reported_dt == ISSUED


@needs_openssl
def test_openssl_takes_it_too(document: bytes, key: PdfKey, tmp_path: Path) -> None:
    assert openssl_says(tmp_path, document, trusted=key.public)


@needs_openssl
@pytest.mark.parametrize("place", [2000, 20_000, -300])
def test_one_changed_byte_breaks_it(document: bytes, key: PdfKey, tmp_path: Path, place: int) -> None:
    at = place % len(document)
    other = document[:at] + bytes([document[at] ^ 1]) + document[at + 1 :]
    assert not openssl_says(tmp_path, other, trusted=key.public)


def test_a_changed_letter_breaks_it_for_pdf_programs(document: bytes, key: PdfKey) -> None:
    title = b"Household appliance repairer \xc2\xb7 Tara"
    assert document.count(title) == 1
    status = status_of(document.replace(title, title.replace(b"Tara", b"Tora")), key)
    assert (status.intact, status.bottom_line) == (False, False)


def test_what_is_written_behind_the_signature_is_told(document: bytes, key: PdfKey) -> None:
    """PDF lets anybody append a new page over the old one, and the signed bytes stay as they were."""
    writer = IncrementalPdfFileWriter(io.BytesIO(document))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/MediaBox"] = ArrayObject(map(NumberObject, (0, 0, 595, 400)))
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)  # type: ignore[no-untyped-call]
    status = status_of(changed.getvalue(), key)
    assert (status.intact, status.docmdp_ok, status.bottom_line) == (True, False, False)


def test_another_letter_under_the_same_signature_is_told(document: bytes, key: PdfKey) -> None:
    changed = draw(replace(STATEMENT, holder="Tora Trainee"), address=ADDRESS, at=ISSUED)
    forged = signed(changed, key=key, at=ISSUED)
    (genuine, place) = (signature_in(document), signature_in(forged))
    forged = forged[: place.start] + document[genuine.start : genuine.stop] + forged[place.stop :]
    status = status_of(forged, key)
    assert (words_on(forged)[0].count("Tora Trainee"), status.intact, status.bottom_line) == (1, False, False)


def test_nothing_is_fetched_when_a_document_is_drawn_and_signed(key: PdfKey, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_target: object, **_more: object) -> NoReturn:
        raise AssertionError("Somebody reaches for the network.")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    pdf = signed(draw(STATEMENT, address=ADDRESS, at=ISSUED), key=key, at=ISSUED)
    assert status_of(pdf, key).bottom_line


@needs_openssl
def test_another_schools_signature_is_not_ours(drawn: bytes, key: PdfKey, tmp_path: Path) -> None:
    other = KeyFiles()
    other.open(tmp_path / "keys", school="École de la réparation", address="https://school.example")
    foreign = signed(drawn, key=other.read().pdf, at=ISSUED)
    assert not status_of(foreign, key).trusted
    assert not openssl_says(tmp_path, foreign, trusted=key.public)


def test_it_is_pades_and_certifies_that_nothing_may_change(document: bytes) -> None:
    (signature,) = PdfFileReader(io.BytesIO(document)).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is not None
    assert signature.docmdp_level.name == "NO_CHANGES"
    attributes = [each["type"].native for each in signature.signer_info["signed_attrs"]]
    # EN 319 142-1, baseline B-B: these three, and no signing time, which stands in the PDF.
    assert sorted(attributes) == ["content_type", "message_digest", "signing_certificate_v2"]


def test_what_was_drawn_stays_byte_for_byte_and_looks_the_same(document: bytes, drawn: bytes) -> None:
    assert document.startswith(drawn)
    assert picture_of(document) == picture_of(drawn)
    assert codes_in(picture_of(document)) == [ADDRESS]


def test_it_stays_what_pdf_a_and_pdf_ua_ask_for(document: bytes, drawn: bytes) -> None:
    added = document[len(drawn) :]
    assert (document.count(b"<x:xmpmeta"), b"/Metadata 98 0 R" in added or b"/Metadata" in added) == (1, True)
    # PDF/A-2: PDF 1.7, nothing encrypted, no script; a field that is printed and isn't hidden (F 132: print, locked).
    forbidden = (
        b"/Version",
        b"/Encrypt",
        b"/JavaScript",
        b"/NeedAppearances",
        b"/DigestMethod",
        b"/AA",
        b"/OpenAction",
    )
    assert [name for name in forbidden if name in added] == []
    assert b"/F 132" in added
    # PDF/UA-1: outside of the page, so in no need of a tag; with a name all the same; and the page keeps its tab order.
    assert b"/Rect [ -9999 -9999 -9999 -9999 ]" in added
    assert b"/TU (Signature" in added
    assert (added.count(b"/Tabs /S"), added.count(b"/Marked true"), added.count(b"/StructTreeRoot")) == (1, 1, 1)


def test_pdfium_finds_one_signature(document: bytes) -> None:
    pdf = pypdfium2.PdfDocument(document)
    count = pypdfium2.raw.FPDF_GetSignatureCount(pdf)
    pdf.close()
    assert count == 1


def test_the_moment_of_the_signature_has_whole_seconds(drawn: bytes, key: PdfKey) -> None:
    at = datetime(2026, 5, 15, 9, 0, 0, 900_000, tzinfo=UTC)
    assert b"/M (D\\07220260515090000Z)" in signed(drawn, key=key, at=at)


def test_a_document_with_other_words_is_signed_as_well(key: PdfKey) -> None:
    other = draw(replace(STATEMENT, holder="Нина Петрова"), address=ADDRESS, at=ISSUED)
    assert status_of(signed(other, key=key, at=ISSUED), key).bottom_line


def test_whoever_does_not_issue_does_not_load_the_library() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, app.serve; print('pyhanko' in sys.modules, 'typst' in sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "False False\n"
