"""Quizzes, practicals, and the front matter that every item has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.curriculum.model import Lesson, Need, Prose
from tests.curriculum.small_course import (
    CRITERIA,
    LESSON,
    PRACTICAL,
    QUESTION,
    QUIZ,
    course,
    lesson_page,
    practical,
    practical_page,
    quiz,
    quiz_page,
    told,
    told_of,
)

POOLED = QUESTION + "".join(f"\n## Q{n}? {{#q{n} .text pool=cells}}\n= a\n" for n in (1, 2, 3))


def test_a_lesson_has_what_its_front_matter_says() -> None:
    item = course(
        {
            LESSON: lesson_page(
                "Text.", "minutes: 45\ncompetences: [B1.1, B1.2]\naliases: [old-bench]\nrequires: [safety]"
            )
        }
    )
    lesson = item.items["the-bench"]
    assert lesson == Lesson(
        id="the-bench",
        title="The bench",
        week=1,
        minutes=45,
        competences=("B1.1", "B1.2"),
        requires=("safety",),
        aliases=("old-bench",),
        path=LESSON,
        language="en",
        body=(Prose("<p>Text.</p>"),),
    )


def test_a_quiz_without_settings_has_the_defaults() -> None:
    made = quiz()
    assert (made.minutes, made.pass_percent, made.attempts, made.wait_seconds) == (None, Decimal(80), None, 0)
    assert (made.summative, made.shuffle, made.feedback, made.draw, made.gate) == (
        True,
        True,
        "submitted",
        {},
        "safety",
    )


def test_a_quiz_has_the_settings_of_its_front_matter() -> None:
    front = (
        "gate: safety\nminutes: 20\nsummative: false\npass: 62.5 %\nattempts: 3\nwait: 2 days\n"
        "draw: {cells: 2}\nshuffle: false\nfeedback: never"
    )
    made = quiz(POOLED, front)
    assert (made.minutes, made.pass_percent, made.attempts, made.wait_seconds) == (
        20,
        Decimal("62.5"),
        3,
        172_800,
    )
    assert (made.summative, made.shuffle, made.feedback, made.draw) == (False, False, "never", {"cells": 2})
    assert [question.pool for question in made.questions] == [None, "cells", "cells", "cells"]


@pytest.mark.parametrize(
    ("draw", "problems"),
    [
        ("draw: {cells: 4}", [(5, "draw-too-large")]),
        ("draw: {cells: 3}", [(5, "draw-takes-all")]),
        ("draw: {cels: 2}", [(5, "unknown-pool")]),
        ("draw: {cells: 0}", [(5, "not-a-whole-number")]),
        ("draw: 3", [(5, "not-a-mapping-at")]),
        ("shuffle: true", [(2, "pools-without-draw")]),
    ],
)
def test_draw_and_pools_have_to_fit(draw: str, problems: list[tuple[int, str]]) -> None:
    assert sorted(told_of(QUIZ, quiz_page(POOLED, f"gate: safety\n{draw}"))) == problems


def test_a_practical_has_criteria_with_and_without_levels() -> None:
    made = practical(
        "Do *this*.\n\n### Tools\n\nA spudger.\n\n## Criteria\n\n"
        "### Isolates it {#isolate .critical competence=B1.1 was=first}\n\n"
        "### Removes **it** {#remove}\n\n- 0: Bent\n- 1: With marks,\n  and help\n- 2: Clean\n"
    )
    met, levelled = made.criteria
    assert (met.id, met.critical, met.competence, met.aliases, met.levels) == (
        "isolate",
        True,
        "B1.1",
        ("first",),
        (),
    )
    assert (levelled.title, levelled.title_html) == ("Removes it", "Removes <strong>it</strong>")
    assert levelled.levels == ("Bent", "With marks,\nand help", "Clean")
    assert (met.line, levelled.line) == (14, 16)
    assert made.body == (Prose("<p>Do <em>this</em>.</p>\n<h3>Tools</h3>\n<p>A spudger.</p>"),)


def test_a_practical_has_the_settings_of_its_front_matter() -> None:
    front = (
        "minutes: 90\npass: 75%\ntools:\n  - {name: Spudger, per: bench, quantity: 2, cost: 3.50}\n"
        "parts:\n  - name: Battery\nconsumables:\n  - {name: Swabs, quantity: 5}\n"
        "  - {name: Alcohol, per: bench, cost: 4, lasts: true}\nevidence: {photos: 2}\n"
        "successes: {count: 3, different: device}"
    )
    made = practical(front=front)
    assert made.tools == (Need("Spudger", "bench", Decimal(2), Decimal("3.50")),)
    assert made.parts == (Need("Battery", "trainee", Decimal(1), None),)
    assert made.consumables == (
        Need("Swabs", "trainee", Decimal(5), None),
        Need("Alcohol", "bench", Decimal(1), Decimal(4), lasts=True),
    )
    assert (made.pass_percent, made.photos, made.successes, made.different_devices) == (
        Decimal(75),
        2,
        3,
        True,
    )
    usual = practical()
    assert (usual.pass_percent, usual.photos, usual.successes, usual.different_devices) == (
        Decimal(60),
        0,
        1,
        False,
    )


def test_the_digest_of_a_criterion_covers_what_is_judged() -> None:
    def digest(text: str) -> str:
        return practical(CRITERIA + "\n" + text).criteria[1].digest

    one = digest("### Clean {#clean}\n\n- 0: No\n- 1: Yes\n")
    assert digest("### Clean {#clean competence=B1.2 was=x}\n- 0: No\n- 1: Yes\n") == one
    assert digest("### Cleaned {#clean}\n\n- 0: No\n- 1: Yes\n") != one
    assert digest("### Clean {#clean .critical}\n\n- 0: No\n- 1: Yes\n") != one
    assert digest("### Clean {#clean}\n\n- 0: No\n- 1: Yes!\n") != one


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("Text.\n", [(1, "no-criteria")]),
        ("## criteria\n### A {#a}\n", [(6, "no-criteria")]),
        ("## Criteria\n", [(6, "criteria-without-criterion")]),
        ("## Criteria\nText.\n### A {#a}\n", [(7, "text-among-criteria")]),
        ("## Criteria\n### A {#a}\nText.\n", [(8, "text-among-criteria")]),
        ("## Criteria\n### A {#a}\n- 0: a\n- 1: b\n\nText.\n", [(11, "text-among-criteria")]),
        ("## Criteria\n### A {#a}\n/// note\nText.\n///\n", [(8, "text-among-criteria")]),
        ("## Criteria\n### A {#a}\n## After\n", [(8, "heading-after-criteria")]),
        ("## Criteria\n### A {#a}\n## Criteria\n### B {#b}\n", [(8, "criteria-twice")]),
        ("## Criteria\n### A\n", [(7, "no-attributes")]),
        ("## Criteria\n### A {.critical}\n", [(7, "no-id")]),
        ("## Criteria\n### A {#a .crucial}\n", [(7, "unknown-flag")]),
        ("## Criteria\n### A {#a points=2}\n", [(7, "unknown-attribute")]),
        ("## Criteria\n### A {#a competence=B7}\n", [(7, "unknown-competence")]),
        ("## Criteria\n### A {#a}\n### B {#a}\n", [(8, "id-twice")]),
        ("## Criteria\n### A {#a}\n- 0: a\n", [(8, "one-level")]),
        ("## Criteria\n### A {#a}\n- 1: a\n- 2: b\n", [(8, "level-out-of-order")]),
        ("## Criteria\n### A {#a}\n- 0: a\n- 2: b\n", [(9, "level-out-of-order")]),
        ("## Criteria\n### A {#a}\n- 0: a\n- 1:\n", [(9, "empty-level")]),
        ("Criteria\n--------\n\n## Criteria\n### A {#a}\n", [(6, "underlined-heading")]),
    ],
)
def test_a_mistake_in_a_practical_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(PRACTICAL, practical_page(body)) == problems


@pytest.mark.parametrize(
    ("front", "problems"),
    [
        ("competences: [B1.1]", [(2, "missing-key")]),
        ("minutes: 0", [(3, "not-a-whole-number")]),
        ("minutes: ten", [(3, "not-a-whole-number")]),
        ("minutes:", [(3, "empty-value")]),
        ("minutes: 5\nminuets: 6", [(4, "unknown-key")]),
        ("minutes: 5\nminutes: 6", [(4, "yaml-key-twice")]),
        ("minutes: !!int 5", [(3, "yaml-tag")]),
        ("minutes: 5\n? {a: b}\n: c", [(4, "yaml-key-not-text")]),
        ("minutes: [5", [(3, "bad-yaml")]),
        ("minutes: *five", [(3, "bad-yaml")]),
        ("minutes: 5\npass: 80 %", [(4, "kind-missing")]),
        ("minutes: 5\nkind: cases", [(4, "unknown-word")]),
        ("minutes: 5\nkind: lessen", [(4, "unknown-word")]),
        ("minutes: 5\nkind: [quiz]", [(4, "unknown-word")]),
        ("minutes: 5\ncompetences: B1.1", [(4, "not-a-list")]),
        ("minutes: 5\ncompetences: [B1.1, B9.9]", [(4, "unknown-competence")]),
        ("minutes: 5\ncompetences:\n- B1.1\n- B1 1", [(6, "bad-competence-id"), (6, "unknown-competence")]),
        ("minutes: 5\nrequires: [saftey]", [(4, "unknown-gate")]),
        ("minutes: 5\naliases: [Old Bench]", [(4, "bad-id-value")]),
        ("minutes: 5\naliases: [safety-quiz]", [(4, "id-twice")]),
        ("minutes: 5\naliases: [{a: b}]", [(4, "colon-in-text")]),
    ],
)
def test_a_mistake_in_front_matter_is_told_at_its_key(front: str, problems: list[tuple[int, str]]) -> None:
    assert sorted(told_of(LESSON, lesson_page("Text.\n", front))) == problems


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pass: 80", "not-a-percentage"),
        ("pass: 101 %", "not-a-percentage"),
        ("wait: soon", "not-a-duration"),
        ("wait: 0 days", "not-a-duration"),
        ("attempts: -1", "not-a-whole-number"),
        ("shuffle: maybe", "not-true-or-false"),
        ("feedback: always", "unknown-word"),
        ("draw: {Bad Pool: 1}", "bad-id-value"),
    ],
)
def test_a_bad_setting_of_a_quiz_is_told_at_its_line(line: str, code: str) -> None:
    assert told_of(QUIZ, quiz_page(front=f"gate: safety\n{line}")) == [(5, code)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("tools: [{per: bench}]", "missing-key"),
        ("tools: [{name: Pick, per: person}]", "unknown-word"),
        ("tools: [{name: Pick, quantity: some}]", "not-a-number"),
        ("tools: [{name: Pick, price: 3}]", "unknown-key"),
        ("evidence: {photos: 0}", "not-a-whole-number"),
        ("evidence: {photo: 1}", "unknown-key"),
        ("successes: {count: 2, different: day}", "unknown-word"),
        ("successes: 2", "not-a-mapping-at"),
    ],
)
def test_a_bad_setting_of_a_practical_is_told_at_its_line(line: str, code: str) -> None:
    assert told_of(PRACTICAL, practical_page(front=f"minutes: 30\n{line}")) == [(5, code)]


def test_front_matter_has_to_be_there_closed_and_a_mapping() -> None:
    assert told_of(LESSON, "Text.\n") == [(1, "no-front-matter")]
    assert told_of(LESSON, "---\ntitle: x\n") == [(1, "front-matter-not-closed")]
    assert told_of(LESSON, "---\n- a\n---\nText.\n") == [(2, "not-a-mapping")]
    assert told_of(LESSON, "---\n---\nText.\n") == [(2, "not-a-mapping")]
    assert told_of(LESSON, "---\na: b\n...\n---\nText.\n") == [
        (2, "missing-key"),
        (2, "missing-key"),
        (2, "unknown-key"),
    ]


def test_a_gate_has_one_quiz_and_no_way_round() -> None:
    second = {"week-02/80-other-quiz.md": quiz_page("## Q? {#q .text}\n= a\n", "gate: safety")}
    assert told(second) == [("week-02/80-other-quiz.md", 4, "gate-twice")]
    behind = {
        QUIZ: quiz_page(front="gate: safety\nrequires: [other]"),
        "week-02/80-other-quiz.md": quiz_page("## Q? {#q .text}\n= a\n", "gate: other\nrequires: [safety]"),
    }
    assert told(behind) == [
        (QUIZ, 5, "gate-behind-itself"),
    ]
    chain = {"week-02/80-other-quiz.md": quiz_page("## Q? {#q .text}\n= a\n", "gate: other\nrequires: [safety]")}
    assert told(chain) == []


def test_the_gate_of_a_quiz_that_is_wrong_elsewhere_is_still_known() -> None:
    changes = {
        LESSON: lesson_page("Text.", "minutes: 5\nrequires: [safety]"),
        QUIZ: quiz_page(front="gate: safety\npass: 8"),
    }
    assert told(changes) == [(QUIZ, 5, "not-a-percentage")]


def test_a_question_is_unique_in_the_course_practice_questions_too() -> None:
    check = "/// check\n### Q? {#pierced-cell .text}\n= a\n///\n"
    assert told({LESSON: lesson_page(check)}) == [(QUIZ, 6, "id-twice")]
    assert told({LESSON: lesson_page(check.replace("pierced-cell", "q") * 2)}) == [(LESSON, 11, "id-twice")]
