"""Where in an item a mistake can be."""

from __future__ import annotations

import pytest

from app.courses.mistakes import LONGEST_PLACE, line_of, places_in
from app.curriculum.model import Prose
from tests.cast import Cast
from tests.practicals.making import criterion, practical


def test_the_places_of_a_lesson_are_its_titles_in_order(cast: Cast) -> None:
    assert places_in(cast.item("the-bench").item, with_key=False) == (
        "Swollen cell",
        "Put the strap on",
        "Strap tester",
        "Where does the strap's cord go?",
        "Why",
    )


def test_the_questions_of_a_quiz_are_named_to_staff_only(cast: Cast) -> None:
    quiz = cast.item("safety-quiz").item
    assert places_in(quiz, with_key=False) == ()
    assert places_in(quiz, with_key=True) == (
        "When do you wear the wrist strap?",
        "Which bags protect a board from static?",
        "How many watt-hours has a cell of 5,000 mAh at 3.85 V?",
        "What does OL on the meter mean?",
    )


def test_a_practical_names_its_criteria() -> None:
    work = practical(criterion("clean"), criterion("tested"))
    assert places_in(work, with_key=False) == ("clean", "tested")


@pytest.mark.parametrize(
    ("html", "places"),
    [
        ("<h2>What the <b>label</b> says</h2><p>x</p><h3>2 &lt; 3 &amp; 4</h3>", ("What the label says", "2 < 3 & 4")),
        ("<h2>Twice</h2><h2>Twice</h2>", ("Twice",)),
        ("<h2><img src='x' alt=''></h2>", ()),
        (f"<h2>{'long ' * 60}</h2>", (("long " * 60)[:LONGEST_PLACE],)),
    ],
)
def test_titles_are_plain_text_each_once_and_as_long_as_is_kept(html: str, places: tuple[str, ...]) -> None:
    item = practical()
    assert places_in(type(item)(**{**vars(item), "body": (Prose(html),)}), with_key=False) == places


SOURCE = """---
title: The bench
---
The label lies.

## The “label” is *yours*

//// steps | Prepare it
    id: prepare

### Which one? {#which .critical}
"""


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("The “label” is yours", 6),
        ('The "label" is yours', 6),
        ("Prepare it", 8),
        ("Which one?", 11),
        ("The label lies.", None),
        ("…", None),
        ("", None),
    ],
)
def test_the_line_of_a_title_is_found_however_it_is_written(place: str, line: int | None) -> None:
    assert line_of(place, SOURCE) == line
