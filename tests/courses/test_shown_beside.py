"""A part of a course as it was and as it is: what trainees see of it, what staff do, and that it is a sound page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count

import pytest
from flask import Flask, get_template_attribute
from flask_babel import force_locale

from app.courses.operations.revisions import publish
from app.courses.queries.changes import CourseChanges, course_changes
from app.courses.routes.side_by_side import shown_beside
from app.curriculum.changes import changes
from app.curriculum.model import Case, Practical, Quiz
from app.curriculum.side_by_side import Pair
from app.shared.markdown import plain
from tests.cast import BEFORE, Cast
from tests.curriculum.rich_course import CASE, CELLS, LESSON, PRACTICAL, QUIZ, RICH
from tests.lint import lint

numbers = count(1)
"""Courses are known by their names."""


def compared(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> CourseChanges:
    """The rich course, changed in one way and in another; each time a course of its own."""
    course_id = f"rich-{next(numbers)}"
    ids = []
    for texts in (before, after):
        sources = {path: text.encode() for path, text in {**RICH, **texts}.items() if text is not None}
        ids.append(publish(sources, course_id=course_id, track_id="mobile", by=None, at=BEFORE)[0].id)
    return course_changes(*ids)


def shown(found: CourseChanges, part: str, *, with_answers: bool = False) -> Pair:
    pair = shown_beside(found.by_part[part], found, with_answers=with_answers)
    body = get_template_attribute("components/changes.html", "side_by_side")(pair)
    head = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><h1>x</h1><h2>y</h2>'
    assert lint(f"{head}{body}</body></html>") == []
    return pair


def swapped(path: str, old: str, new: str) -> Mapping[str, str]:
    assert old in RICH[path]
    return {path: RICH[path].replace(old, new)}


@pytest.fixture(autouse=True)
def page(app: Flask, cast: Cast) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "part",
    [
        "the-bench",
        "swollen-cells",
        "safety-quiz",
        "battery-swap",
        "case-dead-phone",
        "week-01",
        "course",
        "glossary",
        "track",
    ],
)
@pytest.mark.parametrize("with_answers", [False, True])
def test_every_part_of_a_course_can_be_shown_on_both_sides(part: str, with_answers: bool) -> None:
    found = compared({}, {path: f"{text}\n" for path, text in RICH.items() if path.endswith((".md", ".yaml"))})
    pair = shown(found, part, with_answers=with_answers)
    assert pair.before == pair.after != ""


def test_the_words_of_a_lesson_that_differ_are_marked() -> None:
    title = next(line for line in RICH[LESSON].splitlines() if line.startswith("title: "))
    pair = shown(compared({}, swapped(LESSON, title, "title: Your own bench")), "the-bench")
    assert '<ins class="word-added"><span class="hidden">added: </span>' in pair.after
    assert plain(pair.after).startswith("added: Your own bench")
    assert "<del" in pair.before


def test_a_part_that_is_new_or_gone_stands_alone_and_unmarked() -> None:
    new = {"week-02/20-new.md": "---\ntitle: A new lesson\nminutes: 5\n---\nRead *this*.\n"}
    pair = shown(compared({}, new), "new")
    assert (pair.before, "<em>this</em>" in pair.after, "<ins" in pair.after) == ("", True, False)
    pair = shown(compared(new, {}), "new")
    assert (pair.after, "<em>this</em>" in pair.before, "<del" in pair.before) == ("", True, False)


NEW_QUIZ = """\
---
title: A new quiz
kind: quiz
summative: false
---

## Which one? {#which .single}

- [ ] The red one

    > Red is wrong.

- [x] The blue one

> It is blue.

## In which order? {#in-order .order}

1. Zero it
2. Measure
3. Add it up

## What belongs together? {#together .match}

| Sign | Means |
|---|---|
| Red | Stop |
| Blue | Go on |

## How much? {#much .numeric}

= 42 ± 1 V

## What is it? {#name .text}

