"""Making a certificate's documents: slow, and without the database's lock."""

from __future__ import annotations

from dataclasses import dataclass

from app.certificates import document
from app.certificates.credential import as_jwt, credential_of, with_proof
from app.certificates.keyring import Keyring, keyring
from app.certificates.operations.drafting import Draft
from app.certificates.operations.refusing import UnprintableName
from app.certificates.pdf_signing import signed
from app.shared.digests import sha256
from app.shared.storage import files


@dataclass(frozen=True)
class Drawn:
    """A draft whose documents lie in the file store, by their digests."""

    draft: Draft
    pdf_digest: str
    credential_digest: str | None = None
    jwt_digest: str | None = None


@dataclass(frozen=True)
class Documents:
    """The documents of a certificate: the signed PDF, and the Open Badge signed both ways."""

    pdf: bytes
    credential: bytes
    jwt: str


def draw(draft: Draft, *, public_url: str) -> Drawn:
    """Make the documents and store them. Those that are never recorded do no harm.

    Raises UnprintableName, UnusableKeyError.
    """
    made = made_of(draft, public_url=public_url, keys=keyring())
    return Drawn(draft, files.put(made.pdf), files.put(made.credential), files.put(made.jwt.encode()))


def made_of(draft: Draft, *, public_url: str, keys: Keyring) -> Documents:
    """The documents, stored nowhere yet. Raises UnprintableName."""
    address = f"{public_url}/c/{draft.statement.code}"
    try:
        pdf = document.draw(draft.statement, address=address, at=draft.at)
    except document.UnprintableError as error:
        raise UnprintableName(name=draft.statement.holder) from error
    pdf = signed(pdf, key=keys.pdf, at=draft.at)
    credential = credential_of(
        draft.statement,
        course=draft.course,
        certificate_id=draft.id,
        public_url=public_url,
        issued_at=draft.at,
        status=draft.status,
        pdf_digest=sha256(pdf),
    )
    return Documents(pdf, with_proof(credential, key=keys.proof, at=draft.at), as_jwt(credential, key=keys.jwt))
