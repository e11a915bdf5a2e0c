"""Finding certificates, and what they are made from."""

from app.certificates.queries.badges import StoredBadge, awarded_course, certificate_badge, public_badge, revoked_in
from app.certificates.queries.candidates import (
    Candidate,
    candidates_among,
    candidates_in,
    revision_digests,
    successes_of,
)
from app.certificates.queries.changes import changes_since
from app.certificates.queries.documents import StoredDocument, certificate_document
from app.certificates.queries.holdings import (
    HeldCertificate,
    Sibling,
    certificate_by_id,
    held_certificate,
    siblings_of,
)
from app.certificates.queries.keys import PublicKey, public_keys
from app.certificates.queries.runs import (
    Line,
    Run,
    RunGlance,
    WaitingLine,
    asked_for_in,
    cohorts_issuing,
    exceptions_to,
    issuing_for,
    issuing_run,
    runs_in,
    still_waits,
    waiting_in,
    waiting_lines,
)
from app.certificates.queries.standing import (
    IssuedCertificate,
    certificate_of,
    certificates_of,
    certificates_standing,
    issued_to,
    present,
    standing_of,
    void,
    vouched_for,
)
from app.certificates.queries.training import training_until
from app.certificates.queries.verifying import Verified, verified

__all__ = [
    "Candidate",
    "HeldCertificate",
    "IssuedCertificate",
    "Line",
    "PublicKey",
    "Run",
    "RunGlance",
    "Sibling",
    "StoredBadge",
    "StoredDocument",
    "Verified",
    "WaitingLine",
    "asked_for_in",
    "awarded_course",
    "candidates_among",
    "candidates_in",
    "certificate_badge",
    "certificate_by_id",
    "certificate_document",
    "certificate_of",
    "certificates_of",
    "certificates_standing",
    "changes_since",
    "cohorts_issuing",
    "exceptions_to",
    "held_certificate",
    "issued_to",
    "issuing_for",
    "issuing_run",
    "present",
    "public_badge",
    "public_keys",
    "revision_digests",
    "revoked_in",
    "runs_in",
    "siblings_of",
    "standing_of",
    "still_waits",
    "successes_of",
    "training_until",
    "verified",
    "void",
    "vouched_for",
    "waiting_in",
    "waiting_lines",
]
