"""Finding what a trainee answered, what they have to practise, and what they answered in practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.assessments.quizzes.models import Attempt, Mark, PracticeAnswer, QuestionMark
from app.assessments.quizzes.practising import Answered, Barred, Practice, ToPractise, practice_for, question_in
from app.assessments.quizzes.queries.attempts import QuizState, annulled, made_at, of_last_mark, quiz_states
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.queries.enrolments import enrolled
from app.courses.queries.revisions import curriculum_of
from app.curriculum.model import Question, Quiz
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class AskedAgain:
    """A trainee's place before one question to practise."""

    enrolled: Enrolled
    asked: ToPractise

    @property
    def address(self) -> str:
        """Where it is asked and answered."""
        return f"/enrolments/{self.enrolled.id}/practice/{self.asked.quiz.id}/{self.asked.question.id}"


@dataclass(frozen=True)
class EnrolledAnswer:
    """An answer given in practice, with the enrolment that it hangs on and the question as it was asked."""

    enrolled: Enrolled
    asked: ToPractise
    answer: PracticeAnswer


def answers_by(place: Enrolled) -> list[Answered]:
    """What the trainee answered in closed attempts that count, and in practice, in that order in time, by the id that
    each quiz has now. Two queries."""
    marked = (
        select(
            Attempt.item_id,
            QuestionMark.question_id,
            Attempt.closed_at,
            QuestionMark.thousandths,
            QuestionMark.possible_thousandths,
        )
        .select_from(Attempt)
        .join(Mark, of_last_mark())
        .join(QuestionMark, QuestionMark.mark_id == Mark.id)
        .where(Attempt.enrolment_id == place.id, ~annulled())
    )
    practised = select(
        PracticeAnswer.item_id,
        PracticeAnswer.question_id,
        PracticeAnswer.answered_at,
        PracticeAnswer.thousandths,
        PracticeAnswer.possible_thousandths,
    ).where(PracticeAnswer.enrolment_id == place.id)
    rows = [*db.session.execute(marked), *db.session.execute(practised)]
    called_now = place.curriculum.called_now
    return sorted((Answered(called_now(row[0]), *row[1:]) for row in rows), key=lambda answer: answer.at)


def practice_of(found: Enrolled, *, at: datetime) -> Practice:
    """What the trainee has to practise. Three queries."""
    states = _states(found)
    return practice_for(
        found.curriculum,
        answers_by(found),
        coming_back=_coming_back(states),
        barred=barred_by(found, states),
        today=found.cohort.day_of(at),
    )


def asked_again(member: Member, *, enrolment_id: UUID, item_id: str, question_id: str) -> AskedAgain | None:
    """That question before that enrolment, seen by the same people; None also when no closed attempt asked it yet, or
    one at its quiz runs. Four queries."""
    found = enrolled(member, enrolment_id=enrolment_id)
    known = question_in(found.curriculum, item_id, question_id) if found else None
    if found is None or known is None or not _was_asked(found, *known):
        return None
    asked = to_practise(found, item_id, question_id)
    return AskedAgain(found, asked) if asked else None


def to_practise(found: Enrolled, item_id: str, question_id: str) -> ToPractise | None:
    """The question as it can be practised now; None while an attempt at its quiz runs. One query."""
    states, known = _states(found), question_in(found.curriculum, item_id, question_id)
    barred = barred_by(found, states)
    if known is None or item_id in barred.running:
        return None
    due_on = _coming_back(states).get((item_id, question_id))
    return ToPractise(*known, due_on, item_id not in barred.keeping)


def practice_answer(member: Member, *, answer_id: UUID) -> EnrolledAnswer | None:
    """That answer, if it is the member's own or of somebody whom they follow. Three queries."""
    answer = db.session.get(PracticeAnswer, answer_id)
    found = enrolled(member, enrolment_id=answer.enrolment_id) if answer else None
    if answer is None or found is None:
        return None
    curriculum = curriculum_of(answer.revision_id).in_language(member.language)
    known = question_in(curriculum, answer.item_id, answer.question_id)
    if known is None:
        raise LookupError(f"practice answer {answer.id} is to no question of its revision")
    states = _states(found)
    barred = barred_by(found, states)
    shown = answer.item_id not in barred.keeping | barred.running
    due_on = _coming_back(states).get((answer.item_id, answer.question_id))
    return EnrolledAnswer(found, ToPractise(*known, due_on, shown), answer)


def barred_by(found: Enrolled, states: Mapping[str, QuizState]) -> Barred:
    """The quizzes of which practice must not tell everything."""
    quizzes = [item for item in found.curriculum.items.values() if isinstance(item, Quiz)]
    return Barred(
        running=frozenset(item_id for item_id, state in states.items() if state.running_id),
        keeping=frozenset(quiz.id for quiz in quizzes if not _tells(quiz, states.get(quiz.id))),
    )


def _tells(quiz: Quiz, state: QuizState | None) -> bool:
    """Whether the trainee may know the quiz's answers."""
    return quiz.feedback == "submitted" or (quiz.feedback == "passed" and state is not None and state.passed)


def _states(found: Enrolled) -> dict[str, QuizState]:
    return {item_id: state for (_, item_id), state in quiz_states([found]).items()}


def _coming_back(states: Mapping[str, QuizState]) -> dict[tuple[str, str], date]:
    return {
        (item_id, question_id): day
        for item_id, state in states.items()
        for question_id, day in state.coming_back.items()
    }


def _was_asked(place: Enrolled, quiz: Quiz, question: Question) -> bool:
    asked = (
        select(QuestionMark.question_id)
        .join(Mark, Mark.id == QuestionMark.mark_id)
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .where(made_at(EnrolledItem(place, quiz)), QuestionMark.question_id == question.id)
    )
    return db.session.scalar(asked.limit(1)) is not None