= flux capacitor
"""


def test_only_staff_see_the_key_of_a_quiz() -> None:
    found = compared({}, {"week-03/80-new.md": NEW_QUIZ})
    theirs, ours = (plain(shown(found, "new", with_answers=answers).after) for answers in (False, True))
    assert "Right answer" in ours
    for secret in ("Right answer", "Red is wrong.", "It is blue.", "42", "flux capacitor"):
        assert (secret in ours, secret in theirs) == (True, False), secret
    assert "The red oneThe blue one" in theirs
    assert "Add it upMeasureZero it" in theirs
    assert "RedBlueGo onStop" in theirs


def test_of_a_quiz_on_both_sides_the_questions_that_differ_are_shown_and_no_others() -> None:
    quiz = compared({}, {LESSON: f"{RICH[LESSON]}\n"}).before.curriculum.items["safety-quiz"]
    assert isinstance(quiz, Quiz)
    first, *others = quiz.questions
    line = RICH[QUIZ].splitlines()[first.line - 1]
    found = compared({}, swapped(QUIZ, line, line.replace("## ", "## Once more: ", 1)))
    for answers in (False, True):
        after = shown(found, "safety-quiz", with_answers=answers).after
        assert "Once more" in after
        assert "The other questions read as before." in after
        assert [other.id for other in others if other.title_html in after] == []


def test_of_another_key_trainees_see_nothing_and_staff_do() -> None:
    found = compared({}, {QUIZ: _other_key(RICH[QUIZ])})
    assert [each.why for change in found.changes for each in change.meanings] == ["key"]
    theirs, ours = (shown(found, "safety-quiz", with_answers=answers) for answers in (False, True))
    assert ("<ins" in theirs.after, "All questions read as before." in theirs.after) == (False, True)
    assert "<ins" in ours.after


def _other_key(text: str) -> str:
    """The quiz with another tolerance of its numeric question."""
    changed, times = re.subn(r"(?m)^(= [\d.]+ ±) [\d.]+", r"\1 0.07", text, count=1)
    assert times == 1
    return changed


def test_only_staff_see_what_the_tests_of_a_case_show_and_what_its_cause_is() -> None:
    found = compared({}, {CASE: f"{RICH[CASE]}\n"})
    theirs, ours = (shown(found, "case-dead-phone", with_answers=answers).after for answers in (False, True))
    case = found.after.curriculum.items["case-dead-phone"]
    assert isinstance(case, Case)
    for test in case.tests:
        assert test.title_html in theirs
    assert "This is the cause." in ours
    for word in ("This is the cause.", "Forbidden: it ends the run.", "The shortest safe way", "Debrief"):
        assert word not in theirs


def test_criteria_and_levels_of_a_practical_are_shown_to_all() -> None:
    found = compared({}, {PRACTICAL: f"{RICH[PRACTICAL]}\n"})
    practical = found.after.curriculum.items["battery-swap"]
    assert isinstance(practical, Practical)
    for criterion in practical.criteria:
        assert criterion.title_html in shown(found, "battery-swap").after


def test_nothing_in_it_can_be_pressed_or_followed_and_no_id_is_there_twice() -> None:
    found = compared({}, {path: f"{text}\n" for path, text in RICH.items() if path.endswith(".md")})
    for change in found.changes:
        for html in shown_beside(change, found, with_answers=True):
            for bad in (
                "<input",
                "<button",
                "<form",
                "<select",
                "href=",
                " id=",
                " name=",
                "popovertarget",
                "<step-list",
            ):
                assert bad not in html, (change.part.id, bad)


def test_readers_see_their_language_and_what_is_in_another_says_so() -> None:
    found = compared({}, {LESSON: f"{RICH[LESSON]}\n", CELLS: f"{RICH[CELLS]}\n"})
    curriculum = found.after.curriculum
    with force_locale("fr"):
        french, foreign = (shown(found, part).after for part in ("the-bench", "swollen-cells"))
    assert french.startswith('<p class="changes-title">')
    assert plain(french).startswith(curriculum.in_language("fr").items["the-bench"].title)
    assert foreign.startswith(f'<p class="changes-title" lang="en">{curriculum.items["swollen-cells"].title}</p>')


def test_the_changes_of_a_revision_towards_itself_are_none(cast: Cast) -> None:
    found = course_changes(cast.revision_id, cast.revision_id)
    assert found.changes == ()
    assert changes({}, found.before.curriculum, {}, found.after.curriculum) == ()
