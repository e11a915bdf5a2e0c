"""What the desk puts into files, and what new files begin with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.blocks import KINDS, LANGUAGES, Block, beginning_of, blocks, kind_at
from app.curriculum.compiler import compile_course
from app.curriculum.keys import READERS
from app.curriculum.model import HazardLevel, Quiz
from app.curriculum.problems import Problem, Report
from app.curriculum.source import read_page
from tests.curriculum.small_course import FILES, SVG, sources

NEW = "week-05/50-new.md"
PICTURE = "../images/cell.svg"
FRONTS = {"lesson": "minutes: 10\n", "quiz": "kind: quiz\n", "practical": "kind: practical\nminutes: 10\n"}
CASE = """\
---
title: New
kind: case
budget: {{minutes: 30, cost: 0}}
---

Dead.

{blocks}
## Tests

### Try another charger {{#charger}}
The same.

{tests}
## Conclusions

{cause}
### Worn {{#worn}}
It is not.

{conclusions}
## Debrief

So it was.
"""


def mistakes_with(path: str, text: str) -> list[Problem]:
    """The mistakes of the small course when one of its files is this."""
    made = compile_course(sources({path: text}), track_id="mobile", course_id="phone-repair")
    return [problem for problem in made.problems if problem.level == "error" and problem.file == path]


def file_with(block: Block, kind: str) -> tuple[str, str]:
    """Path and text of a file of that kind into which the block was put."""
    if kind in ("competences", "glossary"):
        path = f"{kind}.yaml"
        return path, FILES[path] + block.text.replace("{fr:", "{en:")
    if kind in ("course", "week"):
        path = "course.md" if kind == "course" else "week-01/week.md"
        return path, f"{FILES[path]}\n{block.text}"
    if kind == "case":
        return NEW, case_with(block)
    below = {"quiz": "## What? {#what .text}\n= a\n", "practical": "## Criteria\n\n### Right {#right}\n"}.get(kind, "")
    text = f"{below}\n{block.text}" if block.group in ("questions", "criteria") else f"{block.text}\n{below}"
    return NEW, f"---\ntitle: New\n{FRONTS[kind]}---\n\n{text}"


def case_with(block: Block) -> str:
    cause = "### It is this {#this .cause needs=charger}\nIt is.\n"
    live = "### Feed it {#live-test .live}\nSo much.\n\n### Messen {#test-sous-tension .live}\nTant.\n"
    places = {"blocks": "", "tests": "", "cause": cause, "conclusions": "", block.group: block.text}
    if block.id == "cause":
        places |= {"cause": block.text, "tests": live, "conclusions": ""}
    return CASE.format(**places)


def everywhere() -> Iterator[tuple[str, Block, str]]:
    for language in LANGUAGES:
        for block in blocks(language, picture=PICTURE):
            for kind in sorted(block.where):
                yield language, block, kind


@pytest.mark.parametrize(
    ("block", "kind"),
    [pytest.param(block, kind, id=f"{language}-{block.id}-{kind}") for language, block, kind in everywhere()],
)
def test_what_is_put_in_has_no_mistake(block: Block, kind: str) -> None:
    path, text = file_with(block, kind)
    assert mistakes_with(path, text) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*KINDS, "week"])
@pytest.mark.parametrize(
    "title", ["Measure a cell", 'Say: "no" & \\ #1', "null", "Mesurer 3,7 V : quand ?", "- a", "—"]
)
def test_a_new_item_has_no_mistake_and_the_title_it_was_given(language: str, kind: str, title: str) -> None:
    path = "week-05/week.md" if kind == "week" else NEW
    text = beginning_of(kind, title, language)
    assert mistakes_with(path, text) == []
    page = read_page(path, text.encode(), Report())
    assert page is not None
    assert page.front.value["title"] == title
    assert kind_at(path, text) == kind


@given(st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=120))
def test_any_title_can_be_written_down(title: str) -> None:
    page = read_page(NEW, beginning_of("quiz", title, "fr").encode(), Report())
    assert page is not None
    assert page.front.value["title"] == title


def test_there_is_a_block_for_every_type_of_question_and_every_level_of_danger() -> None:
    groups = {block.group for block in blocks("en")}
    assert groups == {"blocks", "questions", "criteria", "tests", "conclusions", "entries"}
    questions = "".join(block.text for block in blocks("en", picture=PICTURE) if block.group == "questions")
    made = compile_course(
        sources({NEW: f"---\ntitle: New\nkind: quiz\n---\n\n{questions}"}), track_id="mobile", course_id="phone-repair"
    )
    assert made.curriculum is not None
    quiz = made.curriculum.items["new"]
    assert isinstance(quiz, Quiz)
    assert {question.type for question in quiz.questions} == set(READERS)
    assert {f"hazard-{level}" for level in get_args(HazardLevel)} <= {block.id for block in blocks("en")}


def test_every_language_has_the_same_pieces_in_the_same_order() -> None:
    shapes = [[(block.id, block.group, block.where) for block in blocks(language)] for language in LANGUAGES]
    assert shapes == [shapes[0]] * len(shapes)


def test_the_menu_is_in_the_authors_language_and_the_text_in_the_courses() -> None:
    block = blocks("fr", read_in="en")[3]
    assert (block.title, block.text.splitlines()[0]) == ("Steps", "/// steps | Ce que l'on fait")


def test_a_course_in_a_language_without_words_gets_those_in_english() -> None:
    term = next(block for block in blocks("de-CH") if block.id == "term")
    assert term.text == '- term: {de-CH: word}\n  means: {de-CH: "What it means."}\n'
    assert beginning_of("lesson", "Zwei Wörter", "de") == beginning_of("lesson", "Zwei Wörter", "en")


def test_an_id_that_the_course_has_already_gets_a_number() -> None:
    taken = {"one-right", "one-right-2"}
    (single,) = [block for block in blocks("en", taken=taken) if block.id == "single"]
    assert single.names == ("one-right-3",)


def test_nothing_is_left_to_fill_in() -> None:
    texts = [block.text for language in LANGUAGES for block in blocks(language)]
    assert [text for text in texts if "$" in text] == []


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("course.md", "", "course"),
        ("course.fr.md", "", ""),
        ("week-03/week.md", "kind: quiz", "week"),
        ("week-03/week.fr.md", "", ""),
        ("week-03/10-a.md", "---\ntitle: A\n---\nkind: quiz\n", "lesson"),
        ("week-03/10-a.fr.md", "---\ntitle: A\nkind: quiz\n---\n", ""),
        ("week-03/10-a.md", "---\ntitle: A\nkind: quiz\n---\n", "quiz"),
        ("week-03/10-a.md", "---\nkind:  case # so\n---\n", "case"),
        ("week-03/10-a.md", "---\nkind: nothing\n---\n", "lesson"),
        ("competences.yaml", "", "competences"),
        ("glossary.yaml", "", "glossary"),
        ("../track.yaml", "", ""),
        ("images/a.svg", SVG, ""),
        ("week-03/notes.yaml", "", ""),
        ("elsewhere/course.md", "", ""),
    ],
)
def test_what_can_be_put_in_follows_from_the_file(path: str, text: str, kind: str) -> None:
    assert kind_at(path, text) == kind
