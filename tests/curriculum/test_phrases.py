"""Each problem has its words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import app.curriculum.front_reading as front_reading
import app.curriculum.phrases as phrases
from app.curriculum.meanings import OTHER_MEANINGS
from app.curriculum.phrases import TEMPLATES, phrase
from app.curriculum.problems import Place, Problem, Report, nearest
from tests.curriculum.small_course import LESSON, QUIZ, compiled, lesson_page, quiz_page

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def codes_in_the_compiler() -> set[str]:
    """Every code that the compiler's files give to a report, an exception of their own, or pydantic."""
    codes: set[str] = set()
    for file in Path(phrases.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in ("error", "warning", "without_key", "_refuse", "_YamlTextError", "_SvgError"):
                    codes |= {
                        inner.value
                        for argument in node.args[:2]
                        for inner in ast.walk(argument)
                        if isinstance(inner, ast.Constant)
                        and isinstance(inner.value, str)
                        and CODE.fullmatch(inner.value)
                    }
    return codes


def test_every_code_of_the_compiler_has_a_phrase_and_every_phrase_a_code() -> None:
    # Those that are put together, or chosen elsewhere than where they are told.
    built = {"no-attributes", "attributes-not-closed"}
    built |= {"leads-nowhere", "not-an-image-name", "comma-in-text", "colon-in-text", *front_reading._CODES.values()}
    built |= {*OTHER_MEANINGS.values()}
    assert codes_in_the_compiler() | built == set(TEMPLATES)


def test_a_phrase_names_what_was_probably_meant() -> None:
    problem = Problem("a.md", 3, "error", "unknown-flag", {"flag": "singel", "nearest": "single"})
    assert phrase(problem) == "There is no ‘.singel’ here. Did you mean ‘single’?"


def test_every_problem_of_a_broken_course_can_be_worded() -> None:
    changes = {
        LESSON: lesson_page("/// nota\n[a](b) ![](c)\n", "minuts: 5"),
        QUIZ: quiz_page("## Q {#q .sing}\n"),
        "course.md": "-",
    }
    problems = compiled(changes).problems
    assert len(problems) == 5
    assert all(re.fullmatch(r"[A-Z‘].*[.?]", phrase(problem)) for problem in problems)


def test_a_report_keeps_one_mistake_once_and_sorts_by_place() -> None:
    report = Report()
    report.warning(Place("b.md", 9), "never-shown")
    report.error(Place("b.md", 2), "bad-id", id="x")
    report.error(Place("b.md", 2), "bad-id", id="x")
    report.error(Place("a.md", 5), "bad-id", id="y")
    assert [(problem.file, problem.line, problem.level) for problem in report.problems] == [
        ("a.md", 5, "error"),
        ("b.md", 2, "error"),
        ("b.md", 9, "warning"),
    ]


def test_the_nearest_name_is_near_or_none() -> None:
    assert nearest("Minuets", ["minutes", "title"]) == "minutes"
    assert nearest("xyz", ["minutes", "title"]) == ""
