"""The course that the browser tests write at the desk has all that a course can have, and nothing in it is wrong."""

from __future__ import annotations

from typing import get_args

import pytest

from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.model import (
    Case,
    Curriculum,
    Document,
    Hazard,
    HazardLevel,
    Lesson,
    Part,
    Practical,
    QuestionType,
    Quiz,
    Steps,
)
from tests.browser import handwritten


@pytest.fixture(scope="module")
def made() -> Compiled:
    """What comes of its texts and its picture."""
    return compile_course(handwritten.sources(), track_id=handwritten.TRACK_ID, course_id=handwritten.COURSE_ID)


@pytest.fixture(scope="module")
def course(made: Compiled) -> Curriculum:
    """The course, which can be published."""
    assert made.curriculum is not None
    return made.curriculum


def test_nothing_is_told_but_that_four_weeks_are_still_to_be_written(made: Compiled) -> None:
    told = [(each.file, each.level, each.code) for each in made.problems]
    assert told == [(f"week-{number:02}/week.md", "warning", "week-being-written") for number in range(2, 6)]


def test_it_has_an_item_of_each_kind_under_the_title_it_is_made_by(course: Curriculum) -> None:
    assert [type(each) for each in course.items.values()] == [Lesson, Quiz, Case, Practical]
    titles = [(each.path, each.title) for each in course.items.values()]
    assert titles == [(path, title) for path, (_, title) in handwritten.TITLES.items()]


def test_its_lesson_has_every_block_and_a_hazard_of_each_level(course: Curriculum) -> None:
    lesson = course.items["water-and-mains"]
    assert isinstance(lesson, Lesson)
    parts = list(parts_in(lesson.body))
    assert {type(each) for each in parts} == set(get_args(Part))
    assert {each.level for each in parts if isinstance(each, Hazard)} == set(get_args(HazardLevel))


def test_its_quiz_has_a_question_of_each_type(course: Curriculum) -> None:
    quiz = course.items["the-kettle-quiz"]
    assert isinstance(quiz, Quiz)
    assert [each.type for each in quiz.questions] == list(get_args(QuestionType))


def test_its_practical_has_criteria_with_levels_and_without(course: Curriculum) -> None:
    practical = course.items["change-the-element"]
    assert isinstance(practical, Practical)
    assert [len(each.levels) for each in practical.criteria] == [0, 3, 0]


def test_its_lesson_is_translated_whole(course: Curriculum) -> None:
    french = course.in_language("fr")
    assert (french.items["water-and-mains"].language, french.items["the-kettle-quiz"].language) == ("fr", "en")


def parts_in(body: Document) -> list[Part]:
    """The parts of a page, and those inside its steps."""
    inside = [each for part in body if isinstance(part, Steps) for step in part.steps for each in parts_in(step)]
    return [*body, *inside]
