"""Made-up people answer as their story says."""

from __future__ import annotations

from random import Random

import pytest

from app.assessments.quizzes.marking import mark_attempt
from app.config import ROOT
from app.curriculum.compiler import compile_course
from app.curriculum.folder import courses_in, read_course
from app.curriculum.marking import credit
from app.curriculum.model import Quiz
from app.demo.answers import Story, answers, right_answer, wrong_answer


def real_quizzes() -> list[Quiz]:
    """Every quiz of the courses in content/."""
    found = []
    for folder in courses_in(ROOT / "content"):
        sources = read_course(folder).sources
        compiled = compile_course(sources, track_id=folder.parent.name, course_id=folder.name)
        assert compiled.curriculum is not None
        found += [item for item in compiled.curriculum.items.values() if isinstance(item, Quiz)]
    return found


QUIZZES = real_quizzes()


def test_right_and_wrong_answers_are_so_for_every_question_of_the_courses() -> None:
    questions = [question for quiz in QUIZZES for question in quiz.by_id.values()]
    assert len(questions) > 20
    assert {credit(question, right_answer(question)) for question in questions} == {1}
    assert {credit(question, wrong_answer(question)) for question in questions} == {0}


@pytest.mark.parametrize("story", ["passed", "points", "critical"])
@pytest.mark.parametrize("quiz", QUIZZES, ids=lambda quiz: quiz.id)
def test_an_attempt_ends_as_its_story_says(quiz: Quiz, story: Story) -> None:
    for seed in range(20):
        given = answers(quiz.questions, story, pass_percent=quiz.pass_percent, chance=Random(seed))
        assert given.keys() == {question.id for question in quiz.questions}
        marking = mark_attempt(quiz.questions, given, pass_percent=quiz.pass_percent)
        assert marking.passed == (story == "passed")
        wrong = [marked.question for marked in marking.questions if not marked.right]
        if story == "critical":
            assert [question.critical for question in wrong] == [True]


def test_the_same_chance_gives_the_same_answers() -> None:
    quiz = QUIZZES[0]
    told = [answers(quiz.questions, "points", pass_percent=quiz.pass_percent, chance=Random("Amina")) for _ in "ab"]
    assert told[0] == told[1]
