"""The keys that the school signs with: private halves in files outside of the database, which this process reads.

A file a purpose in the folder `ETABLI_KEYS`: `pdf.pem` (a private key, then its X.509 certificate and those above it),
`proof.pem` (Ed25519, for proofs embedded in Open Badges) and `jwt.pem` (P-256, for Open Badges as JWT). One that is
missing is made; of several processes that miss it at once, one makes it, and the others read that one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from app.certificates.school_certificate import (
    SIGNS_PDFS,
    UnusableKeyError,
    chain_in,
    check_begun,
    check_not_over,
    key_id,
    public_pem,
    self_signed,
)
from app.shared.clock import now
from app.shared.storage import write_durably

PURPOSES: Final = ("pdf", "proof", "jwt")
OTHERS: Final = 0o077
"""The bits of a file's mode that let accounts other than its owner's at it."""
SOON: Final = timedelta(days=60)
"""Before the school's X.509 certificate ends, whoever runs the server is told: one from an authority takes weeks."""
Private = EllipticCurvePrivateKey | RSAPrivateKey | Ed25519PrivateKey


@dataclass(frozen=True)
class PdfKey:
    """What PDFs are signed with. `chain`: the school's own certificate, then those above it."""

    id: str
    private: EllipticCurvePrivateKey | RSAPrivateKey
    chain: tuple[x509.Certificate, ...]
    public: str
    """The chain as PEM."""


@dataclass(frozen=True)
class ProofKey:
    """What the proofs embedded in Open Badges are made with."""

    id: str
    private: Ed25519PrivateKey
    public: str
    """The public key as PEM."""


@dataclass(frozen=True)
class JwtKey:
    """What Open Badges are signed with as JWT."""

    id: str
    private: EllipticCurvePrivateKey
    public: str
    """The public key as PEM."""


@dataclass(frozen=True)
class Keyring:
    """The keys that are in use."""

    pdf: PdfKey
    proof: ProofKey
    jwt: JwtKey

    @property
    def keys(self) -> tuple[PdfKey | ProofKey | JwtKey, ...]:
        """All of them, in the order of PURPOSES."""
        return self.pdf, self.proof, self.jwt


class KeyFiles:
    """The folder of the private halves."""

    _folder: Path | None = None
    _school: str = ""
    _address: str = ""

    def open(self, folder: Path, *, school: str, address: str) -> None:
        """Use this folder; new X.509 certificates bear that name and that address."""
        self._folder, self._school, self._address = folder, school, address

    def read(self) -> Keyring:
        """The keys in the folder; those that are missing are made. Raises UnusableKeyError."""
        pdf, proof, jwt = (self._read(purpose) for purpose in PURPOSES)
        return Keyring(_pdf_key(pdf), _proof_key(proof), _jwt_key(jwt))

    def renew(self, purpose: str, *, at: datetime) -> None:
        """Put a new key in the place of the one in use. The old private half is gone with that. Raises
        UnusableKeyError."""
        self._write(self._file(purpose), self._new(purpose, at), replace=True)

    def bring(self, pem: bytes, *, at: datetime) -> None:
        """Sign PDFs with a key and chain from elsewhere. Raises UnusableKeyError, and changes nothing then."""
        own = _pdf_key(pem).chain[0]
        check_begun(own, at)
        check_not_over(own, at)
        self._write(self._file("pdf"), pem, replace=True)

    def concerns(self, *, at: datetime) -> tuple[str, ...]:
        """What whoever runs the server should see to, a sentence each. Raises UnusableKeyError."""
        until = self.read().pdf.chain[0].not_valid_after_utc
        files = [self._file(purpose) for purpose in PURPOSES]
        said = [
            f"other accounts of this machine can read {file}: chmod 600 {file}"
            for file in files
            if file.stat().st_mode & OTHERS
        ]
        if until - at < SOON:
            said.append(
                f"the X.509 certificate by which PDFs are signed is valid until {until:%Y-%m-%d}; after that none can "
                "be issued: flask keys bring takes the next one, flask keys renew pdf makes one"
            )
        return tuple(said)

    def _read(self, purpose: str) -> bytes:
        file = self._file(purpose)
        with _told(file):
            with suppress(FileNotFoundError):
                return file.read_bytes()
            self._write(file, self._new(purpose, now()), replace=False)  # where somebody was faster, theirs is read
            return file.read_bytes()

    def _file(self, purpose: str) -> Path:
        if self._folder is None:
            raise RuntimeError("The keys are not open: call key_files.open(folder) first.")
        return self._folder / f"{purpose}.pem"

    def _new(self, purpose: str, at: datetime) -> bytes:
        if purpose == "proof":
            return _pem(Ed25519PrivateKey.generate())
        private = generate_private_key(SECP256R1())
        if purpose == "jwt":
            return _pem(private)
        return _pem(private) + self_signed(private, school=self._school, address=self._address, at=at)

    def _write(self, file: Path, pem: bytes, *, replace: bool) -> None:
        with _told(file):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(file, pem, mode=0o600, replace=replace)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Troubles with that file as a sentence."""
    try:
        yield
    except OSError as trouble:
        raise UnusableKeyError(f"{file} can't be read or made ({trouble.strerror}).") from trouble


key_files = KeyFiles()


def keyring() -> Keyring:
    """The keys that are in use now, made where they are missing: `make_keys` has them recorded too.

    Each call reads the files, so that a process which runs on signs with a renewed key. Raises UnusableKeyError.
    """
    return key_files.read()


@lru_cache(maxsize=8)  # reading is quick, but parsing and checking take longer than signing
def _pdf_key(pem: bytes) -> PdfKey:
    private = _private(pem)
    if not isinstance(private, SIGNS_PDFS):
        raise UnusableKeyError(
            "The key for PDFs must be RSA of 2048 bits at least, or an elliptic curve (P-256, P-384)."
        )
    chain = chain_in(pem)
    if chain[0].public_key() != private.public_key():
        raise UnusableKeyError(
            "The key for PDFs doesn't belong to the first certificate: the school's own comes first."
        )
    return PdfKey(key_id(chain[0].public_bytes(Encoding.DER)), private, chain, public_pem(*chain))


@lru_cache(maxsize=8)
def _proof_key(pem: bytes) -> ProofKey:
    private = _private(pem)
    if not isinstance(private, Ed25519PrivateKey):
        raise UnusableKeyError("The key for embedded proofs (proof.pem) must be an Ed25519 one.")
    return ProofKey(key_id(private.public_key()), private, public_pem(private.public_key()))


@lru_cache(maxsize=8)
def _jwt_key(pem: bytes) -> JwtKey:
    private = _private(pem)
    if not isinstance(private, EllipticCurvePrivateKey) or not isinstance(private.curve, SECP256R1):
        raise UnusableKeyError("The key for JWT (jwt.pem) must be a P-256 one.")
    return JwtKey(key_id(private.public_key()), private, public_pem(private.public_key()))


def _private(pem: bytes) -> object:
    try:
        return load_pem_private_key(pem, password=None)
    except TypeError as locked:
        raise UnusableKeyError(
            "The private key is locked with a passphrase: open it with openssl pkey -in locked.pem -out key.pem"
        ) from locked
    except ValueError as unreadable:
        raise UnusableKeyError("There is no private key in PEM that can be read.") from unreadable


def _pem(private: Private) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
