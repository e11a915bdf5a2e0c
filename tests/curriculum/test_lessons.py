"""Lessons and their blocks: what they compile to, and what is told of a mistake."""

from __future__ import annotations

import pytest

from app.curriculum.model import Check, Hazard, Note, Prose, Readings, Steps
from tests.curriculum.small_course import LESSON, lesson, lesson_page, told_of


def test_a_lesson_is_prose_and_blocks_in_their_order() -> None:
    parts = lesson("Before.\n\n/// note | Why\nInside.\n///\nAfter.\n")
    assert parts == (
        Prose("<p>Before.</p>"),
        Note("Why", (Prose("<p>Inside.</p>"),)),
        Prose("<p>After.</p>"),
    )


def test_a_hazard_has_its_type_and_level() -> None:
    text = "/// hazard | Swollen cell\n    type: fire       # or electric\n    level: danger\n\n"
    text += "Never press it.\n///\n"
    assert lesson(text) == (Hazard("fire", "danger", "Swollen cell", (Prose("<p>Never press it.</p>"),)),)


def test_each_step_is_a_document_of_its_own() -> None:
    text = (
        "/// steps | Open it\n"
        "1. Power off,\nand wait.\n\n"
        "    /// note\n    Ten seconds.\n    ///\n\n"
        "2. Lift:\n\n    ```\n    1. not a step\n    ```\n"
        "///\n"
    )
    (steps,) = lesson(text)
    assert steps == Steps(
        "Open it",
        (
            (Prose("<p>Power off,\nand wait.</p>"), Note("", (Prose("<p>Ten seconds.</p>"),))),
            (Prose('<p>Lift:</p>\n<pre class="highlight"><code>1. not a step</code></pre>'),),
        ),
    )


def test_readings_are_a_table_whose_cells_know_their_column() -> None:
    (readings,) = lesson("/// readings | Diode mode\n| Point | Expected |\n|---|--:|\n| VDD & GND | 0.3 V |\n///\n")
    assert isinstance(readings, Readings)
    assert readings.title == "Diode mode"
    assert '<td data-label="Point">VDD &amp; GND</td>' in readings.html
    assert '<td class="number align-right" data-label="Expected">0.3\xa0V</td>' in readings.html


def test_a_check_holds_one_question() -> None:
    (check,) = lesson("/// check\n### How far? {#how-far .numeric}\n= 25 ± 1 %\n///\n")
    assert isinstance(check, Check)
    assert (check.question.id, check.question.type, check.question.line) == ("how-far", "numeric", 7)


def test_blocks_nest_with_more_strokes_or_with_as_many() -> None:
    inner = Note("B", (Prose("<p>Text.</p>"),))
    assert lesson("//// note | A\n/// note | B\nText.\n///\n////\n") == (Note("A", (inner,)),)
    assert lesson("/// note | A\n/// note | B\nText.\n///\n///\n") == (Note("A", (inner,)),)


def test_what_looks_like_a_block_in_a_fence_is_code() -> None:
    (prose,) = lesson("~~~\n/// hazard\n~~~\n")
    assert prose == Prose('<pre class="highlight"><code>/// hazard</code></pre>')


def test_a_comment_is_not_shown_whatever_stands_in_it() -> None:
    assert lesson("One.\n\n<!-- /// hazard\n/// nonsense\n--> Two.\n") == (Prose("<p>One.</p>\n<p>Two.</p>"),)


def test_an_address_defined_once_serves_every_part_of_the_page() -> None:
    parts = lesson("/// note\nSee [the quiz][q].\n///\n\n[q]: safety-quiz\n")
    assert parts == (Note("", (Prose('<p>See <a href="safety-quiz">the quiz</a>.</p>'),)),)


