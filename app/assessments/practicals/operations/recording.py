"""Writing a sign-off down, with everything that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from app.assessments.practicals.facts import JudgedBy, practical_of
from app.assessments.practicals.judgement import Judgement, verdict_of
from app.assessments.practicals.models import CriterionLevel, Evidence, SignOff, SignOffRemark
from app.assessments.practicals.photos import MEDIA_TYPE, KeptPhoto
from app.courses.facts import Enrolled, EnrolledItem
from app.db import Base, db
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.ids import new_id


@dataclass(frozen=True)
class Signing:
    """One sign-off on its way to be recorded."""

    enrolled: Enrolled
    judged_by: JudgedBy
    """The practical as it is judged; what is corrected is judged as it was."""
    id: UUID
    by: UUID
    at: datetime
    begun_at: datetime
    ended_at: datetime
    judgement: Judgement
    photos: tuple[KeptPhoto, ...]
    signed_with: str
    corrects: SignOff | None
    overridden: tuple[str, ...]
    """The closed gates that a reason was given against."""

    @property
    def place(self) -> EnrolledItem:
        """The practical as it is judged, before the trainee."""
        return EnrolledItem(self.enrolled, self.judged_by.practical)


def record(signing: Signing) -> SignOff:
    """The sign-off with everything that belongs to it, and its entry in the journal."""
    remark, salt = signing.judgement.remark, new_salt()
    made = _sign_off(signing, remark_digest=salted(remark, salt) if remark else None)
    db.session.add(made)
    db.session.flush()
    if remark:
        db.session.add(SignOffRemark(sign_off_id=made.id, text=remark, salt=salt))
    parts = [*_levels(made, signing), *_evidence(made, signing.photos)]
    db.session.add_all(parts)
    db.session.flush()
    _journal(made, signing, parts)
    return made


def _sign_off(signing: Signing, *, remark_digest: str | None) -> SignOff:
    judgement, old = signing.judgement, signing.corrects
    verdict, overruled = verdict_of(practical_of(signing.place), judgement)
    return SignOff(
        id=signing.id,
        enrolment_id=signing.place.enrolled.id,
        item_id=signing.place.item.id,
        revision_id=signing.judged_by.revision_id,
        assessor_id=signing.by,
        device_brand=judgement.device_brand,
        device_model=judgement.device_model,
        outcome=verdict,
        overruled=overruled,
        stopped=judgement.stopped,
        overridden=bool(signing.overridden) or (old is not None and old.overridden),
        signed_with=signing.signed_with,
        corrects_id=old.id if old else None,
        remark_digest=remark_digest,
        begun_at=signing.begun_at,
        ended_at=signing.ended_at,
        delivered_at=signing.at,
    )


def _levels(made: SignOff, signing: Signing) -> list[CriterionLevel]:
    return [
        CriterionLevel(
            sign_off_id=made.id,
            criterion_id=criterion.id,
            criterion_digest=criterion.digest,
            level=signing.judgement.levels[criterion.id],
        )
        for criterion in practical_of(signing.place).criteria
    ]


def _evidence(made: SignOff, photos: Sequence[KeptPhoto]) -> list[Evidence]:
    return [
        Evidence(
            id=new_id(),
            sign_off_id=made.id,
            position=position,
            received_digest=photo.received_digest,
            stored_digest=photo.stored_digest,
            media_type=MEDIA_TYPE,
        )
        for position, photo in enumerate(photos, 1)
    ]


def _journal(made: SignOff, signing: Signing, parts: Sequence[Base]) -> None:
    write_journal(
        "sign_off.made",
        by=made.assessor_id,
        at=made.delivered_at,
        kind="sign_off",
        id=made.id,
        detail={
            "enrolment": str(made.enrolment_id),
            "item": made.item_id,
            "revision": made.revision_id,
            "outcome": made.outcome,
            "overruled": made.overruled,
            "stopped": made.stopped,
            "overridden": made.overridden,
            "corrects": str(made.corrects_id) if made.corrects_id else None,
            "signed_with": made.signed_with,
            "begun_at": _iso(made.begun_at),
            "ended_at": _iso(made.ended_at),
            "device": [made.device_brand, made.device_model],
            "levels": dict(signing.judgement.levels),
            "remark": made.remark_digest,
            "photos": [[photo.received_digest, photo.stored_digest] for photo in signing.photos],
        },
        covers=[made, *parts],
    )


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
