"""X.509: the certificate that the school makes for itself, and chains that it brings. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from app.shared.digests import sha256

VALID_YEARS: Final = 50
"""Of a certificate that the school makes for itself. Nobody else's time stamp is on the documents, so a program that
checks one asks whether the certificate is valid today: it has to be for a working life after the last document."""
LONGEST_NAME: Final = 64
"""Of a name in X.509 (RFC 5280, ub-common-name), in bytes: some programs count so."""
ID_DIGITS: Final = 20
SHORTEST_RSA: Final = 2048
SIGNS_PDFS: Final = (EllipticCurvePrivateKey, RSAPrivateKey)


class UnusableKeyError(Exception):
    """A key or a chain of certificates that can't be signed with. The message is a sentence that says why."""


def self_signed(private: EllipticCurvePrivateKey, *, school: str, address: str, at: datetime) -> bytes:
    """The certificate of that key as PEM: the school's name, its signature, and what it may be used for.

    It is valid since the year began, for the clocks of servers differ.
    """
    called = school.encode()[:LONGEST_NAME].decode(errors="ignore").strip() or "-"
    name = x509.Name(x509.NameAttribute(kind, called) for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME))
    year = at.astimezone(UTC).year
    public = private.public_key()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(year, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(year + VALID_YEARS, 12, 31, 23, 59, 59, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_SIGNATURES, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if address.isascii():  # a host in other letters would have to be written otherwise
        made = made.add_extension(
            x509.SubjectAlternativeName([x509.UniformResourceIdentifier(address)]), critical=False
        )
    return made.sign(private, SHA256()).public_bytes(Encoding.PEM)


def chain_in(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates in `pem`: the school's own, then each that signed the one before. Raises UnusableKeyError."""
    try:
        chain = tuple(x509.load_pem_x509_certificates(pem))
    except ValueError as unreadable:
        raise UnusableKeyError("There is no X.509 certificate in PEM that can be read.") from unreadable
    _check_use(chain[0])
    for below, above in pairwise(chain):
        try:
            below.verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature) as stranger:
            raise UnusableKeyError(
                "The certificates are no chain: after the school's own comes the one that signed it, and so on."
            ) from stranger
    return chain


def check_begun(own: x509.Certificate, at: datetime) -> None:
    """Raises UnusableKeyError before the first moment at which `own` is valid."""
    if at < own.not_valid_before_utc:
        raise UnusableKeyError(f"The certificate isn't valid before {own.not_valid_before_utc:%Y-%m-%d}.")


def check_not_over(own: x509.Certificate, at: datetime) -> None:
    """Raises UnusableKeyError once `own` is valid no more."""
    if at > own.not_valid_after_utc:
        raise UnusableKeyError(
            f"The X.509 certificate for PDFs was valid until {own.not_valid_after_utc:%Y-%m-%d}: "
            "flask keys bring takes the next one, flask keys renew pdf makes one."
        )


def key_id(public: PublicKeyTypes | bytes) -> str:
    """As documents name a key: of the SHA-256 of its public half, for PDFs the X.509 certificate."""
    if not isinstance(public, bytes):
        public = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(public)[:ID_DIGITS]


def public_pem(*public: x509.Certificate | PublicKeyTypes) -> str:
    """Certificates, or a public key, as PEM."""
    return "".join(
        each.public_bytes(Encoding.PEM).decode()
        if isinstance(each, x509.Certificate)
        else each.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        for each in public
    )


def _check_use(own: x509.Certificate) -> None:
    public = own.public_key()
    if isinstance(public, RSAPublicKey) and public.key_size < SHORTEST_RSA:
        raise UnusableKeyError(f"The key for PDFs has {public.key_size} bits; RSA needs {SHORTEST_RSA} at least.")
    try:
        use = own.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not use.content_commitment and not use.digital_signature:
        raise UnusableKeyError("The certificate isn't made for signatures: its key usage must say so.")


_SIGNATURES = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
