"""By which keys attempts are marked, and where people were, or are, asked a question with another key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select

from app.assessments.quizzes.drawing import from_record
from app.assessments.quizzes.models import Attempt, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.remarking import Key, corrected_key, is_same_key, own_key
from app.courses.facts import RevisionFacts
from app.courses.models import Cohort, Revision
from app.courses.queries.revisions import curriculum_of, newest_revision, revision_item
from app.curriculum.model import Curriculum, Question, Quiz
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class QuestionPlace:
    """A question of a revision, as staff read it."""

    revision: RevisionFacts
    quiz: Quiz
    question: Question
    newest_id: int
    """The course's newest revision."""

    @property
    def address(self) -> str:
        """The start of the addresses of everything done with this question."""
        return f"/revisions/{self.revision.id}/items/{self.quiz.id}/questions/{self.question.id}"

    @property
    def is_newest(self) -> bool:
        """Whether it stands in the course's newest revision."""
        return self.revision.id == self.newest_id

    @property
    def right(self) -> Question:
        """The question in the course's own language."""
        return question_of(self.revision.curriculum.base, self.quiz.id, self.question.id)

    @property
    def names(self) -> tuple[str, ...]:
        """The question's id and every former one."""
        return (self.question.id, *self.question.aliases)


@dataclass(frozen=True)
class WrongKey:
    """The question as it was asked, or is asked still, with a key that is not the right one."""

    revision_number: int
    """The first revision that asks it so, of those that people follow or were tested by."""
    asked: Question
    """In the reader's language."""
    other_words: bool
    """Whether it asks in other words than now."""


def question_place(member: Member, *, revision_id: int, item_id: str, question_id: str) -> QuestionPlace | None:
    """That question of that quiz; None for trainees. Two queries."""
    found = revision_item(member, revision_id=revision_id, item_id=item_id)
    if found is None or not isinstance(found.item, Quiz) or question_id not in found.item.by_id:
        return None
    newest = newest_revision(found.revision.curriculum.id)
    newest_id = newest.id if newest else revision_id
    return QuestionPlace(found.revision, found.item, found.item.by_id[question_id], newest_id)


def wrong_keys(place: QuestionPlace, *, language: str = "") -> tuple[WrongKey, ...]:
    """The question as it is asked with another key than it has now, for those who read `language`. What is marked by
    its key of now already, and what is another question in more than its key, is left out.

    Three queries, and those for revisions that this process hasn't met.
    """
    right, in_force = place.right, _in_force(place)
    found: dict[str, WrongKey] = {}
    for number, asked, read in _asked(place, language):
        key = in_force.get(asked.digest, asked)
        if corrected_key(asked, right) is not None and not is_same_key(key, right):
            other_words = (asked.title_html, asked.stem_html) != (right.title_html, right.stem_html)
            found.setdefault(asked.digest, WrongKey(number, read, other_words))
    return tuple(found.values())


def keys_of(attempt: Attempt, quiz: Quiz, *, read: Quiz | None = None) -> dict[str, tuple[Key, ...]]:
    """The keys that each question of the attempt at `quiz`, as it was then, is marked by, by its id and in the order
    asked; the last one is right. `quiz` is in the course's own language; `read`: the same as somebody reads it.

    There are several where a key was corrected after the attempt had been marked: the best of them counts. One query,
    and two for each correction of something that it asked.
    """
    asked = {each.question.id: each.question for each in from_record(attempt.asked, quiz)}
    words = (read or quiz).by_id
    keys: dict[str, tuple[Key, ...]] = {name: (own_key(each, read=words[name]),) for name, each in asked.items()}
    for correction, marked_before in _corrections_for(attempt):
        right = right_question(correction)
        for name in {right.id, *right.aliases} & asked.keys():
            key = corrected_key(asked[name], right)
            if key is not None and asked[name].digest in correction.withdrawn:
                if read:
                    key = key.in_words(right_question(correction, language=read.language))
                keys[name] = (*keys[name], key) if marked_before else (key,)
    return keys


def right_question(correction: QuestionCorrection, *, language: str = "") -> Question:
    """The question with the right key, for those who read `language`; else in the course's own. One query."""
    curriculum = curriculum_of(correction.revision_id).in_language(language)
    return question_of(curriculum, correction.item_id, correction.question_id)


def question_of(curriculum: Curriculum, item_id: str, question_id: str) -> Question:
    """That question of that quiz. Raises KeyError."""
    quiz = curriculum.items[item_id]
    if not isinstance(quiz, Quiz):
        raise TypeError(f"{item_id} is no quiz")
    return quiz.by_id[question_id]


def corrections_in(course_id: str) -> Sequence[QuestionCorrection]:
    """What was corrected in that course, the last one last. One query."""
    corrections = select(QuestionCorrection).where(QuestionCorrection.course_id == course_id)
    return db.session.scalars(corrections.order_by(QuestionCorrection.corrected_at, QuestionCorrection.id)).all()


def _corrections_for(attempt: Attempt) -> Iterator[tuple[QuestionCorrection, bool]]:
    """The corrections in the attempt's quiz, and whether it had been marked when they were made."""
    line = and_(RemarkingLine.correction_id == QuestionCorrection.id, RemarkingLine.attempt_id == attempt.id)
    course = select(Revision.course_id).where(Revision.id == attempt.revision_id).scalar_subquery()
    rows = db.session.execute(
        select(QuestionCorrection, RemarkingLine.attempt_id)
        .outerjoin(RemarkingLine, line)
        .where(QuestionCorrection.course_id == course)
        .order_by(QuestionCorrection.corrected_at, QuestionCorrection.id)
    )
    digests = {each["digest"] for each in attempt.asked}
    for correction, marked_before in rows.all():
        if digests.isdisjoint(correction.withdrawn):
            continue
        if curriculum_of(correction.revision_id).called_now(attempt.item_id) == correction.item_id:
            yield correction, marked_before is not None


def _in_force(place: QuestionPlace) -> dict[str, Question]:
    """By which question answers are marked that were given to it under these digests, where that was corrected."""
    found: dict[str, Question] = {}
    for correction in corrections_in(place.revision.curriculum.id):
        if correction.item_id in place.quiz.names and correction.question_id in place.names:
            found |= dict.fromkeys(correction.withdrawn, right_question(correction))
    return found


def _asked(place: QuestionPlace, language: str) -> Iterator[tuple[int, Question, Question]]:
    """The question in the revisions that people follow or were tested by: their numbers, in the course's own language,
    and as it is read."""
    for revision in _revisions(place):
        curriculum = curriculum_of(revision.id)
        for item_id in set(place.quiz.names) & curriculum.items.keys():
            quiz, read = curriculum.items[item_id], curriculum.in_language(language).items[item_id]
            for name in place.names:
                if isinstance(quiz, Quiz) and isinstance(read, Quiz) and name in quiz.by_id:
                    yield revision.number, quiz.by_id[name], read.by_id[name]


def _revisions(place: QuestionPlace) -> Sequence[Any]:
    """Id and number of those that a cohort follows, that an attempt at the quiz was made in, or that corrected it."""
    followed = select(Cohort.revision_id)
    tested = select(Attempt.revision_id).where(Attempt.item_id.in_(place.quiz.names))
    corrected = select(QuestionCorrection.revision_id)
    theirs = Revision.course_id == place.revision.curriculum.id, Revision.id.in_(followed.union(tested, corrected))
    return db.session.execute(select(Revision.id, Revision.number).where(*theirs).order_by(Revision.number)).all()
