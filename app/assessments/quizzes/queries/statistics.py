"""What the answers to questions say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from sqlalchemy import or_, select

from app.assessments.quizzes.models import QuestionTally
from app.assessments.quizzes.statistics.figures import FEWEST_ALIKE, Figures
from app.assessments.quizzes.statistics.tallies import Kind
from app.courses.facts import RevisionFacts
from app.courses.queries.revisions import revision_facts, revision_item
from app.curriculum.model import Question, Quiz
from app.db import db
from app.people.member import Member

Tallies: TypeAlias = Mapping[str, Mapping[tuple[str, str], int]]
"""By digest, and by kind and value."""
_ONE_BY_ONE: Final[tuple[Kind, ...]] = ("time", "part", "whole", "none")
"""What only the page of one quiz tells."""


@dataclass(frozen=True)
class QuizStatistics:
    """A quiz of a revision, and what is known of each of its questions."""

    revision: RevisionFacts
    quiz: Quiz
    figures: tuple[Figures, ...]
    """In the order of the quiz."""

    @property
    def address(self) -> str:
        """Of the page."""
        return f"/revisions/{self.revision.id}/items/{self.quiz.id}/statistics"

    def source_of(self, question: Question) -> str:
        """The file and line where a question is written: `week-01/80-safety-quiz.md:17`."""
        return f"{self.quiz.path}:{question.line}"

    def source_address(self, question: Question) -> str:
        """The address of that line."""
        return f"/revisions/{self.revision.id}/sources/{self.quiz.path}#L{question.line}"

    @property
    def most_asked(self) -> int:
        """How many people were asked the question that most were."""
        return max((each.asked for each in self.figures), default=0)

    @property
    def to_look_at(self) -> tuple[tuple[int, Figures], ...]:
        """The questions that an author should look at, with their numbers."""
        return tuple((number, each) for number, each in enumerate(self.figures, 1) if each.to_look_at)


@dataclass(frozen=True)
class RevisionStatistics:
    """The quizzes of a revision, and what is known of their questions."""

    revision: RevisionFacts
    quizzes: tuple[QuizStatistics, ...]
    """In the order of the course."""

    @property
    def to_look_at(self) -> int:
        """How many questions an author should look at."""
        return sum(len(each.to_look_at) for each in self.quizzes)


def revision_statistics(member: Member, *, revision_id: int) -> RevisionStatistics | None:
    """What is known of the questions of all its quizzes; None for trainees. Two queries."""
    revision = revision_facts(member, revision_id=revision_id)
    if revision is None:
        return None
    quizzes = [item for item in revision.curriculum.items.values() if isinstance(item, Quiz)]
    tallies = _tallies_of({question.digest for quiz in quizzes for question in quiz.questions}, but=_ONE_BY_ONE)
    return RevisionStatistics(revision, tuple(_statistics(revision, quiz, tallies) for quiz in quizzes))


def quiz_statistics(member: Member, *, revision_id: int, item_id: str) -> QuizStatistics | None:
    """What is known of the questions of that quiz, from all cohorts that were asked them, in whatever revision; None
    for trainees, and when it is no quiz. Two queries."""
    found = revision_item(member, revision_id=revision_id, item_id=item_id)
    if found is None or not isinstance(found.item, Quiz):
        return None
    tallies = _tallies_of({question.digest for question in found.item.questions})
    return _statistics(found.revision, found.item, tallies)


def _statistics(revision: RevisionFacts, quiz: Quiz, tallies: Tallies) -> QuizStatistics:
    figures = tuple(Figures(question, tallies.get(question.digest, {})) for question in quiz.questions)
    return QuizStatistics(revision, quiz, figures)


def _tallies_of(digests: set[str], *, but: Collection[Kind] = ()) -> Tallies:
    told = or_(QuestionTally.kind != "whole", QuestionTally.number >= FEWEST_ALIKE)
    own = (QuestionTally.question_digest.in_(digests), QuestionTally.kind.not_in(but), told)
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    for tally in db.session.scalars(select(QuestionTally).where(*own)):
        found[tally.question_digest][tally.kind, tally.value] = tally.number
    return found
