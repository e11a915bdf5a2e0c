"""The tables of certificates."""

from app.certificates.models.certificate import (
    Certificate,
    CertificateDisclosure,
    CertificateFacts,
    CertificateRevocation,
    CertificateText,
)
from app.certificates.models.issuing import IssuingLine, IssuingRun
from app.certificates.models.signing_key import SigningKey

__all__ = [
    "Certificate",
    "CertificateDisclosure",
    "CertificateFacts",
    "CertificateRevocation",
    "CertificateText",
    "IssuingLine",
    "IssuingRun",
    "SigningKey",
]
