"""Marks of facts: readers never see them, an expert sees each with its source."""

from __future__ import annotations

import pytest

from app.curriculum.facts import facts_as_lines, facts_as_rows, facts_in
from app.curriculum.model import Prose
from tests.curriculum.small_course import LESSON, QUESTION, QUIZ, course, lesson_page, quiz_page, sources, told

SOURCES = {
    "sources.yaml": "- {id: S84, title: A maker's page, note: '2024'}\n- {id: K, title: Knowledge of the trade}\n"
}


def statements(body: str) -> list[str]:
    """What the marks of a lesson stand behind."""
    return [fact.statement for fact in facts_in(sources({LESSON: lesson_page(body), **SOURCES}))]


def test_readers_never_see_a_mark() -> None:
    marked = "It trips at 30 mA.<!-- fact: S84, K usual; look again --> Then wait.\n"
    made = course({LESSON: lesson_page(marked), **SOURCES})
    assert made.items["the-bench"].body == (Prose("<p>It trips at 30\xa0mA. Then wait.</p>"),)


def test_a_mark_changes_no_digest() -> None:
    plain = course({QUIZ: quiz_page()})
    marked = QUESTION.replace("catch fire", "catch fire<!-- fact: K certain -->")
    with_marks = course({QUIZ: quiz_page(marked), **SOURCES})
    assert with_marks.items["safety-quiz"] == plain.items["safety-quiz"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("One. It trips at 30 mA.<!-- fact: K usual --> Three.\n", ["It trips at 30 mA."]),
        ("It trips\nat **30 mA**.\n<!-- fact: K usual -->\n", ["It trips at 30 mA."]),
        ("| a | 230 V<!-- fact: K usual --> | 50 Hz<!-- fact: K usual --> |\n", ["a 230 V", "a 230 V 50 Hz"]),
        ("1. Wait\n2. Heat to 80 °C<!-- fact: K varies -->\n", ["Heat to 80 °C"]),
        ("From 3 V<!-- fact: K varies --> to 4 V.<!-- fact: K varies -->\n", ["From 3 V", "From 3 V to 4 V."]),
        ("- [the text](https://example.org) of 2024<!-- fact: K varies -->\n", ["the text of 2024"]),
    ],
)
def test_a_mark_is_of_the_sentence_or_the_row_before_it(body: str, found: list[str]) -> None:
    assert statements(body) == found


def test_what_looks_like_a_mark_in_a_fence_is_code() -> None:
    assert statements("```\nx <!-- fact: K usual -->\n```\n") == []


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("<!-- fact: K -->", "bad-fact-mark"),
        ("<!-- fact: -->", "bad-fact-mark"),
        ("<!-- fact: K sure -->", "unknown-certainty"),
        ("<!-- fact: S85 usual -->", "unknown-source"),
        ("<!-- fact: K usual", "comment-not-closed"),
    ],
)
def test_a_mark_that_cant_be_read_is_told_at_its_line(mark: str, code: str) -> None:
    assert told({LESSON: lesson_page(f"One.\n\nTwo.{mark}\n"), **SOURCES}) == [(LESSON, 8, code)]


def test_sources_that_are_missing_are_told_once() -> None:
    body = "One.<!-- fact: K usual -->\n\nTwo.<!-- fact: K usual -->\n"
    assert told({LESSON: lesson_page(body)}) == [("sources.yaml", 1, "sources-missing")]


def test_of_sources_that_cant_be_read_only_that_is_told() -> None:
    changed = {LESSON: lesson_page("One.<!-- fact: K usual -->\n"), "sources.yaml": "- {id: K}\n"}
    assert told(changed) == [("sources.yaml", 1, "missing-key")]
    twice = SOURCES["sources.yaml"] + "- {id: K, title: Twice}\n"
    assert told({"sources.yaml": twice}) == [("sources.yaml", 3, "id-twice")]


def test_the_terminal_counts_each_certainty() -> None:
    body = "It trips at 30 mA.<!-- fact: S84, K usual; look again -->\n"
    assert list(facts_as_lines(sources({LESSON: lesson_page(body), **SOURCES}))) == [
        f"{LESSON}:6: The bench: It trips at 30 mA.",
        "    usual: S84 A maker's page (2024); K Knowledge of the trade; look again",
        "1 facts: 0 certain, 1 usual, 0 varies, 0 doubtful.",
    ]


def test_a_spreadsheet_has_a_row_for_each_fact() -> None:
    body = "It trips at 30 mA.<!-- fact: S84 usual -->\n"
    rows = facts_as_rows(sources({LESSON: lesson_page(body), **SOURCES}))
    assert rows[1:] == [(LESSON, "6", "The bench", "It trips at 30 mA.", "usual", "S84", "A maker's page (2024)", "")]
