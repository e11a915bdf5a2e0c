"""Making attestations and transcripts: drawn from what is known now, signed with the school's key, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, TypeAlias

from app.certificates import training_papers
from app.certificates.keyring import keyring
from app.certificates.operations.refusing import UnprintableName
from app.certificates.pdf_signing import signed
from app.certificates.training import Training
from app.certificates.typesetting import UnprintableError

Sort: TypeAlias = Literal["attestation", "transcript"]
_DRAWN: dict[Sort, Callable[..., bytes]] = {
    "attestation": training_papers.attestation,
    "transcript": training_papers.transcript,
}


def training_paper(sort: Sort, training: Training, *, at: datetime) -> bytes:
    """The signed PDF. Raises UnprintableName."""
    try:
        pdf = _DRAWN[sort](training, at=at)
    except UnprintableError as error:
        raise UnprintableName(name=training.holder) from error
    return signed(pdf, key=keyring().pdf, at=at)
