"""The weeks that are written whole hold what a week of teaching takes: counted, week by week.

How long, how many and with what stands in `docs/writing-lessons.md`; whether it is well taught, readers judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.config import ROOT
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.facts import facts_in, read_sources
from app.curriculum.folder import read_course
from app.curriculum.model import Curriculum, Document, Hazard, Lesson, Note, Practical, Question, Quiz, Readings, Steps
from app.curriculum.problems import Report
from app.curriculum.words import words_of

MOBILE, APPLIANCES = "mobile/smartphone-repair", "appliances/household-appliances"
WEEKS = [(MOBILE, 1), (MOBILE, 2), (APPLIANCES, 1)]
LESSONS_A_WEEK = range(4, 7)
WORDS_A_LESSON = range(700, 1501)
CHECKS_A_LESSON = range(2, 4)
WORDS_A_SENTENCE = 14
"""At most, on average over a lesson: short sentences for readers who study in a second language."""
CRITERIA = {
    (MOBILE, 1): {"esd-bench": 7, "intake-and-triage": 9},
    (MOBILE, 2): {"screen-replacement": 10, "back-glass-and-reseal": 8},
    (APPLIANCES, 1): {"isolate-plug-in-appliance": 11, "test-two-appliances": 8, "component-bench": 7},
}
"""How many criteria each practical of the week has, by its id: all that its task in the trade's rubric names."""
IMAGE = re.compile(r'<img [^>]*src="/images/([^"]+)"')
EXAMPLE = re.compile(r"<h\d[^>]*>[^<]*example", re.IGNORECASE)
FONT_SIZE = re.compile(r"font-size:\s*([\d.]+)")
SVG = "{http://www.w3.org/2000/svg}"


@cache
def compiled(course: str) -> Compiled:
    """What the compiler makes of a course in the repository."""
    folder = ROOT / "content" / course
    return compile_course(read_course(folder).sources, track_id=folder.parent.name, course_id=folder.name)


def curriculum(course: str) -> Curriculum:
    """A course in the repository."""
    made = compiled(course).curriculum
    assert made is not None
    return made


def lessons(course: str, week: int) -> list[Lesson]:
    """The lessons of a week."""
    return [item for item in curriculum(course).weeks[week - 1].items if isinstance(item, Lesson)]


def questions(course: str, week: int) -> list[tuple[Quiz, Question]]:
    """The questions of a week's quizzes."""
    quizzes = [item for item in curriculum(course).weeks[week - 1].items if isinstance(item, Quiz)]
    return [(quiz, question) for quiz in quizzes for question in quiz.questions]


def parts(body: Document) -> Iterator[object]:
    """Everything in a document, however deep it stands."""
    for part in body:
        yield part
        match part:
            case Hazard(body=inner) | Note(body=inner):
                yield from parts(inner)
            case Steps(steps=steps):
                for step in steps:
                    yield from parts(step)


def sentences(text: str) -> list[str]:
    """The sentences of a text, of those that have words."""
    return [each for each in re.split(r"(?<=[.!?:])\s+", text) if re.search(r"[^\W\d]", each)]


