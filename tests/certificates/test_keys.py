"""The school's keys: made once, recorded, renewed, brought."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from sqlalchemy import select

from app.certificates.keyring import KeyFiles, PdfKey, Private, key_files, keyring
from app.certificates.models import SigningKey
from app.certificates.operations import bring_key, make_keys, renew_key
from app.certificates.pdf_signing import signed
from app.certificates.queries import public_keys
from app.certificates.school_certificate import UnusableKeyError, chain_in
from app.config import ROOT
from app.db import db
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from tests.certificates.finished import ISSUED
from tests.certificates.keys import certified, pem_of
from tests.certificates.test_document import ADDRESS, STATEMENT
from tests.certificates.test_pdf_signing import needs_openssl, openssl_says
from tests.conftest import CountQueries

LATER = ISSUED + timedelta(days=400)
Flask_ = Callable[..., Result]


def test_they_are_made_once_and_only_their_owner_may_read_them(own_keys: Path) -> None:
    made = keyring()
    assert keyring() == made
    files = {file.name: file.stat().st_mode & 0o777 for file in own_keys.iterdir()}
    assert files == {"pdf.pem": 0o600, "proof.pem": 0o600, "jwt.pem": 0o600}
    assert own_keys.stat().st_mode & 0o777 == 0o700


def test_an_id_is_of_what_is_public(own_keys: Path) -> None:
    own = keyring().pdf.chain[0]
    assert keyring().pdf.id == own.fingerprint(hashes.SHA256()).hex()[:20]


def test_the_schools_certificate_bears_its_name_and_is_for_signatures_only(own_keys: Path) -> None:
    key_files.renew("pdf", at=ISSUED)
    (own,) = keyring().pdf.chain
    assert [each.value for each in own.subject] == ["École de la réparation"] * 2
    assert own.issuer == own.subject
    assert (own.not_valid_before_utc.year, own.not_valid_after_utc.year) == (2026, 2076)
    use = own.extensions.get_extension_for_class(x509.KeyUsage)
    assert (use.critical, use.value.digital_signature, use.value.content_commitment) == (True, True, True)
    assert (use.value.key_cert_sign, use.value.crl_sign, use.value.key_encipherment) == (False, False, False)


@pytest.mark.parametrize("name", ["É" * 200, " " * 80, "学校"])
def test_a_school_may_be_called_anything(tmp_path: Path, name: str) -> None:
    files = KeyFiles()
    files.open(tmp_path / "keys", school=name, address="https://école.example")
    assert len(files.read().pdf.chain) == 1


def test_many_processes_at_once_make_one_set(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; import sys; from app.certificates.keyring import KeyFiles; files = KeyFiles(); "
        "files.open(Path(sys.argv[1]), school='É', address='https://a.example'); input(); "
        "print(*(key.id for key in files.read().keys))"
    )
    folder = tmp_path / "keys"
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for process in begun:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = {process.communicate(timeout=60)[0] for process in begun}
    assert len(said) == 1
    assert sorted(file.name for file in folder.iterdir()) == ["jwt.pem", "pdf.pem", "proof.pem"]


def test_they_are_recorded_once_with_the_journal(own_keys: Path) -> None:
    known = len(public_keys())
    recorded = make_keys(at=ISSUED)
    assert [key.purpose for key in recorded] == ["pdf", "proof", "jwt"]
    assert make_keys(at=LATER) == ()
    assert len(public_keys()) == known + 3
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.object_kind == "signing_key")).all()
    assert {entry.object_id for entry in entries} >= {key.id for key in recorded}
    assert verify(db.session.connection(), ()).sound


def test_only_public_halves_are_in_the_database(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    assert [key.id for key in public_keys() if "PRIVATE" in key.pem] == []
    kinds = {key.purpose: key.pem.split("-----")[1] for key in public_keys()}
    assert kinds == {"pdf": "BEGIN CERTIFICATE", "proof": "BEGIN PUBLIC KEY", "jwt": "BEGIN PUBLIC KEY"}


def test_a_key_whose_recording_was_interrupted_is_recorded_later(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    key_files.renew("jwt", at=ISSUED)
    assert [key.id for key in make_keys(at=LATER)] == [keyring().jwt.id]


def test_renewing_one_leaves_the_others_and_keeps_the_old_public_half(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    before = keyring()
    renew_key("pdf", at=LATER)
    after = keyring()
    assert (after.pdf.id == before.pdf.id, after.proof, after.jwt) == (False, before.proof, before.jwt)
    assert {before.pdf.id, after.pdf.id} <= {key.id for key in public_keys()}
    assert pem_of(before.pdf.private).decode() not in (own_keys / "pdf.pem").read_text()


@needs_openssl
def test_after_a_change_of_keys_an_old_document_is_checked_with_the_old_public_half(
    own_keys: Path, tmp_path: Path
) -> None:
    from app.certificates.document import draw

    make_keys(at=ISSUED)
    old = keyring().pdf.id
    document = signed(draw(STATEMENT, address=ADDRESS, at=ISSUED), key=keyring().pdf, at=ISSUED)
    renew_key("pdf", at=LATER)
    kept = {key.id: key.pem for key in public_keys()}
    assert openssl_says(tmp_path, document, trusted=kept[old])
    assert not openssl_says(tmp_path, document, trusted=kept[keyring().pdf.id])


@needs_openssl
@pytest.mark.parametrize("kind", ["rsa", "p-384"])
def test_a_school_may_bring_a_key_with_its_chain(own_keys: Path, tmp_path: Path, kind: str) -> None:
    from app.certificates.document import draw

    authority = ec.generate_private_key(ec.SECP256R1())
    own: Private = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP384R1())
    root = certified(authority, name="Authority")
    chain = certified(own, name="École", by=authority, issuer="Authority") + root
    brought = bring_key(pem_of(own) + chain, at=ISSUED)
    assert [(key.purpose, key.id) for key in brought if key.purpose == "pdf"] == [("pdf", keyring().pdf.id)]
    document = signed(draw(STATEMENT, address=ADDRESS, at=ISSUED), key=keyring().pdf, at=ISSUED)
    assert openssl_says(tmp_path, document, trusted=root.decode())


def test_what_cannot_sign_is_refused_and_changes_nothing(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    before = (own_keys / "pdf.pem").read_bytes()
    curve, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    small, edwards = rsa.generate_private_key(65537, 1024), Ed25519PrivateKey.generate()
    locked = pem_of(curve, BestAvailableEncryption(b"secret"))
    mine = certified(curve, name="É")
    refused = {
        b"nothing" + mine: "There is no private key in PEM",
        locked + mine: "locked with a passphrase",
        pem_of(curve): "There is no X.509 certificate",
        pem_of(other) + mine: "doesn't belong to the first certificate",
        pem_of(curve) + mine + certified(other, name="Other"): "The certificates are no chain",
        pem_of(small) + certified(small, name="É"): "has 1024 bits",
        pem_of(edwards) + certified(edwards, name="É"): "must be RSA",
        pem_of(curve) + certified(curve, name="É", signs=False): "isn't made for signatures",
    }
    for pem, said in refused.items():
        with pytest.raises(UnusableKeyError, match=said):
            bring_key(pem, at=LATER)
    assert (own_keys / "pdf.pem").read_bytes() == before


def test_a_folder_that_holds_something_else_is_told(own_keys: Path) -> None:
    keyring()
    (own_keys / "jwt.pem").write_bytes((own_keys / "proof.pem").read_bytes())
    with pytest.raises(UnusableKeyError, match="must be a P-256 one"):
        keyring()


def test_public_keys_are_one_query(own_keys: Path, count_queries: CountQueries) -> None:
    make_keys(at=ISSUED)
    with count_queries() as queries:
        public_keys()
    assert len(queries) == 1


def test_the_commands_list_renew_and_bring(own_keys: Path, flask: Flask_, tmp_path: Path) -> None:
    used = {key.id for key in keyring().keys}
    listed = flask("keys", "list").output
    assert {line.split()[0] for line in listed.splitlines() if line.endswith("in use")} == used
    old = keyring().pdf.id
    assert flask("keys", "renew", "pdf").output == f"PDFs are signed with the key {keyring().pdf.id} from now on.\n"
    state = [line for line in flask("keys", "list").output.splitlines() if line.startswith(old)]
    assert [line.partition(", no longer")[2] for line in state] == [" used; what it signed stays valid"]
    own = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "key.pem").write_bytes(pem_of(own))
    (tmp_path / "chain.pem").write_bytes(certified(own, name="École"))
    bring = ("keys", "bring", str(tmp_path / "key.pem"), str(tmp_path / "chain.pem"))
    assert flask(*bring).output == f"PDFs are signed with the key {keyring().pdf.id} from now on.\n"
    assert flask(*bring).output == "That key is in use already.\n"
    assert "BEGIN CERTIFICATE" in flask("keys", "list", "--pem").output
    refused = flask("keys", "bring", str(tmp_path / "chain.pem"), str(tmp_path / "chain.pem"))
    assert (refused.exit_code, refused.output) == (1, "Error: There is no private key in PEM that can be read.\n")


def test_the_public_half_in_the_database_is_the_chain(own_keys: Path) -> None:
    make_keys(at=ISSUED)
    row = db.session.get_one(SigningKey, keyring().pdf.id)
    key = keyring().pdf
    assert isinstance(key, PdfKey)
    assert chain_in(row.public.encode()) == key.chain
