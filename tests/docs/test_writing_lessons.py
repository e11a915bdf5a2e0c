"""The guide for authors: its model lesson is what it says it is."""

from __future__ import annotations

import re
from textwrap import dedent

from app.config import ROOT
from app.curriculum.facts import CERTAINTIES, facts_in
from app.curriculum.model import Hazard, Prose, Readings, Steps
from tests.curriculum.small_course import LESSON, SVG, course, sources

GUIDE = (ROOT / "docs" / "writing-lessons.md").read_text()
BLOCK = re.compile(r"(?:^(?: {4}.*)?\n)+", re.MULTILINE)
AROUND = {
    "sources.yaml": "- {id: K, title: Knowledge of the trade}\n- {id: S84, title: A maker's page}\n",
    "images/tips-together.svg": SVG,
    "glossary.yaml": "[]\n",
}


def _model() -> str:
    """The model lesson as an author would write it."""
    blocks = [dedent(block).strip() for block in BLOCK.findall(GUIDE)]
    (lesson,) = (block for block in blocks if block.startswith("---"))
    return f"{lesson}\n".replace("[B1.1]", "[B1.1, B1.2]")


def test_the_model_lesson_has_every_part_in_the_order_in_which_it_is_explained() -> None:
    made = course({LESSON: _model(), **AROUND}).items["the-bench"]
    assert [type(part) for part in made.body if not isinstance(part, Prose)][:3] == [Hazard, Steps, Readings]
    assert list(made.checks) == ["ol-with-tips-together"]
    assert all(option.right or option.feedback_html for option in made.checks["ol-with-tips-together"].options)
    assert "<img" in str(made.body[0])


def test_the_model_lesson_marks_its_facts() -> None:
    found = facts_in(sources({LESSON: _model(), **AROUND}))
    assert [(fact.statement, fact.certainty) for fact in found] == [
        ("With the red lead in the A socket, the meter is almost a piece of wire.", "certain"),
        ("Hold the tips together: less than 0.5 Ω.", "usual"),
        ("below 0.5 Ω", "usual"),
    ]


def test_the_guide_explains_each_certainty() -> None:
    assert tuple(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)) == CERTAINTIES
