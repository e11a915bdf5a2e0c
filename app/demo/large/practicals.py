"""Assessments in the large school, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.assessments.practicals.judgement import Judgement, verdict_of
from app.assessments.practicals.models import (
    Acknowledgement,
    CriterionLevel,
    Evidence,
    Readiness,
    SignOff,
    SignOffRemark,
)
from app.assessments.practicals.photos import MEDIA_TYPE, KeptPhoto
from app.certificates.facts import SignedOff
from app.curriculum.model import Practical
from app.demo.acts import ASSESSING_TAKES, PRACTICALS_MISSED, SEEN_AFTER, WAIT
from app.demo.large.way import Way, add_notice
from app.shared.digests import new_salt, salted
from app.shared.ids import new_id


def show(way: Way, practical: Practical, slots: Sequence[datetime]) -> None:
    """Be signed off, in two slots or more not always at once."""
    if way.chance.random() < PRACTICALS_MISSED and len(slots) > 1:
        _be_assessed(way, practical, slots[0], competent=False)
    _be_assessed(way, practical, slots[-1], competent=True)


def wait(way: Way, practical: Practical, at: datetime) -> None:
    """Declare ready, and wait for an instructor."""
    _declare_ready(way, practical, at, settled_at=None)


def _be_assessed(way: Way, practical: Practical, at: datetime, *, competent: bool) -> None:
    _declare_ready(way, practical, at, settled_at=at + WAIT)
    track = way.enrolled.curriculum.track.id
    judgement = way.chance.choice(way.scripts.judgements(track, practical, competent))
    photos = way.gallery.some(track, practical.photos, way.chance)
    sign_off_id, assessor_id = new_id(), way.chance.choice(sorted(way.enrolled.cohort.instructor_ids))
    at += WAIT
    remark_digest = _add_sign_off(way, practical, sign_off_id, assessor_id, judgement, at)
    _add_parts(way, practical, sign_off_id, judgement, photos)
    verdict, overruled = verdict_of(practical, judgement)
    about = {"enrolment": str(way.enrolled.id), "item": practical.id, "revision": way.enrolled.cohort.revision_id}
    told = about | _told(judgement, verdict, at, overruled=overruled, remark=remark_digest, photos=photos)
    way.happened(at, "sign_off.made", by=assessor_id, kind="sign_off", id=sign_off_id, **told)
    _tell_trainee(way, practical, sign_off_id, verdict, at)
    if competent:
        way.completed(practical, at)
        way.signed_off[practical.id] = (SignedOff(at, " ".join(judgement.device)),)


def _told(
    judgement: Judgement,
    verdict: str,
    at: datetime,
    *,
    overruled: bool,
    remark: str | None,
    photos: Sequence[KeptPhoto],
) -> dict[str, Any]:
    """What the journal tells of a sign-off."""
    return {
        "outcome": verdict,
        "overruled": overruled,
        "stopped": False,
        "overridden": False,
        "corrects": None,
        "signed_with": "account",
        "begun_at": (at - ASSESSING_TAKES).astimezone(UTC).isoformat(),
        "ended_at": at.astimezone(UTC).isoformat(),
        "device": list(judgement.device),
        "levels": dict(judgement.levels),
        "remark": remark,
        "photos": [[photo.received_digest, photo.stored_digest] for photo in photos],
    }


def _declare_ready(way: Way, practical: Practical, at: datetime, *, settled_at: datetime | None) -> None:
    """With the notices of the instructors, who needed no mail when they assessed before the next morning."""
    enrolled, readiness_id = way.enrolled, new_id()
    way.ledger.add(Readiness, id=readiness_id, enrolment_id=enrolled.id, item_id=practical.id, declared_at=at)
    by, about = enrolled.person_id, {"enrolment": str(enrolled.id), "item": practical.id}
    way.happened(at, "readiness.declared", by=by, kind="readiness", id=readiness_id, **about)
    for instructor_id in sorted(enrolled.cohort.instructor_ids):
        add_notice(
            way.ledger,
            new_id(),
            instructor_id,
            "ready",
            readiness_id,
            details={"person": str(by), "item": practical.title, "cohort": enrolled.cohort.name},
            path=f"/enrolments/{enrolled.id}/items/{practical.id}/sign-offs/new",
            at=at,
            read=settled_at,
            mail="none" if settled_at else "daily",
        )


def _add_sign_off(
    way: Way, practical: Practical, sign_off_id: UUID, assessor_id: UUID, judgement: Judgement, at: datetime
) -> str | None:
    """The sign-off itself and its remark; returns the digest of that."""
    verdict, overruled = verdict_of(practical, judgement)
    salt = new_salt()
    digest = salted(judgement.remark, salt) if judgement.remark else None
    way.ledger.add(
        SignOff,
        id=sign_off_id,
        enrolment_id=way.enrolled.id,
        item_id=practical.id,
        revision_id=way.enrolled.cohort.revision_id,
        assessor_id=assessor_id,
        device_brand=judgement.device_brand,
        device_model=judgement.device_model,
        outcome=verdict,
        overruled=overruled,
        remark_digest=digest,
        begun_at=at - ASSESSING_TAKES,
        ended_at=at,
        delivered_at=at,
    )
    if judgement.remark:
        way.ledger.add(SignOffRemark, sign_off_id=sign_off_id, text=judgement.remark, salt=salt)
    return digest


def _add_parts(
    way: Way, practical: Practical, sign_off_id: UUID, judgement: Judgement, photos: Sequence[KeptPhoto]
) -> None:
    for criterion in practical.criteria:
        way.ledger.add(
            CriterionLevel,
            sign_off_id=sign_off_id,
            criterion_id=criterion.id,
            criterion_digest=criterion.digest,
            level=judgement.levels[criterion.id],
        )
    for position, photo in enumerate(photos, 1):
        way.ledger.add(
            Evidence,
            id=new_id(),
            sign_off_id=sign_off_id,
            position=position,
            received_digest=photo.received_digest,
            stored_digest=photo.stored_digest,
            media_type=MEDIA_TYPE,
        )


def _tell_trainee(way: Way, practical: Practical, sign_off_id: UUID, verdict: str, at: datetime) -> None:
    seen_at = at - WAIT + SEEN_AFTER
    details = {"item": practical.title, "outcome": verdict}
    way.told("outcome", sign_off_id, details=details, path=f"/sign-offs/{sign_off_id}", at=at, read=seen_at)
    way.ledger.add(Acknowledgement, sign_off_id=sign_off_id, acknowledged_at=seen_at)
    signed: dict[str, Any] = {"agrees": True, "with": "account", "words": None}
    by = way.enrolled.person_id
    way.happened(seen_at, "sign_off.acknowledged", by=by, kind="sign_off", id=sign_off_id, **signed)
