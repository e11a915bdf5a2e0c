"""Keys and chains of certificates that a school could bring."""

from __future__ import annotations

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from app.certificates.keyring import Private


def pem_of(private: Private, encryption: KeySerializationEncryption | None = None) -> bytes:
    """A private key in PEM."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def certified(private: Private, *, name: str, by: Private | None = None, issuer: str = "", signs: bool = True) -> bytes:
    """An X.509 certificate of that key, signed by itself or by another one."""
    subject, above = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer or name))
    use = x509.KeyUsage(signs, signs, not signs, False, False, by is None, False, False, False)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2046, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
        .add_extension(use, critical=True)
    )
    algorithm = None if isinstance(by or private, Ed25519PrivateKey) else hashes.SHA256()
    return made.sign(by or private, algorithm).public_bytes(Encoding.PEM)
