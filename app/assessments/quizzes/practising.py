"""What a trainee has to practise: safety questions that come back, what they got wrong, where they are weakest. Pure.

Practice shows the key, so that only what the trainee may know is practised freely: questions of quizzes that show
their answers. A safety question comes back from any quiz; where the quiz keeps its answers to itself, practice tells
only whether the answer was right, and asks once a day. While an attempt runs, its quiz is not practised at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.assessments.quizzes.weakest import Earned, Weakness, weakest
from app.curriculum.model import Competence, Curriculum, Lesson, Question, Quiz

MOST_MISSED: Final = 20
"""Questions on the page that were got wrong: the latest. More would be a wall."""


@dataclass(frozen=True)
class Answered:
    """A question as it was answered once, in a quiz or in practice."""

    item_id: str
    question_id: str
    at: datetime
    thousandths: int
    possible: int

    @property
    def key(self) -> tuple[str, str]:
        """Which question it is."""
        return self.item_id, self.question_id

    @property
    def right(self) -> bool:
        """Whether it has full marks."""
        return self.thousandths == self.possible


@dataclass(frozen=True)
class Barred:
    """The quizzes of which practice must not tell everything, by id."""

    running: frozenset[str] = frozenset()
    """An attempt at them runs."""
    keeping: frozenset[str] = frozenset()
    """They keep their answers to themselves, for now or for good."""


@dataclass(frozen=True)
class ToPractise:
    """A question to answer again."""

    quiz: Quiz
    question: Question
    due_on: date | None
    """Of a safety question that comes back: from which day on."""
    shows_key: bool

    @property
    def key(self) -> tuple[str, str]:
        """Which question it is."""
        return self.quiz.id, self.question.id

    def open_on(self, today: date) -> bool:
        """Whether it can be answered today."""
        return self.shows_key or (self.due_on is not None and self.due_on <= today)


@dataclass(frozen=True)
class Weak:
    """A competence that the trainee is weak in, and the lessons that teach it."""

    weakness: Weakness
    competence: Competence
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Practice:
    """A trainee's page of practice on one day."""

    due: tuple[ToPractise, ...]
    """Safety questions that are back, the longest wait first."""
    coming: tuple[ToPractise, ...]
    """Safety questions that come back on a later day, the next first."""
    missed: tuple[ToPractise, ...]
    """Other questions whose last answer was not right, the latest first."""
    weak: tuple[Weak, ...]
    answered: int
    """How many questions were ever answered."""

    @property
    def open(self) -> tuple[ToPractise, ...]:
        """What can be answered now, in the order in which it is best done."""
        return (*self.due, *self.missed)

    def after(self, question: tuple[str, str]) -> ToPractise | None:
        """What to go on with after that question."""
        return next((each for each in self.open if each.key != question), None)


def practice_for(
    curriculum: Curriculum,
    answers: Sequence[Answered],
    *,
    coming_back: Mapping[tuple[str, str], date],
    barred: Barred,
    today: date,
) -> Practice:
    """The practice of somebody who gave these answers, in the order in which they were given."""
    last = {answer.key: answer for answer in answers if question_in(curriculum, *answer.key)}
    back = _practised(curriculum, sorted(coming_back, key=lambda key: (coming_back[key], key)), coming_back, barred)
    wrong = [key for key, answer in sorted(last.items(), key=lambda pair: pair[1].at, reverse=True) if not answer.right]
    missed = _practised(curriculum, (key for key in wrong if key not in coming_back), coming_back, barred)
    return Practice(
        due=tuple(each for each in back if each.due_on and each.due_on <= today),
        coming=tuple(each for each in back if each.due_on and each.due_on > today),
        missed=tuple(each for each in missed if each.shows_key)[:MOST_MISSED],
        weak=_weak(curriculum, last.values()),
        answered=len(last),
    )


def question_in(curriculum: Curriculum, item_id: str, question_id: str) -> tuple[Quiz, Question] | None:
    """That question of that quiz, also by the quiz's former id; None: the course has none."""
    quiz = curriculum.item_called(item_id)
    question = quiz.by_id.get(question_id) if isinstance(quiz, Quiz) else None
    return (quiz, question) if isinstance(quiz, Quiz) and question else None


def _practised(
    curriculum: Curriculum,
    keys: Iterable[tuple[str, str]],
    coming_back: Mapping[tuple[str, str], date],
    barred: Barred,
) -> list[ToPractise]:
    found = ((key, question_in(curriculum, *key)) for key in keys if key[0] not in barred.running)
    return [ToPractise(*pair, coming_back.get(key), key[0] not in barred.keeping) for key, pair in found if pair]


def _weak(curriculum: Curriculum, last: Collection[Answered]) -> tuple[Weak, ...]:
    earned = []
    for answer in last:
        found = question_in(curriculum, *answer.key)
        if found and found[1].competence in curriculum.competences:
            earned.append(Earned(found[1].competence or "", answer.thousandths, answer.possible))
    lessons = [item for item in curriculum.items.values() if isinstance(item, Lesson)]
    return tuple(
        Weak(
            each,
            curriculum.competences[each.competence],
            tuple(lesson for lesson in lessons if each.competence in lesson.competences),
        )
        for each in weakest(earned)
    )
