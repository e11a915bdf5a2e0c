"""Testimony: asking a witness outside the school, taking what they say, and deciding on it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import delete

from app.assessments.practicals.models import BenchText, Testimony, TestimonyDecision, TestimonyRequest
from app.assessments.practicals.operations.sign_offs import OwnWork
from app.assessments.practicals.queries.testimonies import repeated_testimony, request_with_code
from app.assessments.practicals.witnessing import (
    TESTIMONY_LASTS,
    Account,
    EnrolledTestimony,
    Erased,
    Witness,
    testimony_code,
    testimony_digest,
)
from app.courses.facts import EnrolledItem, item_named
from app.courses.operations.enrolments import lock_enrolment, refuse_ended
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.notices.operations import notify, settle
from app.records.operations.journal import write_journal
from app.records.operations.throttle import Limit, count_try
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal

LINK: Final = Limit("testimony-code", 100, timedelta(minutes=15))
"""Of one network. A code has a hundred bits; the limit spares the database more than it guards the code."""


class OtherTestimony(Refusal):
    """A request with this id was made already, and asks something else."""

    code = "other-testimony"


class TestimonyLinkSpent(Refusal):
    """There is no such link, it was used already, or it expired: nobody is told which."""

    __test__ = False  # pytest takes the name for one of its own
    status = 410
    code = "testimony-link-spent"
    leads_back = False


class NothingToDecide(Refusal):
    """The witness has not said anything yet."""

    code = "nothing-to-decide"


class TestimonyDecided(Refusal):
    """Somebody decided otherwise already."""

    __test__ = False
    code = "testimony-decided"


def count_link(*, network: str, at: datetime) -> timedelta | None:
    """Count one try to open a link; how long to wait when there were too many. The caller commits before it looks."""
    return count_try(LINK, network, at=at)


def ask_witness(found: EnrolledItem, *, request_id: UUID, witness: Witness, by: UUID, at: datetime) -> str:
    """Ask a witness about the trainee's work; returns the code of their link, which works once within 14 days.

    Sent twice, it is asked once, with the same link. Raises Withdrawn, CohortClosed, OwnWork, OtherTestimony.
    """
    lock_enrolment(found.enrolled.id)
    made = db.session.get(TestimonyRequest, request_id)
    if made is not None:
        return _repeated(made, found, witness)
    if by == found.enrolled.person_id:
        raise OwnWork
    refuse_ended(found.enrolled.id)
    made = TestimonyRequest(
        id=request_id,
        enrolment_id=found.enrolled.id,
        item_id=found.item.id,
        revision_id=found.enrolled.cohort.revision_id,
        asked_by=by,
        asked_at=at,
        expires_at=at + TESTIMONY_LASTS,
        code_digest=testimony_digest(testimony_code(request_id)),
        witness_digest=_kept_beside("witness", request_id, witness.text),
    )
    db.session.add(made)
    db.session.flush()
    detail = {"enrolment": str(made.enrolment_id), "item": made.item_id, "witness": made.witness_digest}
    write_journal("testimony.asked", by=by, at=at, kind="testimony", id=request_id, detail=detail, covers=[made])
    return testimony_code(request_id)


def give_testimony(code: str, *, account: Account, at: datetime) -> None:
    """What the witness with that link says. The same sent twice is said once. Raises TestimonyLinkSpent."""
    asked = request_with_code(code)
    if asked is None:
        raise TestimonyLinkSpent
    lock_enrolment(asked.enrolment_id)
    given = repeated_testimony(asked.id)
    if given == account:
        return
    if given is not None or asked.expires_at <= at:
        raise TestimonyLinkSpent
    made = Testimony(
        request_id=asked.id,
        given_at=at,
        worked_on=account.worked_on,
        device_brand=account.device_brand,
        device_model=account.device_model,
        did=account.did,
        text_digest=_kept_beside("testimony", asked.id, account.words),
    )
    db.session.add(made)
    db.session.flush()
    detail = {"worked_on": made.worked_on.isoformat(), "did": made.did, "words": made.text_digest}
    write_journal("testimony.given", by=None, at=at, kind="testimony", id=asked.id, detail=detail, covers=[made])
    _tell_asker(asked, at)


def decide_testimony(
    found: EnrolledTestimony, *, decision: Literal["accepted", "refused"], reason: str, by: UUID, at: datetime
) -> None:
    """Accept a testimony, or don't; who decides the same again changes nothing.

    It counts for no outcome either way. Raises OwnWork, NothingToDecide, TestimonyDecided.
    """
    request_id = found.testimony.id
    if by == found.enrolled.person_id:
        raise OwnWork
    lock_enrolment(found.enrolled.id)
    if db.session.get(Testimony, request_id) is None:
        raise NothingToDecide
    made = db.session.get(TestimonyDecision, request_id)
    if made is not None:
        if made.decision != decision:
            raise TestimonyDecided(request_id=request_id)
        return
    made = TestimonyDecision(request_id=request_id, decision=decision, decided_at=at, decided_by=by)
    db.session.add(made)
    db.session.flush()
    act = f"testimony.{decision}"
    write_journal(act, by=by, at=at, kind="testimony", id=request_id, reason=reason, covers=[made])
    settle(found.enrolled.cohort.instructor_ids, kind="testimony", subjects=[str(request_id)], at=at)
    if decision == "accepted":
        _tell_trainee(found, at)


def erase_testimony(found: EnrolledTestimony, *, what: Erased, reason: str, by: UUID, at: datetime) -> None:
    """Erase what a witness said, or with it their name and workplace too; what is erased already stays so.

    The records stay, with their digests; the journal tells that it was done, by whom and why. Raises OwnWork.
    """
    request_id = found.testimony.id
    if by == found.enrolled.person_id:
        raise OwnWork
    lock_enrolment(found.enrolled.id)
    kinds = ("testimony",) if what == "words" else ("testimony", "witness")
    erasing = delete(BenchText).where(BenchText.owner_id == request_id, BenchText.kind.in_(kinds))
    erased = db.session.scalars(erasing.returning(BenchText.kind)).all()
    if erased:
        detail = {"erased": sorted(erased)}
        write_journal("testimony.erased", by=by, at=at, kind="testimony", id=request_id, reason=reason, detail=detail)


def _repeated(made: TestimonyRequest, found: EnrolledItem, witness: Witness) -> str:
    beside = db.session.get(BenchText, ("witness", made.id))
    same = made.enrolment_id == found.enrolled.id and made.item_id in found.item.names
    if not same or beside is None or beside.text != witness.text:
        raise OtherTestimony(prefix=found.prefix)
    return testimony_code(made.id)


def _kept_beside(kind: str, owner_id: UUID, text: str) -> str:
    """The salted digest of words that lie beside their record, where they may be erased."""
    salt = new_salt()
    db.session.add(BenchText(kind=kind, owner_id=owner_id, text=text, salt=salt))
    return salted(text, salt)


def _tell_trainee(found: EnrolledTestimony, at: datetime) -> None:
    named = item_named(found.enrolled.curriculum, found.testimony.practical.id)
    notify(
        found.enrolled.person_id,
        kind="witnessed",
        subject=str(found.testimony.id),
        details=dict(named),
        path=found.enrolled.address_of(found.testimony.practical.id),
        at=at,
    )


def _tell_asker(asked: TestimonyRequest, at: datetime) -> None:
    if asked.asked_by is None:
        return
    trainee_id = enrolment_facts(asked.enrolment_id).person_id
    named = item_named(curriculum_of(asked.revision_id), asked.item_id)
    notify(
        asked.asked_by,
        kind="testimony",
        subject=str(asked.id),
        details={"person": str(trainee_id), **named},
        path=f"/testimonies/{asked.id}",
        at=at,
    )
