"""Issuing a hundred certificates, against the libraries that draw, sign and make credentials, called alone."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate as Asn1Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.ob3 import OB3LdpSigner, OB3Signer
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app.certificates import document, typesetting
from app.certificates.credential import credential_of
from app.certificates.facts import School
from app.certificates.issuing import Office, work_off
from app.certificates.keyring import Keyring, keyring
from app.certificates.operations import Draft, begin_run, draft_each
from app.config import ROOT, Settings
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.enrolments import enrolment_facts
from app.db import db, writing
from app.shared.digests import sha256
from app.shared.ids import new_id
from benchmarks.rows import Row, at_most
from tests.cast import Cast
from tests.certificates.finished import finish
from tests.certificates.issuing import enrolled_too
from tests.side_by_side import school_apart

CERTIFICATES, AT_ONCE = 100, 10
"""How many, and how many of them until the other takes its turn."""
PUBLIC_URL = "https://school.example"
SCHOOL = School("Benchmark")
AT = datetime(2026, 5, 15, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Inputs:
    """What the libraries get for one certificate, ready made."""

    page: str
    credential: Mapping[str, Any]


class Ready:
    """A credential as openbadgeslib's signer asks for it."""

    def __init__(self, credential: Mapping[str, Any]) -> None:
        self._credential = dict(credential)

    def to_vc(self) -> dict[str, Any]:
        """All of it."""
        return self._credential


def measure() -> Iterator[Row]:
    """One row. Seconds are those of the processor, without the disk; the two take turns."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read(
            {"ETABLI_MODE": "testing", "ETABLI_INSTANCE": folder, "ETABLI_CONTENT": str(ROOT / "tests" / "content")}
        )
        with school_apart(settings, Path(folder)) as (app, cast), app.app_context():
            places, inputs = _prepared(cast)
            _issue(cast, places[:1])  # what is loaded once a process is loaded
            _alone(inputs[:1], keyring())
            places, inputs = places[1:], inputs[1:]
            alone, ours = 0.0, 0.0
            for start in range(0, CERTIFICATES, AT_ONCE):
                part = slice(start, start + AT_ONCE)
                alone += _seconds(partial(_alone, inputs[part], keyring()))
                ours += _seconds(partial(_issue, cast, places[part]))
    bar = "issuing 100 certificates, against the PDF, signature and credential libraries alone"
    yield at_most(bar, ours / alone, 1.5, unit=" ×")


def _prepared(cast: Cast) -> tuple[list[UUID], list[Inputs]]:
    """Trainees who have done everything, and what the libraries need for the certificate of each."""
    with writing():
        places = [enrolled_too(cast, f"Trainee {number}") for number in range(CERTIFICATES + 1)]
        for place in places:
            finish(cast, place)
        db.session.commit()
    enrolled = [enrolment_facts(place) for place in places]
    drafts = draft_each(enrolled, by=cast.coordinator.id, at=AT, school=SCHOOL)
    db.session.rollback()
    return places, [_inputs(draft) for draft in drafts]


def _inputs(draft: Draft) -> Inputs:
    address = f"{PUBLIC_URL}/c/{draft.statement.code}"
    page = document._page(draft.statement, address)  # noqa: SLF001 - the same input as ours has
    credential = credential_of(
        draft.statement,
        course=draft.course,
        certificate_id=draft.id,
        public_url=PUBLIC_URL,
        issued_at=draft.at,
        status=draft.status,
        pdf_digest=sha256(b""),
    )
    return Inputs(json.dumps(page, ensure_ascii=False), credential)


def _issue(cast: Cast, places: Sequence[UUID]) -> None:
    """Ask for the certificates, and issue them as the worker does."""
    with writing():
        chosen = dict.fromkeys(places, "")
        begin_run(new_id(), cohort=cohort_facts(cast.cohort_id), chosen=chosen, by=cast.coordinator.id, at=AT)
        db.session.commit()
    work_off(Office(PUBLIC_URL, SCHOOL))


def _alone(inputs: Sequence[Inputs], keys: Keyring) -> None:
    """Draw each, sign it, and sign its credential both ways; keep nothing."""
    signer = _signer(keys)
    proofs = OB3LdpSigner(keys.proof.private, f"did:web:school.example#{keys.proof.id}")
    jwts = OB3Signer(keys.jwt.private, algorithm="ES256")
    for each in inputs:
        compiler = typst.Compiler(
            str(typesetting.FOLDER / "certificate.typ"),
            root=str(typesetting.FOLDER),
            font_paths=typesetting.fonts(),  # read once, as for ours
        )
        pdf = compiler.compile(
            format="pdf", sys_inputs={"page": each.page}, pdf_standards=["a-2a", "ua-1"], timestamp=AT
        )
        sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),  # type: ignore[arg-type]
            PdfSignatureMetadata(field_name="Signature", subfilter=SigSeedSubFilter.PADES, certify=True),
            signer=signer,
        )
        proofs.sign(Ready(each.credential), created=AT)  # type: ignore[arg-type]
        jwts.sign_payload(dict(each.credential))


def _signer(keys: Keyring) -> SimpleSigner:
    own = Asn1Certificate.load(keys.pdf.chain[0].public_bytes(Encoding.DER))
    private = keys.pdf.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(own, PrivateKeyInfo.load(private), SimpleCertificateStore())  # type: ignore[no-untyped-call]


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
