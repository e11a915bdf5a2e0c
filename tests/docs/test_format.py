"""The authors' manual: each of its examples is understood, and each picture shows the example above it."""

from __future__ import annotations

import json
import re

import pytest

from app.curriculum.compiler import compile_course
from docs.format_examples import DOCS, DRAWN, MANUAL, Example, course_around, examples, without_examples

CODE = re.compile(r"^```(\w*)$.*?^```$|^ {4}\S", re.DOTALL | re.MULTILINE)
SHOWN = re.compile(r"!\[[^\]]+\]\(images/format/([a-z-]+)\.webp\)")
UNTESTED = {"text"}
"""Fences of what no course holds: a listing of files."""


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name or example.part)
def test_an_example_is_understood(example: Example) -> None:
    made = compile_course(course_around(example), track_id="bench", course_id="manual")
    told = [problem for problem in made.problems if not problem.code.startswith("competence-")]
    assert told == []
    assert made.curriculum is not None


def test_everything_that_an_author_could_copy_is_an_example() -> None:
    left = [found[1] if found[0].startswith("```") else found[0] for found in CODE.finditer(without_examples())]
    assert [each for each in left if each not in UNTESTED] == []


def test_a_picture_shows_the_example_that_it_stands_below() -> None:
    shown = {example.name: example.digest for example in examples() if example.name}
    assert SHOWN.findall(MANUAL.read_text()) == list(shown)
    assert json.loads(DRAWN.read_text()) == shown, "draw them again: make screenshots"
    assert {each.stem for each in (DOCS / "images" / "format").glob("*.webp")} == set(shown)
