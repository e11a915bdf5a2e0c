"""The tables of certificates."""

from app.certificates.models.certificate import Certificate, CertificateFacts

__all__ = ["Certificate", "CertificateFacts"]
