"""Marking again by another key: what answers mean under it, and that nobody loses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.quizzes.marking import MarkedQuestion, Marking, mark_attempt, mark_question
from app.assessments.quizzes.remarking import best, corrected_key, is_same_key, marked_again, marked_by, own_key
from app.curriculum.model import NumericKey, Option, Pair, Question, Spot
from tests.quizzes.questions import PASS, arranged, question

NUMERIC = question("n", "numeric", numeric=NumericKey(Decimal(19), Decimal(0), "Wh"))
TEXT = question("t", "text", accepted=("open circuit",))
SINGLE = question("s", "single", right="-x-")
MULTIPLE = question("m", "multiple", right="xx--", points=2)
ORDER = arranged("o", "order", 4, points=3)
MATCH = arranged("p", "match", 3, points=3)
HERE, THERE = Spot(*map(Decimal, (0, 0, 10, 10))), Spot(*map(Decimal, (50, 50, 10, 10)))
HOTSPOT = question("h", "hotspot", right="x-", spots=(HERE, THERE), picture_html="<img>")
EACH = (NUMERIC, TEXT, SINGLE, MULTIPLE, ORDER, MATCH, HOTSPOT)


def keyed(asked: Question, right: str) -> Question:
    """The question with these options right instead, under a digest of its own."""
    options = tuple(replace(option, right=sign == "x") for option, sign in zip(asked.options, right, strict=True))
    return replace(asked, options=options, digest="corrected")


def points(asked: Question, right: Question, answer: Any) -> int:
    """What that answer to `asked` earns by the key of `right`."""
    key = corrected_key(asked, right)
    assert key is not None
    return key.mark(answer).thousandths


def paired(*pairs: tuple[str, str]) -> Question:
    return replace(MATCH, pairs=tuple(Pair(*pair) for pair in pairs), digest="corrected")


@pytest.mark.parametrize(
    ("asked", "right", "answer", "before", "after"),
    [
        (SINGLE, keyed(SINGLE, "x--"), [0], 0, 1000),
        (SINGLE, keyed(SINGLE, "x--"), [1], 1000, 0),
        (MULTIPLE, keyed(MULTIPLE, "xxx-"), [0, 1, 2], 1000, 2000),
        (HOTSPOT, keyed(HOTSPOT, "-x"), [1], 0, 1000),
        (NUMERIC, replace(NUMERIC, numeric=NumericKey(Decimal(20), Decimal(0), "Wh")), "20", 0, 1000),
        (TEXT, replace(TEXT, accepted=("short circuit",)), "Short circuit", 0, 1000),
        (TEXT, replace(TEXT, also_accepted=("court-circuit",)), "court-circuit", 0, 1000),
        (ORDER, replace(ORDER, ordered=("1", "0", "2", "3")), [1, 0, 2, 3], 2000, 3000),
        (ORDER, replace(ORDER, ordered=("3", "0", "1", "2")), [3, 0, None, None], 0, 1000),
        (MATCH, paired(("0", "1"), ("1", "0"), ("2", "2")), [1, 0, 2], 1000, 3000),
        (MATCH, paired(("2", "1"), ("0", "2"), ("1", "0")), [2, 0, 1], 0, 3000),
        (MATCH, paired(("2", "1"), ("0", "2"), ("1", "0")), [2, None, None], 0, 1000),
    ],
)
def test_an_answer_is_read_as_it_was_asked_and_marked_by_the_right_key(
    asked: Question, right: Question, answer: Any, before: int, after: int
) -> None:
    assert (mark_question(asked, answer).thousandths, points(asked, right, answer)) == (before, after)


def test_options_that_stand_in_another_order_are_the_same_options() -> None:
    turned = replace(MULTIPLE, options=tuple(reversed(MULTIPLE.options)))
    key = corrected_key(MULTIPLE, turned)
    assert key is not None
    assert (key.answer([0, 1]), key.shown((0, 3, 1, 2)), key.mark([0, 1]).thousandths) == ([2, 3], (3, 0, 2, 1), 2000)


def test_of_options_that_say_the_same_the_first_stays_the_first() -> None:
    options = tuple(Option(text, right=number == 1, feedback_html="") for number, text in enumerate("aab"))
    asked = replace(SINGLE, options=options)
    turned = replace(asked, options=(options[2], options[0], options[1]))
    key = corrected_key(asked, turned)
    assert key is not None
    assert [key.answer([place]) for place in range(3)] == [[1], [2], [0]]


def test_the_right_column_of_a_match_is_shown_as_it_was() -> None:
    key = corrected_key(MATCH, paired(("2", "1"), ("0", "2"), ("1", "0")))
    assert key is not None
    assert key.shown((2, 0, 1)) == (1, 2, 0)


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        (SINGLE, replace(SINGLE, type="multiple")),
        (SINGLE, question("s", "single", right="-x-x")),
        (SINGLE, replace(SINGLE, options=(*SINGLE.options[:2], Option("another", right=False, feedback_html="")))),
        (ORDER, replace(ORDER, ordered=("0", "1", "2", "another"))),
        (ORDER, replace(ORDER, ordered=("0", "1", "2"))),
        (MATCH, paired(("0", "0"), ("1", "1"), ("2", "another"))),
        (MATCH, paired(("0", "0"), ("1", "1"), ("another", "2"))),
        (HOTSPOT, replace(HOTSPOT, picture_html="<img another>")),
        (HOTSPOT, replace(HOTSPOT, spots=(THERE, HERE))),
        (NUMERIC, replace(NUMERIC, type="text")),
    ],
)
def test_what_differs_in_more_than_its_key_says_nothing_of_the_answers(asked: Question, other: Question) -> None:
    assert corrected_key(asked, other) is None


def test_places_of_a_picture_may_be_written_in_another_order() -> None:
    turned = replace(HOTSPOT, options=HOTSPOT.options[::-1], spots=HOTSPOT.spots[::-1])
    assert points(HOTSPOT, turned, [0]) == 1000
    assert is_same_key(HOTSPOT, turned)


@pytest.mark.parametrize("asked", EACH)
def test_a_question_has_its_own_key(asked: Question) -> None:
    words = replace(asked, title_html="In other words?", explanation_html="Because.", digest="another")
    assert is_same_key(asked, words)
    assert own_key(asked).question == asked


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SINGLE, keyed(SINGLE, "x--")),
        (MULTIPLE, keyed(MULTIPLE, "xxx-")),
        (HOTSPOT, keyed(HOTSPOT, "-x")),
        (NUMERIC, replace(NUMERIC, numeric=NumericKey(Decimal(19), Decimal(1), "Wh"))),
        (NUMERIC, replace(NUMERIC, numeric=NumericKey(Decimal(19), Decimal(0), "mWh"))),
        (TEXT, replace(TEXT, accepted=("open circuit", "no path"))),
        (TEXT, replace(TEXT, also_accepted=("circuit ouvert",))),
        (ORDER, replace(ORDER, ordered=("1", "0", "2", "3"))),
        (MATCH, paired(("0", "1"), ("1", "0"), ("2", "2"))),
    ],
)
def test_another_answer_that_is_right_is_another_key(one: Question, other: Question) -> None:
    assert not is_same_key(one, other)


def test_accepted_answers_in_another_order_or_language_are_the_same_key() -> None:
    two = replace(TEXT, accepted=("open circuit", "no path"))
    assert is_same_key(two, replace(TEXT, accepted=("no path",), also_accepted=("Open  circuit",)))


def test_the_terms_are_those_on_which_it_was_asked() -> None:
    asked = replace(MULTIPLE, critical=True, all_or_nothing=True, aliases=("was",))
    right = replace(keyed(asked, "xxx-"), id="now", points=7, critical=False, all_or_nothing=False, aliases=("m",))
    key = corrected_key(asked, right)
    assert key is not None
    question = key.question
    assert (question.id, question.points, question.critical, question.all_or_nothing) == ("m", 2, True, True)
    assert (question.aliases, question.digest, question.options) == (("was",), "corrected", right.options)
    assert (key.mark([0, 1]).thousandths, key.mark([0, 1]).possible) == (0, 2000)


def test_the_words_are_those_of_the_reader() -> None:
    right = keyed(SINGLE, "x--")
    read = replace(right, title_html="Et en français ?")
    key = corrected_key(SINGLE, right)
    assert key is not None
    assert key.in_words(read).question.title_html == "Et en français ?"
    assert key.in_words(read).mark([0]).thousandths == 1000
    assert own_key(SINGLE, read=read).question.title_html == "Et en français ?"


@pytest.mark.parametrize("answer", [None, "x", [9], ["0"], {}, [0, 0, 0, 0]])
@pytest.mark.parametrize("asked", [SINGLE, MULTIPLE, ORDER, MATCH, HOTSPOT])
def test_what_is_no_answer_earns_nothing(asked: Question, answer: Any) -> None:
    if answer != [0, 0, 0, 0] or asked.type in ("order", "match"):
        key = own_key(asked)
        assert (key.answer(answer), key.mark(answer).thousandths) == (None, 0)


def test_the_best_of_several_keys_counts_and_of_equal_ones_the_last() -> None:
    keys = [own_key(SINGLE), *filter(None, (corrected_key(SINGLE, keyed(SINGLE, right)) for right in ("x--", "x-x")))]
    assert [best(keys, answer).thousandths for answer in ([0], [1], [2])] == [1000, 1000, 0]
    assert best(keys, [1]).question.digest == SINGLE.digest
    assert best(keys, [2]).question == keys[-1].question
    assert best([keys[0], keys[1], keys[0]], [0]).question.digest == "corrected"
    same = corrected_key(SINGLE, keyed(SINGLE, "-x-"))
    assert same is not None
    found = best([keys[0], same, keys[1]], [1])
    assert (found.thousandths, found.question) == (1000, same.question)


def test_an_attempt_is_marked_by_the_keys_of_its_questions() -> None:
    correct = corrected_key(SINGLE, keyed(SINGLE, "x--"))
    assert correct is not None
    keys = {"s": (correct,), "n": (own_key(NUMERIC),)}
    marking = marked_by(keys, {"s": [0], "n": "19"}, pass_percent=PASS)
    assert [(each.question.id, each.thousandths) for each in marking.questions] == [("s", 1000), ("n", 1000)]
    assert (marking.pass_percent, marking.passed) == (PASS, True)
    assert marked_by(keys, {}, pass_percent=PASS).thousandths == 0


def test_only_the_question_that_was_corrected_earns_anything_else() -> None:
    before = mark_attempt([SINGLE, NUMERIC], {"s": [0], "n": "19"}, pass_percent=PASS)
    again = MarkedQuestion(keyed(SINGLE, "x--"), 1000, 1000)
    after = marked_again(before, again)
    assert after == Marking((again, before.questions[1]), PASS)
    assert marked_again(after, MarkedQuestion(SINGLE, 0, 1000)) == after
    assert marked_again(after, MarkedQuestion(SINGLE, 1000, 1000)) == after
    assert marked_again(before, MarkedQuestion(TEXT, 1000, 1000)) == before


CHOICES = st.lists(st.integers(0, 3), max_size=4, unique=True)


@given(
    st.lists(st.tuples(st.booleans(), CHOICES), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["x---", "-x--", "xx--", "-xxx"])), max_size=4),
    st.sampled_from([Decimal(0), Decimal(50), PASS, Decimal(100)]),
)
def test_whatever_is_corrected_nobody_loses(
    asked: Sequence[tuple[bool, list[int]]], corrections: Sequence[tuple[int, str]], pass_percent: Decimal
) -> None:
    questions = [replace(MULTIPLE, id=f"q{n}", critical=critical) for n, (critical, _) in enumerate(asked)]
    answers = {f"q{n}": answer for n, (_, answer) in enumerate(asked)}
    marking = mark_attempt(questions, answers, pass_percent=pass_percent)
    for number, right in corrections:
        if number < len(questions):
            key = corrected_key(questions[number], keyed(questions[number], right))
            assert key is not None
            after = marked_again(marking, key.mark(answers[f"q{number}"]))
            assert after.possible == marking.possible
            assert after.thousandths >= marking.thousandths
            assert (marking.passed, after.passed) != (True, False)
            marking = after
