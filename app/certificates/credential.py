"""The certificate as an Open Badge: a verifiable credential (Open Badges 3.0.3, W3C data model 2.0), signed two ways.

The trainee is named as the paper names them, with no address and no account: whoever gets the file can compare the
name with a passport, and nobody can write to them by it. A hashed identity (the certificate's number with a salt)
says which paper it belongs to. Nothing is fetched: both contexts come with `openbadgeslib`, which signs. What the
JSON schema of Open Badges asks beyond them, such as moments where paper has days, is met too.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

from babel.dates import format_date
from babel.numbers import format_decimal

from app.certificates.achievement import achievement_of, result_address
from app.certificates.facts import Proof, Statement, grouped
from app.certificates.issuer import CONTEXTS, method_of, profile_of
from app.certificates.wording import words_in
from app.curriculum.model import Curriculum
from app.shared.digests import canonical, sha256

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from openbadgeslib.ob3 import OpenBadgeCredential

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "about": "{course}, {hours} hours, {place}. Issued by {by} for {school}. {limits}",
        "shown_by": "Shown by {marks}",
        "practical": "Practical signed off at the bench on {on}",
        "case": "Fault found in a simulated case on {on}",
        "quiz": "Quiz passed on {on}",
        "device": "on: {device}",
        "level": "reached: {level} %",
        "page": "The certificate’s page",
        "now": "Says whether the certificate still holds.",
    },
    "fr": {
        "about": "{course}, {hours} heures, {place}. Délivrée par {by} pour {school}. {limits}",
        "shown_by": "Démontrée par {marks}",
        "practical": "Épreuve pratique validée à l’établi le {on}",
        "case": "Panne trouvée dans un cas simulé le {on}",
        "quiz": "Quiz réussi le {on}",
        "device": "sur : {device}",
        "level": "niveau atteint : {level} %",
        "page": "La page de l’attestation",
        "now": "Dit si l’attestation est toujours valable.",
    },
}
"""As the certificate, a badge keeps the language of its course."""


class ProofKey(Protocol):
    """The key of embedded proofs."""

    @property
    def id(self) -> str:
        """As proofs name it."""

    @property
    def private(self) -> Ed25519PrivateKey:
        """Its private half."""


class JwtKey(Protocol):
    """The key of JWTs."""

    @property
    def id(self) -> str:
        """As the school's document of keys names it."""

    @property
    def private(self) -> EllipticCurvePrivateKey:
        """Its private half, on the curve P-256."""


def credential_of(
    statement: Statement,
    *,
    course: Curriculum,
    certificate_id: UUID,
    public_url: str,
    issued_at: datetime,
    status: tuple[int, int],
    pdf_digest: str,
) -> dict[str, Any]:
    """What the certificate states as an AchievementCredential, unsigned. `course`: the revision that it was earned in;
    `status`: the list and the bit in it that tell whether it is revoked. The same arguments give the same."""
    return {
        "@context": list(CONTEXTS),
        "id": certificate_id.urn,
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": statement.title,
        "description": _about(statement),
        "issuer": profile_of(statement.school, public_url=public_url),
        **_span(statement, issued_at),
        "credentialSubject": _subject(statement, course, certificate_id, public_url),
        "evidence": [_page(statement, public_url), *(_evidence(proof, statement) for proof in statement.proofs)],
        "relatedResource": [_document(pdf_digest)],
        "credentialStatus": _status(public_url, *status),
    }


def with_proof(credential: Mapping[str, Any], *, key: ProofKey, at: datetime) -> bytes:
    """The credential as JSON with a Data Integrity proof (eddsa-rdfc-2022) in it. `proof` is an array, which every
    validator reads. The same arguments give the same bytes.

    Raises openbadgeslib's ErrorSigningFile for a member that no context defines: it would be left unsigned.
    """
    from openbadgeslib.ob3 import OB3LdpSigner

    signer = OB3LdpSigner(key.private, method_of(_issuer(credential), key.id))
    signed = signer.sign(cast("OpenBadgeCredential", _Ready(credential)), created=at.replace(microsecond=0))
    return canonical({**signed, "proof": [signed["proof"]]})


