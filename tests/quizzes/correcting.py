"""A key that was wrong: the cast's safety quiz as it was published, and the one with other keys that follows it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from app.assessments.quizzes.models import CorrectionReason, Mark, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.operations.corrections import correct_question, mark_again
from app.assessments.quizzes.queries import last_mark
from app.assessments.quizzes.queries.corrections import waiting_lines
from app.assessments.quizzes.queries.keys import QuestionPlace, question_place
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.db import db
from app.records.operations.journal import write_journal
from app.shared.digests import salted
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.quizzes.sittings import COURSE, SOURCE

SALT = "0" * 32
LATER = NOON + timedelta(hours=1)
REASON = "We had taken the capacity of another cell."
ENERGY = ("= 19.25 ± 0.05 Wh", "= 20 ± 0.05 Wh")
"""Of one point."""


def published(*changes: tuple[str, str], path: str = SOURCE) -> int:
    """The course's next revision, in whose safety quiz, which stands at `path` now, these texts are others; its id."""
    sources = dict(read_course(COURSE).sources)
    quiz = sources.pop(SOURCE).decode()
    for old, new in changes:
        if old not in quiz:
            raise ValueError(old)
        quiz = quiz.replace(old, new)
    made, _ = publish(sources | {path: quiz.encode()}, course_id=COURSE.name, track_id="mobile", by=None, at=NOON)
    return made.id


def place_of(cast: Cast, revision_id: int, question_id: str) -> QuestionPlace:
    """The author before that question of the safety quiz."""
    item_id = "bench-quiz" if question_id == "watt-hours" else "safety-quiz"
    found = question_place(cast.author, revision_id=revision_id, item_id=item_id, question_id=question_id)
    if found is None:
        raise LookupError(question_id)
    return found


def correct(
    cast: Cast, *changes: tuple[str, str], question_id: str = "energy", correction_id: UUID | None = None
) -> QuestionCorrection:
    """Publish these changes, and withdraw the key that the question had before."""
    place = place_of(cast, published(*changes), question_id)
    by, made = cast.author.id, correction_id or new_id()
    return correct_question(place, correction_id=made, reason=REASON, by=by, at=LATER)


def work_off() -> int:
    """Settle every line that waits, as the worker does; how many there were."""
    lines = waiting_lines()
    for correction_id, attempt_id in lines:
        mark_again(correction_id, attempt_id, at=LATER)
    return len(lines)


def line_of(correction: QuestionCorrection, attempt_id: UUID) -> RemarkingLine:
    """That attempt's line as it is now."""
    return db.session.get_one(RemarkingLine, (correction.id, attempt_id), populate_existing=True)


def mark_of(attempt_id: UUID) -> Mark:
    """The mark that counts."""
    mark = last_mark(attempt_id)
    if mark is None:
        raise LookupError(attempt_id)
    return mark


def withdrawn_key(cast: Cast) -> UUID:
    """A correction as it is on record, of a question that nobody was marked again for; its id."""
    question = place_of(cast, cast.revision_id, "energy").right
    made = QuestionCorrection(
        id=new_id(),
        course_id=COURSE.name,
        revision_id=cast.revision_id,
        item_id="safety-quiz",
        question_id=question.id,
        digest=question.digest,
        withdrawn=["0" * 64],
        corrected_at=NOON,
        corrected_by=cast.author.id,
        reason_digest=salted(REASON, SALT),
    )
    db.session.add(made)
    db.session.flush()
    db.session.add(CorrectionReason(correction_id=made.id, text=REASON, salt=SALT))
    write_journal("key.withdrawn", by=None, at=NOON, kind="question_correction", id=made.id, covers=[made])
    return made.id
