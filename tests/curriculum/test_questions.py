"""Questions: what each kind compiles to, and what is told of a mistake."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.curriculum.model import NumericKey, Option
from tests.curriculum.small_course import QUESTION, QUIZ, compiled, question, quiz, quiz_page, told_of


def test_a_single_question_has_options_with_feedback_and_an_explanation() -> None:
    made = question(
        "## What *burns*? {#what-burns .single competence=B1.2 points=2 .critical was=old-a,old-b}\n\n"
        "Look at this:\n\n"
        "* a list of the stem\n\n"
        "- [ ] Air\n\n"
        "    > It only *feeds* a fire.\n\n"
        "- [X] A cell,\n  swollen\n\n"
        "> Lithium does.\n>\n> Always.\n"
    )
    assert made.title_html == "What <em>burns</em>?"
    assert made.stem_html == "<p>Look at this:</p>\n<ul>\n<li>a list of the stem</li>\n</ul>"
    assert made.options == (
        Option("Air", False, "<p>It only <em>feeds</em> a fire.</p>"),
        Option("A cell,\nswollen", True, ""),
    )
    assert made.explanation_html == "<p>Lithium does.</p>\n<p>Always.</p>"
    assert (made.id, made.type, made.points, made.competence) == ("what-burns", "single", 2, "B1.2")
    assert (made.critical, made.aliases, made.line) == (True, ("old-a", "old-b"), 11)
    assert (made.numeric, made.accepted, made.pool, made.all_or_nothing) == (None, (), None, False)


def test_a_multiple_question_may_have_several_right_options_and_no_partial_credit() -> None:
    made = question("## Which? {#which .multiple marking=all}\n- [x] A\n- [x] B\n- [ ] C\n")
    assert [option.right for option in made.options] == [True, True, False]
    assert made.all_or_nothing is True


@pytest.mark.parametrize(
    ("key", "value", "tolerance", "unit"),
    [
        ("= 3.85 ± 0.05 V", "3.85", "0.05", "V"),
        ("= 3.85 +/- 0.05 V", "3.85", "0.05", "V"),
        ("=25±1%", "25", "1", "%"),
        ("= 42", "42", "0", ""),
        ("= −5 °C", "-5", "0", "°C"),
        ("= 3 m/s2", "3", "0", "m/s2"),
        ("= 1.5 eV", "1.5", "0", "eV"),
    ],
)
def test_a_numeric_key_is_number_tolerance_and_unit(key: str, value: str, tolerance: str, unit: str) -> None:
    made = question(f"## How much? {{#how-much .numeric}}\nStem.\n\n{key}\n\n> Because.\n")
    assert made.numeric == NumericKey(Decimal(value), Decimal(tolerance), unit)
    assert (made.stem_html, made.explanation_html) == ("<p>Stem.</p>", "<p>Because.</p>")


def test_a_text_question_accepts_each_of_its_lines() -> None:
    made = question("## What? {#what .text}\n= Open circuit\n\n= no continuity\n")
    assert made.accepted == ("Open circuit", "no continuity")


def test_deeper_headings_belong_to_the_stem_and_the_introduction() -> None:
    made = quiz("Hello.\n\n### Rules\n\n" + QUESTION + "\n## Q? {#q .text}\n### Look\n= a\n")
    assert made.questions[1].stem_html == "<h3>Look</h3>"
    assert [part.html for part in made.body if hasattr(part, "html")] == ["<p>Hello.</p>\n<h3>Rules</h3>"]


def test_a_key_in_a_fence_is_none() -> None:
    made = question("## Q? {#q .text}\n```\n= not this\n```\n\n= this\n")
    assert made.accepted == ("this",)


DIGESTS = [
    ("## Q? {#q .text}\n= a\n", "## Q? {#q .text was=x competence=B1.1}\n\n= a\n\n> Why.\n", True),
    ("## Q? {#q .numeric}\n= 1.50 V\n", "## Q? {#q .numeric}\n= 1.5 V\n", True),
    ("## Q? {#q .single}\n- [x] a\n- [ ] b\n", "## Q? {#q .single}\n- [x] a\n\n    > Yes.\n- [ ] b\n", True),
    ("## Q? {#q .text}\n= a\n", "## R? {#q .text}\n= a\n", False),
    ("## Q? {#q .text}\n= a\n", "## Q? {#q .text}\nStem.\n\n= a\n", False),
    ("## Q? {#q .text}\n= a\n", "## Q? {#q .text}\n= b\n", False),
    ("## Q? {#q .text}\n= a\n", "## Q? {#q .text points=2}\n= a\n", False),
    ("## Q? {#q .text}\n= a\n", "## Q? {#q .text .critical}\n= a\n", False),
    ("## Q? {#q .single}\n- [x] a\n- [ ] b\n", "## Q? {#q .single}\n- [ ] a\n- [x] b\n", False),
    (
        "## Q? {#q .multiple}\n- [x] a\n- [ ] b\n",
        "## Q? {#q .multiple marking=all}\n- [x] a\n- [ ] b\n",
        False,
    ),
    ("## Q? {#q .numeric}\n= 1 V\n", "## Q? {#q .numeric}\n= 1 ± 1 V\n", False),
]


@pytest.mark.parametrize(("one", "other", "same"), DIGESTS)
def test_the_digest_covers_what_gives_the_question_its_meaning(one: str, other: str, same: bool) -> None:
    assert (question(one).digest == question(other).digest) is same


LITERAL_DIGESTS = [
    (
        (
            "## Why? {#a .single competence=B1.2 points=2 .critical}\n\nLook: ![A cell](../images/cell.svg)\n\n"
            "- [ ] *It* would lose\n\n    > No. ![A cell](../images/cell.svg)\n\n"
            "- [x] It ![A cell](../images/cell.svg) burns\n\n> Because.\n"
        ),
        "69e698e787ce0de4cf8af6a63e64de4d33fab775ad4e1b4fdd987590f986d341",
    ),
    (
        "## Which? {#b .multiple marking=all}\n- [x] A\n- [ ] B\n- [x] C\n",
        "4de78cb0969f21a7f17aa6fe05073fd66337c183e3a7e6b1b44342e84e39db25",
    ),
    (
        "## How much? {#c .numeric}\n= 3.850 ± 0.05 V\n",
        "32b035f28eeaa3250917f0e17e025f547c7aa5071665f378245854d01d0564bd",
    ),
    (
        "## What? {#d .text points=3}\nStem.\n\n= Open circuit\n= OL\n",
        "93932db868453b641a96f7c3c61dcdc805e22bc5c62353bcbe277f3239c63de4",
    ),
]


@pytest.mark.parametrize(("text", "digest"), LITERAL_DIGESTS)
def test_questions_that_records_name_keep_their_digests_for_good(text: str, digest: str) -> None:
    assert question(text).digest == digest


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("", [(1, "quiz-without-question")]),
        ("## Q?\n- [x] a\n- [ ] b\n", [(6, "no-attributes")]),
        ("## Q? {#q .single\n- [x] a\n- [ ] b\n", [(6, "attributes-not-closed")]),
        ("## Q? {.single}\n- [x] a\n- [ ] b\n", [(6, "no-id")]),
        ("## Q? {#Q_1 .single}\n- [x] a\n- [ ] b\n", [(6, "bad-id")]),
        ("## Q? {#q .text was=Old}\n= a\n", [(6, "bad-id")]),
        ("## Q? {#q #r .single}\n- [x] a\n- [ ] b\n", [(6, "attribute-twice")]),
        ("## Q? {#q .text points=1 points=2}\n= a\n", [(6, "attribute-twice")]),
        ("## {#q .text}\n= a\n", [(6, "empty-title")]),
        ("## Q? {#q}\n= a\n", [(6, "no-type")]),
        ("## Q? {#q .critical}\n= a\n", [(6, "no-type")]),
        ("## Q? {#q .singel}\n- [x] a\n- [ ] b\n", [(6, "unknown-flag")]),
        ("## Q? {#q .text .numeric}\n= 1\n", [(6, "two-types")]),
        ("## Q? {#q .order .match}\n1. a\n2. b\n", [(6, "two-types")]),
        ("## Q? {#q .text point=2}\n= a\n", [(6, "unknown-attribute")]),
        ("## Q? {#q .text hello}\n= a\n", [(6, "bad-attribute")]),
        ("## Q? {#q .text points=0}\n= a\n", [(6, "bad-points")]),
        ("## Q? {#q .text points=101}\n= a\n", [(6, "bad-points")]),
        ("## Q? {#q .text marking=all}\n= a\n", [(6, "bad-marking")]),
        ("## Q? {#q .single marking=all}\n- [x] a\n- [ ] b\n", [(6, "bad-marking")]),
        ("## Q? {#q .numeric marking=all}\n= 1\n", [(6, "bad-marking")]),
        ("## Q? {#q .multiple marking=some}\n- [x] a\n- [ ] b\n", [(6, "bad-marking")]),
        ("## Q? {#q .text competence=B9.9}\n= a\n", [(6, "unknown-competence")]),
        ("## Q? {#q .single}\nStem.\n", [(6, "no-key-options")]),
        ("## Q? {#q .numeric}\nStem.\n", [(6, "no-key-numeric")]),
        ("## Q? {#q .text}\nStem.\n", [(6, "no-key-text")]),
        ("## Q? {#q .single}\n- [x] a\n", [(6, "too-few-options")]),
        ("## Q? {#q .single}\n- [ ] a\n- [ ] b\n", [(6, "no-right-option")]),
        ("## Q? {#q .multiple}\n- [ ] a\n- [ ] b\n", [(6, "no-right-option")]),
        ("## Q? {#q .single}\n- [x] a\n- [x] b\n", [(6, "two-right-options")]),
        ("## Q? {#q .single}\n- [x] a\n- b\n- [ ] c\n", [(8, "option-without-box")]),
        ("## Q? {#q .single}\n-[x] a\n- [ ] b\n- [ ] c\n", [(7, "option-without-box")]),
        ("## Q? {#q .single}\n- [ ] a\n-[x] b\n", [(8, "option-without-box")]),
        ("## Q? {#q .single}\n- [ ] a\n*[X] b\n> c\n", [(8, "option-without-box")]),
        ("## Q? {#q .single}\n- [ ] a\n- [x]b\n", [(8, "option-without-box")]),
        ("## Q? {#q .single}\n- [] a\n- [x] b\n", [(7, "option-without-box")]),
        ("## Q? {#q .single}\n-[] a\n- [x] b\n", [(7, "option-without-box")]),
        ("## Q? {#q .single}\n- [x] a\n- [ ]\n- [ ] c\n", [(8, "empty-option")]),
        ("## Q? {#q .single}\n- [x] a\n- [ ] b\n\nMore.\n", [(10, "text-after-key")]),
        ("## Q? {#q .numeric}\n= 3,85 V\n", [(7, "bad-numeric-key")]),
        ("## Q? {#q .numeric}\n= 5 V ± 1\n", [(7, "bad-numeric-key")]),
        ("## Q? {#q .numeric}\n= 1.5e3\n", [(7, "bad-numeric-key")]),
        ("## Q? {#q .numeric}\n= 1\n= 2\n", [(8, "two-numbers")]),
        ("## Q? {#q .text}\n= a\n=\n", [(8, "empty-answer")]),
        ("## Q? {#q .text}\n/// note\nText.\n///\n= a\n", [(7, "block-in-question")]),
        ("## Q? {#q .text}\n= a\n# More\n", [(8, "heading-among-questions")]),
        ("## Q? {#q .text}\nOther\n-----\n= a\n", [(7, "underlined-heading")]),
        ("## Q? {#q .text}\n= a\n\n## R? {#q .text}\n= b\n", [(9, "id-twice")]),
        ("## Q? {#q .text}\n= a\n\n## R? {#r .text was=q}\n= b\n", [(9, "id-twice")]),
        ("## Q? {#q .text}\n![](../images/cell.svg)\n\n= a\n", [(7, "no-text-alternative")]),
        ("## Q? {#q .single}\n- [x] a\n- [ ] <b onclick=x>b</b>\n", [(8, "unsafe-html")]),
    ],
)
def test_a_mistake_in_a_question_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(QUIZ, quiz_page(body)) == problems


def test_an_unknown_type_brings_the_nearest_known_one() -> None:
    problems = compiled({QUIZ: quiz_page("## Q? {#q .singel}\n- [x] a\n- [ ] b\n")}).problems
    assert [problem.values["nearest"] for problem in problems] == ["single"]
