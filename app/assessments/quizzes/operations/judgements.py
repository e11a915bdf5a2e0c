"""What an instructor does about a closed attempt: annulling it, letting it count again, remarks. The attempt, its
answers and its marks stay as they were."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.assessments.quizzes.models import AttemptDecision, AttemptRemark, AttemptRemarkText
from app.assessments.quizzes.operations.attempts import journal_attempt, lock_attempt
from app.assessments.quizzes.operations.following import follow_marks
from app.assessments.quizzes.operations.tallies import recounted
from app.assessments.quizzes.operations.telling import tell_trainee
from app.assessments.quizzes.queries import EnrolledAttempt
from app.assessments.quizzes.queries.judgements import last_decision
from app.courses.operations.enrolments import refuse_ended
from app.db import db
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal

Decision: TypeAlias = Literal["annulled", "restored"]


class AttemptUnderWay(Refusal):
    """The attempt is still being answered."""

    code = "attempt-under-way"


def decide(found: EnrolledAttempt, *, decision: Decision, reason: str, by: UUID, at: datetime) -> bool:
    """Let the attempt count for nothing, or count again; what was earned by it follows at once. Whether it is new.

    It stays one of the attempts that the quiz gives. Raises AttemptUnderWay, Withdrawn, CohortClosed.
    """
    attempt = found.attempt
    lock_attempt(attempt)
    last = last_decision(attempt.id)
    if (last.decision if last else "restored") == decision:
        return False
    refuse_ended(found.enrolled.id)
    if attempt.closed_at is None:
        raise AttemptUnderWay
    number = last.number + 1 if last else 1
    with recounted(attempt):
        made = AttemptDecision(attempt_id=attempt.id, number=number, decision=decision, decided_at=at, decided_by=by)
        db.session.add(made)
        db.session.flush()
        journal_attempt(f"attempt.{decision}", attempt, by=by, at=at, reason=reason, covers=[made])
    follow_marks(attempt, at=at)
    _tell(found, decision, f"{attempt.id} {number}", at=at)
    return True


def remark(found: EnrolledAttempt, *, remark_id: UUID, text: str, by: UUID, at: datetime) -> bool:
    """Add words for the trainee to the attempt. Whether they are new: the same request adds them once.

    Raises AttemptUnderWay, Withdrawn, CohortClosed.
    """
    attempt = found.attempt
    lock_attempt(attempt)
    if db.session.get(AttemptRemark, remark_id) is not None:
        return False
    refuse_ended(found.enrolled.id)
    if attempt.closed_at is None:
        raise AttemptUnderWay
    salt = new_salt()
    digest = salted(text, salt)
    made = AttemptRemark(id=remark_id, attempt_id=attempt.id, text_digest=digest, remarked_at=at, remarked_by=by)
    db.session.add(made)
    db.session.flush()
    db.session.add(AttemptRemarkText(remark_id=remark_id, text=text, salt=salt))
    db.session.flush()
    journal_attempt("attempt.remarked", attempt, by=by, at=at, covers=[made], remark=digest)
    _tell(found, "remark", str(remark_id), at=at)
    return True


def _tell(found: EnrolledAttempt, act: str, subject: str, *, at: datetime) -> None:
    tell_trainee(found.enrolled, found.attempt.item_id, act=act, subject=subject, path=found.prefix, at=at)