def as_jwt(credential: Mapping[str, Any], *, key: JwtKey) -> str:
    """The credential as VC-JWT, signed with ES256, which every validator takes. Its header brings the public key;
    that it is the school's is seen in the school's document of keys."""
    from openbadgeslib.ob3 import OB3Signer

    claims = {
        **credential,
        "iss": _issuer(credential),
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return OB3Signer(key.private, algorithm="ES256").sign_payload(claims)


def moment(at: datetime) -> str:
    """A moment as credentials write it: UTC, in whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def list_address(public_url: str, number: int) -> str:
    """Where that status list is."""
    return f"{public_url}/status-lists/{number}"


class _Ready:
    """A credential as the signer asks for it. Its own model knows neither results nor related resources."""

    def __init__(self, credential: Mapping[str, Any]) -> None:
        self._credential = dict(credential)

    def to_vc(self) -> dict[str, Any]:
        """The credential as it is to be signed."""
        return self._credential


def _issuer(credential: Mapping[str, Any]) -> str:
    issuer = credential["issuer"]
    return str(issuer["id"] if isinstance(issuer, dict) else issuer)


def _seconds(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp())


def _language(statement: Statement) -> str:
    return statement.language if statement.language in WORDS else "en"


def _about(statement: Statement) -> str:
    language = _language(statement)
    signed = [f"{each.name} ({each.function})" for each in statement.signatories]
    about = WORDS[language]["about"].format(
        course=statement.course,
        hours=format_decimal(statement.hours, locale=language),
        place=statement.place,
        by=", ".join(signed or [statement.issued_by]),
        school=statement.school,
        limits=words_in(language)["limits"],
    )
    if not statement.supersedes:
        return about
    return f"{about} {words_in(language)['supersedes'].format(number=grouped(statement.supersedes))}"


def _span(statement: Statement, issued_at: datetime) -> dict[str, str]:
    """From when to when it is valid; without an end for ever."""
    begins = {"validFrom": moment(issued_at), "awardedDate": moment(issued_at)}
    if statement.expires_on is None:
        return begins
    return {**begins, "validUntil": moment(datetime.combine(statement.expires_on, time(), UTC))}


def _subject(statement: Statement, course: Curriculum, certificate_id: UUID, public_url: str) -> dict[str, Any]:
    school, digest = statement.school, statement.revision_digest
    achievement = achievement_of(course, digest=digest, school=school, public_url=public_url)
    results = [
        {
            "type": ["Result"],
            "resultDescription": result_address(achievement["id"], competence.id),
            "status": "Completed",
            "value": WORDS[_language(statement)]["shown_by"].format(marks=", ".join(competence.shown_by)),
        }
        for competence in statement.competences
    ]
    return {
        "type": ["AchievementSubject"],
        "name": statement.holder,
        "identifier": [_named(statement.holder), _identity(statement.number, salt=certificate_id.hex)],
        "activityStartDate": _noon(statement.first_day),
        "activityEndDate": _noon(statement.last_day),
        "achievement": achievement,
        **({"result": results} if results else {}),
    }


def _noon(day: date) -> str:
    """A day of the course, where Open Badges want a moment: noon of UTC is that day from Martinique to Réunion."""
    return moment(datetime.combine(day, time(12), UTC))


def _named(holder: str) -> dict[str, Any]:
    """Whose it is, for software that looks among the identities of Open Badges."""
    return {"type": "IdentityObject", "hashed": False, "identityHash": holder, "identityType": "name"}


def _identity(number: str, *, salt: str) -> dict[str, Any]:
    """Which paper it belongs to: as Open Badges hash an identity, SHA-256 of it with the salt after it."""
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${sha256(f'{number}{salt}'.encode())}",
        "identityType": "identifier",
        "salt": salt,
    }


def _evidence(proof: Proof, statement: Statement) -> dict[str, Any]:
    language = _language(statement)
    words = WORDS[language]
    told = [words[proof.kind].format(on=format_date(proof.on, "d MMMM y", language))]
    if proof.device:
        told.append(words["device"].format(device=proof.device))
    if proof.level:
        told.append(words["level"].format(level=format_decimal(Decimal(proof.level), locale=language)))
    return {
        "type": ["Evidence"],
        "name": f"{proof.mark} {proof.title}",
        "narrative": ", ".join(told),
        "genre": proof.kind,
    }


def _page(statement: Statement, public_url: str) -> dict[str, Any]:
    words = WORDS[_language(statement)]
    address = f"{public_url}/c/{statement.code}"
    return {"id": address, "type": ["Evidence"], "name": words["page"], "narrative": words["now"]}


def _document(pdf_digest: str) -> dict[str, Any]:
    """The PDF, named by its content alone (RFC 6920): it is handed on, and not to be fetched."""
    digest = bytes.fromhex(pdf_digest)
    named = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return {
        "id": f"ni:///sha-256;{named}",
        "mediaType": "application/pdf",
        "digestSRI": f"sha256-{base64.b64encode(digest).decode()}",
    }


def _status(public_url: str, number: int, index: int) -> dict[str, Any]:
    address = list_address(public_url, number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": address,
    }