@pytest.mark.parametrize("course", [MOBILE, APPLIANCES])
def test_the_courses_check_clean_but_for_weeks_being_written(course: str) -> None:
    told = [problem for problem in compiled(course).problems if problem.code != "week-being-written"]
    assert told == []


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_a_week_has_four_to_six_lessons_of_a_length_that_is_read(course: str, week: int) -> None:
    words = {lesson.id: len(words_of(lesson.body).split()) for lesson in lessons(course, week)}
    assert len(words) in LESSONS_A_WEEK
    assert {name: count for name, count in words.items() if count not in WORDS_A_LESSON} == {}


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_sentences_are_short(course: str, week: int) -> None:
    averages = {}
    for lesson in lessons(course, week):
        text = " ".join(words_of((part,)) for part in lesson.body if not isinstance(part, Readings))
        found = sentences(text)
        averages[lesson.id] = sum(len(each.split()) for each in found) / len(found)
    assert {name: length for name, length in averages.items() if length > WORDS_A_SENTENCE} == {}


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_each_lesson_has_steps_questions_for_practice_and_a_drawing(course: str, week: int) -> None:
    for lesson in lessons(course, week):
        found = list(parts(lesson.body))
        assert any(isinstance(part, Steps) for part in found), lesson.id
        assert len(lesson.checks) in CHECKS_A_LESSON, lesson.id
        assert IMAGE.search(str(lesson.body)), lesson.id


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_a_week_names_its_hazards_and_what_readings_mean(course: str, week: int) -> None:
    found = [part for lesson in lessons(course, week) for part in parts(lesson.body)]
    assert sum(isinstance(part, Hazard) for part in found) >= len(lessons(course, week)) - 1
    assert sum(isinstance(part, Readings) for part in found) >= 2


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_each_lesson_has_a_worked_example(course: str, week: int) -> None:
    assert [lesson.id for lesson in lessons(course, week) if not EXAMPLE.search(str(lesson.body))] == []


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_a_bank_is_twice_as_large_as_what_an_attempt_asks(course: str, week: int) -> None:
    for quiz in {quiz.id: quiz for quiz, _ in questions(course, week)}.values():
        always = sum(question.pool is None for question in quiz.questions)
        asked = always + sum(quiz.draw.values())
        assert len(quiz.questions) >= 2 * asked, quiz.id
        assert any(question.critical for question in quiz.questions), quiz.id


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_each_wrong_option_is_answered_and_each_question_explained(course: str, week: int) -> None:
    found = questions(course, week)
    assert [question.id for _, question in found if not question.explanation_html] == []
    unanswered = [
        (question.id, number)
        for _, question in found
        for number, option in enumerate(question.options)
        if question.type in ("single", "multiple") and not option.right and not option.feedback_html
    ]
    assert unanswered == []


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_practicals_have_every_criterion_of_their_task(course: str, week: int) -> None:
    items = curriculum(course).weeks[week - 1].items
    assert {item.id: len(item.criteria) for item in items if isinstance(item, Practical)} == CRITERIA[course, week]


@pytest.mark.parametrize("course", [MOBILE, APPLIANCES])
def test_terms_and_competences_are_in_both_languages(course: str) -> None:
    found = curriculum(course)
    texts = [text for term in found.glossary for text in (term.term, term.means)]
    texts += [block.title for block in found.blocks] + [each.title for each in found.competences.values()]
    assert [text for text in texts if set(text) != {"en", "fr"}] == []


@pytest.mark.parametrize(("course", "week"), WEEKS)
def test_each_page_marks_its_facts(course: str, week: int) -> None:
    sources = read_course(ROOT / "content" / course).sources
    marked = {fact.file for fact in facts_in(sources)}
    unmarked = [item.path for item in curriculum(course).weeks[week - 1].items if item.path not in marked]
    assert unmarked == []


@pytest.mark.parametrize("course", [MOBILE, APPLIANCES])
def test_each_source_that_is_listed_is_used(course: str) -> None:
    sources = read_course(ROOT / "content" / course).sources
    used = {source for fact in facts_in(sources) for source in fact.sources}
    assert set(read_sources(sources, Report()) or ()) == used


def _drawings() -> Mapping[str, Path]:
    return {str(path.relative_to(ROOT / "content")): path for path in (ROOT / "content").glob("*/*/images/*.svg")}


@pytest.mark.parametrize("name", sorted(_drawings()))
def test_a_drawing_says_what_it_shows_and_can_be_read_on_a_phone(name: str) -> None:
    root = ElementTree.parse(_drawings()[name]).getroot()
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(each.attrib["font-size"]) for each in root.iter() if "font-size" in each.attrib]
    styled = [float(size) for each in root.iter(f"{SVG}style") for size in FONT_SIZE.findall(each.text or "")]
    assert min([*sizes, *styled], default=width) * 360 / width >= 11
