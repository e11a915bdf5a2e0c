"""What is said where the school's keys are unreadable, open to others, over, or lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from cryptography.hazmat.primitives.asymmetric import ec

from app.certificates.document import draw
from app.certificates.keyring import KeyFiles, key_files, keyring
from app.certificates.operations import bring_key, make_keys
from app.certificates.pdf_signing import signed
from app.certificates.school_certificate import UnusableKeyError
from app.config import ROOT
from tests.cast import Cast
from tests.certificates.finished import ISSUED
from tests.certificates.keys import certified, pem_of
from tests.certificates.test_document import ADDRESS, STATEMENT
from tests.conftest import ClientOf

OVER = datetime(2076, 12, 31, 23, 59, 59, tzinfo=UTC)
"""The last moment of a certificate that was made in 2026."""


def in_the_way(own_keys: Path) -> str:
    """Something that is no file stands where the key for PDFs should; returns what is said of it."""
    make_keys(at=ISSUED)
    file = own_keys / "pdf.pem"
    file.unlink()
    file.mkdir()
    return f"{file} can't be read or made (Is a directory)."


def test_a_file_that_cannot_be_read_is_named(own_keys: Path) -> None:
    said = in_the_way(own_keys)
    with pytest.raises(UnusableKeyError) as refused:
        keyring()
    assert str(refused.value) == said


def test_commands_end_with_that_sentence(own_keys: Path, flask: Callable[..., Result]) -> None:
    said = in_the_way(own_keys)
    ended = [flask("keys", *words) for words in (("list",), ("renew", "pdf"))]
    assert [(each.exit_code, each.output) for each in ended] == [(1, f"Error: {said}\n")] * 2


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("no folder")
    files = KeyFiles()
    files.open(tmp_path / "keys", school="É", address="https://a.example")
    with pytest.raises(UnusableKeyError, match=r"keys/pdf.pem can't be read or made \(Not a directory\)"):
        files.read()


def test_a_page_says_that_nothing_can_be_signed_and_the_log_says_why(
    cast: Cast, own_keys: Path, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    said = in_the_way(own_keys)
    page = client_of(cast.trainee).get(f"/enrolments/{cast.enrolment_id}/attestation.pdf")
    assert (page.status_code, "Nothing can be signed at the moment" in page.text) == (503, True)
    assert [each.getMessage() for each in caplog.records] == [f"nothing can be signed: {said}"]


def test_a_file_that_others_can_read_is_told_until_it_is_closed(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    file = own_keys / "jwt.pem"
    file.chmod(0o640)
    assert key_files.concerns(at=ISSUED) == (f"other accounts of this machine can read {file}: chmod 600 {file}",)
    file.chmod(0o600)
    assert key_files.concerns(at=ISSUED) == ()


def test_the_list_of_keys_tells_what_to_see_to(own_keys: Path, flask: Callable[..., Result]) -> None:
    make_keys(at=ISSUED)
    (own_keys / "jwt.pem").chmod(0o644)
    assert flask("keys", "list").stderr == (
        f"See to it: other accounts of this machine can read {own_keys}/jwt.pem: chmod 600 {own_keys}/jwt.pem.\n"
    )


def test_sixty_days_before_its_end_a_certificate_for_pdfs_is_told(own_keys: Path) -> None:
    key_files.renew("pdf", at=ISSUED)
    told = [key_files.concerns(at=OVER - timedelta(days=days)) for days in (60, 59)]
    assert told == [
        (),
        (
            (
                "the X.509 certificate by which PDFs are signed is valid until 2076-12-31; after that none can be "
                "issued: flask keys bring takes the next one, flask keys renew pdf makes one"
            ),
        ),
    ]


def test_nothing_is_signed_with_a_certificate_that_is_over(own_keys: Path) -> None:
    key_files.renew("pdf", at=ISSUED)
    pdf, key = draw(STATEMENT, address=ADDRESS, at=ISSUED), keyring().pdf
    assert signed(pdf, key=key, at=OVER).startswith(pdf)
    with pytest.raises(UnusableKeyError, match=r"was valid until 2076-12-31: flask keys bring takes the next one"):
        signed(pdf, key=key, at=OVER + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2025, 12, 31, tzinfo=UTC), "The certificate isn't valid before 2026-01-01."),
        (datetime(2046, 1, 2, tzinfo=UTC), "The X.509 certificate for PDFs was valid until 2046-01-01: flask keys"),
    ],
)
def test_a_certificate_that_is_not_valid_is_not_taken(own_keys: Path, at: datetime, said: str) -> None:
    make_keys(at=ISSUED)
    before = keyring()
    own = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(UnusableKeyError) as refused:
        bring_key(pem_of(own) + certified(own, name="École"), at=at)
    assert str(refused.value).startswith(said)
    assert keyring() == before


def test_what_is_interrupted_leaves_no_half_of_a_key(own_keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_keys(at=ISSUED)
    before = keyring()

    def full(*_where: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UnusableKeyError, match=r"\(No space left on device\)"):
        key_files.renew("pdf", at=ISSUED)
    assert keyring() == before
    assert sorted(file.name for file in own_keys.iterdir()) == ["jwt.pem", "pdf.pem", "proof.pem"]


def test_no_key_lies_in_the_repository() -> None:
    ignored = subprocess.run(["git", "check-ignore", "instance/keys/pdf.pem"], cwd=ROOT, check=False)
    if ignored.returncode == 128:
        pytest.skip("this is no working copy of the repository")
    held = subprocess.run(["git", "grep", "-lE", "^-+BEGIN.*PRIVATE KEY"], cwd=ROOT, capture_output=True, check=False)
    assert (ignored.returncode, held.stdout) == (0, b"")