def test_a_heading_of_the_page_becomes_one_below_it_and_is_a_warning() -> None:
    assert told_of(LESSON, lesson_page("Hello.\n# Title\n")) == [(7, "heading-of-page")]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("", [(1, "empty-lesson")]),
        ("/// note\nText.\n", [(6, "block-not-closed")]),
        ("//// note\n/// note\nText.\n////\n", [(7, "block-not-closed")]),
        ("Text.\n\n///\n", [(8, "nothing-to-close")]),
        ("/// hazrd | Fire\nText.\n///\n", [(6, "unknown-block")]),
        ("/// note: Fire\nText.\n///\n", [(6, "bad-block-line")]),
        ("- One\n\n    /// note\n    Text.\n    ///\n", [(8, "block-indented")]),
        ("/// note\n///\n", [(6, "empty-block")]),
        ("/// note\n    type: fire\n\nText.\n///\n", [(7, "no-options")]),
        ("```\ncode\n", [(6, "fence-not-closed")]),
        ("One.\n\n<!-- Two.\n\nThree.\n", [(8, "comment-not-closed")]),
        ("``` a\n" * 2 + "Text.\n", [(6, "fence-not-closed"), (7, "fence-not-closed")]),
        ("One.\n\n" + "[" * 2001, [(6, "too-dense")]),
        ("/// note\n```\ncode\n///\nText\n", [(7, "fence-not-closed")]),
        ("/// hazard | Fire\n    level: danger\n\nRun.\n///\n", [(7, "missing-key")]),
        ("/// hazard | Fire\nRun.\n///\n", [(6, "hazard-without-options")]),
        ("/// hazard | Fire\n    type: fire\n    levl: danger\n\nRun.\n///\n", [(8, "unknown-key")]),
        ("/// hazard | Fire\n    type: fyre\n    level: danger\n\nRun.\n///\n", [(7, "unknown-word")]),
        ("/// hazard\n    type: fire\n    level: danger\n\nRun.\n///\n", [(6, "block-without-title")]),
        ("/// hazard | Fire\n    type: [fire\n\nRun.\n///\n", [(7, "bad-yaml")]),
        ("/// steps | Do\nFirst:\n\n1. Act\n///\n", [(7, "text-between-steps")]),
        ("/// steps | Do\n1. Act\n\nThen rest.\n///\n", [(9, "text-between-steps")]),
        ("/// steps | Do\n1. Act\n/// note\nText.\n///\n///\n", [(8, "block-between-steps")]),
        ("/// steps | Do\n1. Act\n2. \n///\n", [(8, "empty-step")]),
        ("/// steps | Do\n1. Act\n\n    /// note\n    Text.\n///\n", [(9, "block-not-closed")]),
        ("/// readings | Do\nText.\n///\n", [(6, "readings-without-table")]),
        ("/// readings | Do\n| A |\n|---|\n| b |\n/// note\nText.\n///\n///\n", [(10, "block-in-readings")]),
        ("/// check\nText.\n///\n", [(6, "check-without-question")]),
        ("/// check | Q\n### Q? {#q .text}\n= a\n///\n", [(6, "check-with-title")]),
        ("/// check\nFirst.\n### Q? {#q .text}\n= a\n///\n", [(6, "text-before-question")]),
        ("/// check\n### Q? {#q .text}\n= a\n### R? {#r .text}\n= a\n///\n", [(9, "two-questions")]),
        ("One.\n\n<script>alert(1)</script>\n", [(8, "unsafe-html")]),
        ("One.\n\nTwo [x](javascript:alert) three.\n", [(8, "unsafe-html")]),
        ("One\n\n[two](x){ onclick=alert }\n", [(8, "leads-nowhere"), (8, "unsafe-html")]),
        ("///// note\n" * 13 + "Text.\n" + "/////\n" * 13, [(18, "too-deep")]),
    ],
)
def test_a_mistake_in_a_lesson_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert sorted(told_of(LESSON, lesson_page(body))) == sorted(problems)


def test_a_practice_question_cant_stand_where_no_item_is() -> None:
    text = "---\ntitle: Week\nhours: 5\noutcomes: [Work]\n---\n/// check\n### Q? {#q .text}\n= a\n///\n"
    assert told_of("week-02/week.md", text) == [(6, "check-not-here")]
