"""Withdrawing a wrong key, and marking again by the right one what was marked by it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from app.assessments.quizzes.models import Attempt, CorrectionReason, Mark, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.operations.attempts import CORRECTIONS, journal_attempt, lock_attempt, proof_of, write_mark
from app.assessments.quizzes.operations.following import follow_marks
from app.assessments.quizzes.operations.tallies import recounted
from app.assessments.quizzes.queries.keys import QuestionPlace, right_question, wrong_keys
from app.assessments.quizzes.queries.remarkings import Remarking, attempts_asked, remarkings
from app.courses.facts import item_named
from app.courses.queries.enrolments import enrolment_facts
from app.courses.queries.revisions import curriculum_of
from app.db import db, share_turns, take_turns
from app.notices.operations import notify
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal

KIND = "question_correction"
ERASED = "key.reason-erased"


class NoWrongKey(Refusal):
    """Nobody was asked the question with another key than it has, or another author was faster."""

    code = "no-wrong-key"


class NotNewest(Refusal):
    """The question stands in a revision that is not the course's newest."""

    code = "not-newest"


def correct_question(
    place: QuestionPlace, *, correction_id: UUID, reason: str, by: UUID, at: datetime
) -> QuestionCorrection:
    """Withdraw every other key that the question was asked with: what was marked by one is marked again, by the worker
    attempt by attempt, and what is handed in from now on is marked by the key of now.

    The same request twice corrects once. Raises NotNewest, NoWrongKey.
    """
    take_turns(CORRECTIONS)  # whoever hands in meanwhile has done so, or is marked by the right key
    known = db.session.get(QuestionCorrection, correction_id)
    if known is not None:
        return known
    if not place.is_newest:
        raise NotNewest(revision_id=place.newest_id)
    withdrawn = [wrong.asked.digest for wrong in wrong_keys(place)]
    if not withdrawn:
        raise NoWrongKey(course_id=place.revision.curriculum.id)
    correction = _write_down(place, correction_id, withdrawn, reason, by=by, at=at)
    asked = attempts_asked(place, withdrawn)
    lines = (RemarkingLine(correction_id=correction_id, attempt_id=each, before_id=asked[each]) for each in asked)
    db.session.add_all(lines)
    db.session.flush()
    detail = {"item": correction.item_id, "question": correction.question_id, "attempts": len(asked)}
    write_journal("key.withdrawn", by=by, at=at, kind=KIND, id=correction_id, detail=detail, covers=[correction])
    return correction


def mark_again(correction_id: UUID, attempt_id: UUID, *, at: datetime) -> bool:
    """Settle a line that waits: the attempt gets a new mark beside the old one if it earns more by the right key, and
    its trainee is told. Whether it waited.

    An attempt that was annulled stays so, a trainee who is gone is marked again like the others, and a certificate
    stays as it is.
    """
    attempt = db.session.get_one(Attempt, attempt_id)
    lock_attempt(attempt)
    share_turns(CORRECTIONS)  # so that whoever corrects another key sees the mark that counts
    line = db.session.get_one(RemarkingLine, (correction_id, attempt_id), populate_existing=True)
    if line.after_id is not None:
        return False
    correction = db.session.get_one(QuestionCorrection, correction_id)
    (remarking,) = remarkings([attempt_id], right=right_question(correction))
    line.after_id = _mark(attempt, remarking, correction, at=at).id if remarking.changes else remarking.mark_id
    db.session.flush()
    before, after = (db.session.get_one(Mark, each) for each in (line.before_id, line.after_id))
    if (before.thousandths, before.passed) != (after.thousandths, after.passed):
        _tell(attempt, correction, at=at)
    return True


def erase_reason(correction_id: UUID, *, reason: str, by: UUID, at: datetime) -> bool:
    """Erase why a key was withdrawn; its digest stays. Whether there was anything left to erase. `reason`: why it is
    erased."""
    words = delete(CorrectionReason).where(CorrectionReason.correction_id == correction_id)
    if not db.session.scalars(words.returning(CorrectionReason.correction_id)).all():
        return False
    write_journal(ERASED, by=by, at=at, kind=KIND, id=correction_id, reason=reason)
    return True


def _write_down(
    place: QuestionPlace, correction_id: UUID, withdrawn: list[str], reason: str, *, by: UUID, at: datetime
) -> QuestionCorrection:
    salt = new_salt()
    correction = QuestionCorrection(
        id=correction_id,
        course_id=place.revision.curriculum.id,
        revision_id=place.revision.id,
        item_id=place.quiz.id,
        question_id=place.question.id,
        digest=place.question.digest,
        withdrawn=withdrawn,
        corrected_at=at,
        corrected_by=by,
        reason_digest=salted(reason, salt),
    )
    db.session.add(correction)
    db.session.flush()
    db.session.add(CorrectionReason(correction_id=correction_id, text=reason, salt=salt))
    db.session.flush()
    return correction


def _mark(attempt: Attempt, remarking: Remarking, correction: QuestionCorrection, *, at: datetime) -> Mark:
    """The new mark, and what follows from it."""
    with recounted(attempt):
        mark = write_mark(attempt, remarking.after, at=at)
        follow_marks(attempt, at=at)
        earned: dict[str, Any] = {"thousandths": mark.thousandths, "passed": mark.passed}
        told = {"correction": str(correction.id), "question": correction.question_id} | earned
        journal_attempt("attempt.marked-again", attempt, by=None, at=at, covers=proof_of(mark), **told)
    return mark


def _tell(attempt: Attempt, correction: QuestionCorrection, *, at: datetime) -> None:
    """Tell the trainee that their mark has changed, once."""
    curriculum = curriculum_of(attempt.revision_id)
    details = {"act": "corrected", "course": curriculum.title, **item_named(curriculum, attempt.item_id)}
    person_id = enrolment_facts(attempt.enrolment_id).person_id
    subject = f"{attempt.id} {correction.id}"
    notify(person_id, kind="quiz", subject=subject, details=details, path=f"/attempts/{attempt.id}", at=at)
