"""Keys of what is put in order, matched, or found on a picture: what they compile to, and what is told of a mistake."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from app.curriculum.model import Option, Pair, Spot
from app.curriculum.phrases import phrase
from tests.curriculum.small_course import QUIZ, compiled, question, quiz_page, told_of

PICTURE = "![A cell](../images/cell.svg)\n\n"
CELL = re.compile(r'<img alt="A cell" src="/images/[0-9a-f]{64}\.svg" width="120" height="80" [^>]*>')


def test_an_order_is_a_numbered_list_in_the_right_order() -> None:
    made = question(
        "## In order? {#q .order marking=all points=2}\n\nStem.\n\n"
        "1. *First*\n2) Then\n   more\n\n    ![A cell](../images/cell.svg)\n3. Last\n\n> Why.\n"
    )
    assert (made.ordered[0], made.ordered[2]) == ("<em>First</em>", "Last")
    assert made.ordered[1].startswith("<p>Then\nmore</p>\n<p><img ")
    assert (made.stem_html, made.explanation_html) == ("<p>Stem.</p>", "<p>Why.</p>")
    assert (made.type, made.points, made.all_or_nothing, made.parts) == ("order", 2, True, 3)
    assert (made.options, made.pairs, made.takes_several) == ((), (), False)


def test_a_match_is_the_last_table_with_its_header() -> None:
    made = question(
        "## What goes where? {#q .match}\n| Given | More |\n|---|---|\n| a | b |\n\n"
        "Tool | *Place*\n:--|:-:\nA `a|b` | here\nB \\| C | there\n> Why.\n"
    )
    assert made.heads == ("Tool", "<em>Place</em>")
    assert made.pairs == (Pair("A <code>a|b</code>", "here"), Pair("B | C", "there"))
    assert made.stem_html.startswith("<table>")
    assert (made.explanation_html, made.parts) == ("<p>Why.</p>", 2)


def test_a_hotspot_is_a_picture_with_places_in_percent() -> None:
    made = question(
        "## Where? {#q .hotspot}\nLook:\n\n" + PICTURE + "- [x] The *left*: half: 0 0 50 100\n"
        "- [ ] The right: 50 12.5\n  50 87.5\n\n    > No.\n\n> Why.\n"
    )
    assert CELL.fullmatch(made.picture_html)
    assert (made.stem_html, made.explanation_html) == ("<p>Look:</p>", "<p>Why.</p>")
    assert made.options == (Option("The <em>left</em>: half", True, ""), Option("The right", False, "<p>No.</p>"))
    assert made.spots == (
        Spot(Decimal(0), Decimal(0), Decimal(50), Decimal(100)),
        Spot(Decimal(50), Decimal("12.5"), Decimal(50), Decimal("87.5")),
    )
    assert made.takes_several is False


def test_a_hotspot_with_several_right_places_takes_several() -> None:
    made = question("## Where? {#q .hotspot}\n" + PICTURE + "- [x] A: 0 0 9 9\n- [x] B: 5 5 9 9\n")
    assert made.takes_several is True


def test_outside_of_attempts_what_is_put_in_order_is_never_shown_in_order() -> None:
    lists = ["".join(f"1. Act {n} of {seed}\n" for n in range(count)) for count in (2, 3, 4) for seed in range(8)]
    orders = [question(f"## Q? {{#q .order}}\n{each}").shown for each in lists]
    assert all(sorted(shown) == list(range(len(shown))) != list(shown) for shown in orders)
    assert len(set(orders[16:])) > 3


ORDER, MATCH, SPOT = "## Q? {#q .order}\n", "## Q? {#q .match}\n", "## Q? {#q .hotspot}\n"
TABLE = "| a | b |\n|---|---|\n"
ALIKE_DIGESTS = [
    (ORDER + "1. a\n2. b\n", ORDER + "1. a\n\n1. b\n\n> Why.\n", True),
    (ORDER + "1. a\n2. b\n", ORDER + "1. b\n2. a\n", False),
    (ORDER + "1. a\n2. b\n", "## Q? {#q .order marking=all}\n1. a\n2. b\n", False),
    (MATCH + TABLE + "|c|d|\n|e|f|\n", MATCH + "a | b\n-|-\nc | d\ne | f\n\n> Why.\n", True),
    (MATCH + TABLE + "|c|d|\n|e|f|\n", MATCH + TABLE + "|c|f|\n|e|d|\n", False),
    (MATCH + TABLE + "|c|d|\n|e|f|\n", MATCH + "| A | b |\n|---|---|\n|c|d|\n|e|f|\n", False),
    (
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        SPOT + PICTURE + "- [x] a: 1.0 2 3 4\n- [ ] b: 9 9 9 9\n",
        True,
    ),
    (
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        SPOT + PICTURE + "- [x] a: 1 2 3 5\n- [ ] b: 9 9 9 9\n",
        False,
    ),
    (
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [x] b: 9 9 9 9\n",
        False,
    ),
    (
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        SPOT + PICTURE + "- [x] c: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        False,
    ),
    (
        SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        SPOT + PICTURE.replace("A cell", "One") + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n",
        False,
    ),
]


@pytest.mark.parametrize(("one", "other", "same"), ALIKE_DIGESTS)
def test_the_digest_covers_what_is_arranged(one: str, other: str, same: bool) -> None:
    assert (question(one).digest == question(other).digest) is same


def test_the_digest_of_a_hotspot_covers_its_picture() -> None:
    text = SPOT + PICTURE + "- [x] a: 1 2 3 4\n- [ ] b: 9 9 9 9\n"
    changed = compiled({QUIZ: quiz_page(text), "images/cell.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert changed.curriculum is not None
    (other,) = changed.curriculum.items["safety-quiz"].by_id.values()  # type: ignore[attr-defined]
    assert other.digest != question(text).digest


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (ORDER + "Stem.\n\n- a\n- b\n", [(6, "no-key-order")]),
        (ORDER + "1. a\n", [(6, "too-few-parts")]),
        (ORDER + "".join(f"1. a {n}\n" for n in range(27)), [(6, "too-many-parts")]),
        (ORDER + "".join(f"1. a {n}\n" for n in range(26)), []),
        (ORDER + "1. a\n2. b\n3. A  \n", [(9, "not-different")]),
        (ORDER + "1. a\n2.\n3. c\n", [(8, "empty-item")]),
        (ORDER + "1. a\n3. b\n2. c\n", [(8, "number-out-of-order")]),
        (ORDER + "1. a\n2. b\n\nMore.\n", [(10, "text-after-key")]),
        (ORDER + "1. a\n2. <b onclick=x>b</b>\n", [(8, "unsafe-html")]),
        (MATCH + "| a | b |\n| c | d |\n", [(6, "no-key-match")]),
        (MATCH + "| a | b |\n| c-d | e |\n", [(6, "no-key-match")]),
        (MATCH + "| a | b |\n| :-- | --: |\n| c | d |\n", [(6, "too-few-parts")]),
        (MATCH + TABLE + "\nMore.\n", [(6, "too-few-parts"), (10, "text-after-key")]),
        (MATCH + "| a | b | c |\n|---|---|---|\n| d | e | f |\n| g | h | i |\n", [(7, "not-two-columns")]),
        (MATCH + "| a |\n|---|\n| d |\n| e |\n", [(7, "not-two-columns")]),
        (MATCH + TABLE + "| c | d |\n| e | f | g |\n| h |\n", [(10, "not-two-columns"), (11, "not-two-columns")]),
        (MATCH + TABLE + "| c | d |\n", [(6, "too-few-parts")]),
        (MATCH + TABLE + "".join(f"|c{n}|d{n}|\n" for n in range(27)), [(6, "too-many-parts")]),
        (MATCH + TABLE + "| c | d |\n| e | D |\n", [(10, "not-different")]),
        (MATCH + TABLE + "| c | d |\n| c | e |\n", [(10, "not-different")]),
        (MATCH + TABLE + "| c | d |\n| e |  |\n", [(10, "empty-cell")]),
        (MATCH + "|  | b |\n|---|---|\n| c | d |\n| e | f |\n", [(7, "empty-cell")]),
        (MATCH + TABLE + "| c | d |\n| e | f |\n\nMore.\n", [(12, "text-after-key")]),
        (MATCH + TABLE + "| c | d |\n| e | [f](nowhere) |\n", [(10, "leads-nowhere")]),
        (SPOT + PICTURE, [(6, "no-key-hotspot")]),
        (SPOT + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(6, "hotspot-without-image")]),
        (SPOT + PICTURE + "Text.\n\n- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(6, "hotspot-without-image")]),
        (SPOT + PICTURE.strip() + " (see)\n\n- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(7, "hotspot-without-image")]),
        (SPOT + "See " + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(6, "hotspot-without-image")]),
        (SPOT + PICTURE.strip() + " see\n\n- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(6, "hotspot-without-image")]),
        (SPOT + "![](../images/cell.svg)\n- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(7, "no-text-alternative")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n", [(6, "too-few-options")]),
        (SPOT + PICTURE + "".join(f"- [x] a{n}: 1 1 1 1\n" for n in range(27)), [(6, "too-many-parts")]),
        (SPOT + PICTURE + "- [ ] a: 1 1 1 1\n- [ ] b: 5 5 1 1\n", [(6, "no-right-option")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- b: 5 5 1 1\n", [(10, "option-without-box")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ]\n", [(10, "empty-option")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1\n", [(10, "bad-place")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 1,5\n", [(10, "bad-place")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] 5 5 1 1\n", [(10, "bad-place")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] : 5 5 1 1\n", [(10, "bad-place")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: -1 5 1 1\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 -0.5 1 1\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 95 5 5.1 1\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 99.5 1 1\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 0 1\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1 0\n", [(10, "place-outside")]),
        (SPOT + PICTURE + "- [x] a: 1 1 9 9\n- [ ] b: 9.9 9.9 1 1\n", [(10, "places-overlap")]),
        (SPOT + PICTURE + "- [x] a: 1 1 9 9\n- [ ] b: 10 1 9 9\n- [x] c: 2 2 9 8\n", [(11, "places-overlap")]),
        (SPOT + PICTURE + "- [x] a: 1 1 9 9\n- [ ] A: 10 1 9 9\n", [(10, "not-different")]),
        ("## Q? {#q .hotspot marking=all}\n" + PICTURE + "- [x] a: 1 1 9 9\n- [ ] b: 10 1 9 9\n", [(6, "bad-marking")]),
    ],
)
def test_a_mistake_in_a_key_is_told_at_its_line(body: str, problems: list[tuple[int, str]]) -> None:
    assert told_of(QUIZ, quiz_page(body)) == problems


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            SPOT + PICTURE + "- [x] a: 1 1 9 9\n- [ ] b: 2 2 9 9\n",
            "‘b’ and ‘a’ overlap, and one is right and the other wrong; draw them apart.",
        ),
        (
            MATCH + TABLE + "| c | d |\n| e |\n",
            "This row has 1 columns; a table to match has two.",
        ),
        (ORDER + "1. a\n2. a\n", "‘a’ is the same as in line 7; make them different."),
        (ORDER + "1. a b\n2. A  b\n", "‘A b’ is the same as in line 7; make them different."),
        (
            "## Q? {#q .single}\n- [x] a\n- [x] b\n",
            "2 options are right; mark one only, or make the question .multiple.",
        ),
        (ORDER + "1. a\n", "There are less than two things to put in order; add one."),
        (
            ORDER + "1. a\n3. b\n",
            (
                "This is number 3 where 2 would come; "
                "the right order is that of the lines, so number them one after the other."
            ),
        ),
        (MATCH + TABLE + "| c | d |\n", "There are less than two pairs; add one."),
        (
            SPOT + PICTURE + "".join(f"- [x] a{n}: 1 1 1 1\n" for n in range(27)),
            "There are more than 26 places; split the question.",
        ),
        (
            SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 5 5 1\n",
            (
                "‘b: 5 5 1’ is no place; "
                "write a label and x, y, width and height in percent, like - [x] Battery connector: 40 25.5 12 8."
            ),
        ),
        (
            SPOT + PICTURE + "- [x] a: 1 1 1 1\n- [ ] b: 95 5 5.1 1\n",
            (
                "‘95 5 5.1 1’ lies outside of the image; "
                "x and y count from 0, width and height are above 0, and none of them goes beyond 100."
            ),
        ),
    ],
)
def test_the_words_say_what_would_be_right(body: str, words: str) -> None:
    told = [problem for problem in compiled({QUIZ: quiz_page(body)}).problems if not problem.code.startswith("compet")]
    assert [phrase(problem) for problem in told] == [words]


def test_the_words_quote_a_number_that_is_none() -> None:
    told = compiled({QUIZ: quiz_page("## Q? {#q .numeric}\n= 1,5 V\n")}).problems
    assert [dict(each.values) for each in told if each.code == "bad-numeric-key"] == [{"text": "1,5 V"}]


def test_feedback_may_stand_right_below_its_option() -> None:
    made = question("## Q? {#q .single}\n- [ ] a\n    > No.\n- [x] b\n")
    assert made.options == (Option("a", False, "<p>No.</p>"), Option("b", True, ""))


def test_a_text_key_needs_no_space() -> None:
    assert question("## Q? {#q .text}\n=fuse\n=  a fuse\n").accepted == ("fuse", "a fuse")


def test_a_key_too_large_for_a_page_is_told_before_it_takes_long() -> None:
    rows = "".join(f"- [{'x' if n % 2 else ' '}] place {n}: {n % 90} {n % 90} 9 9\n" for n in range(3000))
    assert (6, "too-many-parts") in told_of(QUIZ, quiz_page(SPOT + PICTURE + rows))
    assert told_of(QUIZ, quiz_page(MATCH + "| a " * 30_000 + "\n|--|\n")) == [(7, "not-two-columns")]
