"""What a coordinator decides where people don't agree: on a trainee's disagreement, and on a clash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.assessments.practicals.disputes import Clash, Counted, Decision, Disagreement, Verdict
from app.assessments.practicals.models import ClashAnswer, DisagreementAnswer
from app.assessments.practicals.operations.decisions import (
    Ruling,
    refuse_own,
    settle_sign_off,
    tell_decision,
)
from app.assessments.practicals.queries.disputes import correctors_of, head_of
from app.courses.operations.enrolments import lock_enrolment
from app.db import db
from app.notices.operations import settle
from app.people.queries import coordinators_at
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class DisputeSettled(Refusal):
    """Somebody decided about it already, and otherwise."""

    code = "dispute-settled"


def answer_disagreement(found: Disagreement, *, answer: Verdict, reason: str, by: UUID, at: datetime) -> bool:
    """Let the outcome stand, or set it aside; whether that is new. Trainee and assessor are told.

    Where the sign-off was corrected since, it is the correction that stands or is set aside. Raises OwnJudgement,
    DisputeSettled.
    """
    seen, ruling = found.sign_off, Ruling(by, at, reason)
    lock_enrolment(found.enrolled.id)
    refuse_own((*found.assessor_ids, *correctors_of(seen.id), found.enrolled.person_id), by=by)
    given = db.session.get(DisagreementAnswer, seen.id, populate_existing=True)
    if given is not None:
        return _refuse_other(given.answer, answer)
    made = DisagreementAnswer(sign_off_id=seen.id, answer=answer, answered_at=at, answered_by=by)
    db.session.add(made)
    db.session.flush()
    act = "disagreement.answered"
    detail = {"answer": answer}
    write_journal(act, by=by, at=at, kind="sign_off", id=seen.id, detail=detail, reason=reason, covers=[made])
    head = head_of(seen.id)
    settle_sign_off(head, "set_aside" if answer == "set_aside" else "restored", ruling)
    told = {found.enrolled.person_id: seen.id, seen.assessor_id: seen.id}
    tell_decision(seen, answer, subject=f"disagreement {seen.id}", told=told, ruling=ruling)
    _is_dealt_with(found, "disagreement", seen.id, at)
    return True


def answer_clash(found: Clash, *, answer: Counted, reason: str, by: UUID, at: datetime) -> bool:
    """Let both judgements count, or one of them; whether that is new. The trainee and both assessors are told.

    What counts is restored if it was set aside; where a judgement was corrected since, its correction is meant.
    Raises OwnJudgement, DisputeSettled.
    """
    ruling = Ruling(by, at, reason)
    lock_enrolment(found.enrolled.id)
    since = correctors_of(found.earlier.id, found.later.id)
    refuse_own((*found.assessor_ids, *since, found.enrolled.person_id), by=by)
    given = db.session.get(ClashAnswer, found.id, populate_existing=True)
    if given is not None:
        return _refuse_other(given.answer, answer)
    made = ClashAnswer(clash_id=found.id, answer=answer, answered_at=at, answered_by=by)
    db.session.add(made)
    db.session.flush()
    act = "clash.answered"
    detail = {"answer": answer}
    write_journal(act, by=by, at=at, kind="sign_off_clash", id=found.id, detail=detail, reason=reason, covers=[made])
    for which, sign_off in (("earlier", found.earlier), ("later", found.later)):
        decision: Decision = "restored" if answer in ("both", which) else "set_aside"
        settle_sign_off(head_of(sign_off.id), decision, ruling)
    _tell_of_clash(found, answer, ruling)
    _is_dealt_with(found, "clash", found.id, at)
    return True


def _refuse_other(given: str, answer: str) -> bool:
    if given != answer:
        raise DisputeSettled
    return False


def _tell_of_clash(found: Clash, answer: Counted, ruling: Ruling) -> None:
    earlier, later = found.earlier, found.later
    counted = earlier if answer == "earlier" else later
    told = {found.enrolled.person_id: counted.id, earlier.assessor_id: earlier.id, later.assessor_id: later.id}
    act = "both" if answer == "both" else "one"
    tell_decision(counted, act, subject=f"clash {found.id}", told=told, ruling=ruling)


def _is_dealt_with(found: Disagreement | Clash, kind: str, subject: UUID, at: datetime) -> None:
    """To the coordinators it is no news any more."""
    settle(coordinators_at(found.enrolled.cohort.site_id), kind=kind, subjects=[str(subject)], at=at)
