"""The course that `flask content new` begins with."""

from __future__ import annotations

import re

import pytest

from app.curriculum.beginning import LANGUAGES, new_course
from app.curriculum.compiler import compile_course
from app.curriculum.coverage import coverage_of
from app.curriculum.front import CourseFront, PracticalFront, QuizFront
from app.curriculum.front_reading import keys_of
from app.curriculum.keys import READERS
from app.curriculum.model import Curriculum, Quiz
from app.curriculum.scanner import BLOCKS


def begun(language: str, weeks: int) -> Curriculum:
    sources = new_course(track_id="mobile", course_id="tablet-repair", weeks=weeks, language=language)
    made = compile_course(sources, track_id="mobile", course_id="tablet-repair")
    assert made.problems == ()
    assert made.curriculum is not None
    return made.curriculum


def texts(language: str) -> str:
    made = new_course(track_id="mobile", course_id="tablet-repair", weeks=10, language=language)
    return "\n".join(data.decode() for data in made.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("weeks", range(5, 11))
def test_a_new_course_has_neither_mistake_nor_warning(language: str, weeks: int) -> None:
    curriculum = begun(language, weeks)
    assert (curriculum.title, curriculum.language, len(curriculum.weeks)) == ("Tablet repair", language, weeks)
    assert coverage_of(curriculum).gaps == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_course_uses_every_block_and_every_type_of_question(language: str) -> None:
    quiz = next(item for item in begun(language, 5).items.values() if isinstance(item, Quiz))
    assert {question.type for question in quiz.questions} == set(READERS)
    assert set(re.findall(r"^ *///+ (\w+)", texts(language), re.MULTILINE)) == set(BLOCKS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("front", [CourseFront, QuizFront, PracticalFront])
def test_a_new_course_names_every_key_of_the_front_matter(
    language: str, front: type[CourseFront | QuizFront | PracticalFront]
) -> None:
    written = set(re.findall(r"^#? ?([a-z_]+):", texts(language), re.MULTILINE))
    assert keys_of(front) - written == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_fill_in(language: str) -> None:
    assert re.findall(r"\$\w+", texts(language)) == []


def test_the_languages_say_the_same_in_the_same_places() -> None:
    shapes = [
        [(item.week, item.kind, len(item.checks), item.requires != ()) for item in begun(language, 10).items.values()]
        for language in LANGUAGES
    ]
    assert shapes[1:] == shapes[:-1]
