"""Marking one question: credit, verdicts, and how typed answers are read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.marking import answer_from, credit, folded, numbers_in, verdict
from app.curriculum.model import NumericKey, Option, Question, QuestionType


def question(
    kind: QuestionType = "single",
    *,
    right: str = "",
    numeric: NumericKey | None = None,
    accepted: tuple[str, ...] = (),
    all_or_nothing: bool = False,
) -> Question:
    """A question whose options are spelt as a row of signs: x is right, - is wrong."""
    return Question(
        id="q",
        type=kind,
        title_html="?",
        stem_html="",
        explanation_html="",
        points=1,
        competence=None,
        pool=None,
        critical=False,
        all_or_nothing=all_or_nothing,
        aliases=(),
        options=tuple(Option(f"{place}", sign == "x", "") for place, sign in enumerate(right)),
        numeric=numeric,
        accepted=accepted,
        digest="",
        line=1,
    )


def numeric(value: str, tolerance: str = "0", unit: str = "") -> Question:
    return question("numeric", numeric=NumericKey(Decimal(value), Decimal(tolerance), unit))


def test_no_answer_earns_nothing() -> None:
    assert credit(question(right="-x"), None) == 0
    assert credit(numeric("0"), None) == 0


@pytest.mark.parametrize(("chosen", "share"), [([1], 1), ([0], 0), ([0, 1], 0), ([], 0), ([7], 0)])
def test_a_single_question_is_right_with_exactly_its_right_option(chosen: list[int], share: int) -> None:
    assert credit(question(right="-x-"), chosen) == share


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        ([0, 2], Fraction(1)),
        ([0], Fraction(1, 2)),
        ([0, 2, 1], Fraction(2, 3)),
        ([0, 1], Fraction(1, 6)),
        ([0, 1, 3], Fraction(0)),
        ([1, 3, 4], Fraction(0)),
        ([], Fraction(0)),
        ([0, 0, 2], Fraction(1)),
    ],
)
def test_a_multiple_question_takes_wrong_choices_off(chosen: list[int], share: Fraction) -> None:
    assert credit(question("multiple", right="x-x--"), chosen) == share


def test_a_multiple_question_without_wrong_options_has_nothing_to_take_off() -> None:
    assert credit(question("multiple", right="xx"), [1]) == Fraction(1, 2)


@pytest.mark.parametrize(("chosen", "share"), [([0, 2], 1), ([0], 0), ([0, 1, 2], 0)])
def test_marking_all_gives_no_partial_credit(chosen: list[int], share: int) -> None:
    assert credit(question("multiple", right="x-x", all_or_nothing=True), chosen) == share


@given(st.lists(st.booleans(), min_size=2, max_size=8).filter(any), st.sets(st.integers(0, 7)))
def test_a_share_is_never_below_nothing_or_above_full(key: list[bool], chosen: set[int]) -> None:
    marked = question("multiple", right="".join("x" if right else "-" for right in key))
    share = credit(marked, sorted(place for place in chosen if place < len(key)))
    assert 0 <= share <= 1
    right = {place for place, is_right in enumerate(key) if is_right}
    assert (share == 1) == (chosen & set(range(len(key))) == right)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("19.25", 1),
        ("19,25", 1),
        (" 19.2 ", 1),
        ("19.30", 1),
        ("19.19", 0),
        ("19.31", 0),
        ("19.25 Wh", 1),
        ("19.25wh", 1),
        ("19.25 mWh", 0),
        ("-19.25", 0),
        ("+19.25", 1),
        ("about 19.25", 0),
        ("19.25.", 0),
        ("", 0),
    ],
)
def test_a_number_is_right_within_its_tolerance(typed: str, share: int) -> None:
    assert credit(numeric("19.25", "0.05", "Wh"), typed) == share


def test_without_tolerance_only_the_number_itself_is_right() -> None:
    assert credit(numeric("25"), "25.0") == 1
    assert credit(numeric("25"), "25.01") == 0


@pytest.mark.parametrize("typed", ["-3.5", "−3.5", "-3,5", "- 3.5"])
def test_every_minus_is_a_minus(typed: str) -> None:
    assert credit(numeric("-3.5"), typed) == 1


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("5000", {"5000"}),
        ("5 000", {"5000"}),
        ("5\u202f000", {"5000"}),
        ("5,000", {"5000", "5"}),
        ("5.000", {"5"}),
        ("0,300", {"0.3"}),
        ("12,34", {"12.34"}),
        ("1,234.5", {"1234.5"}),
        ("1.234,5", {"1234.5"}),
        ("1,234,567", {"1234567"}),
        ("1.234.567", {"1234567"}),
        ("123,456.78", {"123456.78"}),
        ("123.456,78", {"123456.78"}),
        ("123.456.789", {"123456789"}),
        ("1.234.567,8", {"1234567.8"}),
        ("1.234.567.890", {"1234567890"}),
        ("-1,234.5", {"-1234.5"}),
        ("-1.234,5", {"-1234.5"}),
        ("-1.234.567", {"-1234567"}),
        ("1234,567.8", set()),
        ("1234.567,8", set()),
        ("1234.567.890", set()),
        ("0.234,5", set()),
        ("0.234.567", set()),
        ("1,23,4", set()),
        ("1..2", set()),
        (".5", {"0.5"}),
        (",5", {"0.5"}),
        (".", set()),
        ("five", set()),
        ("1e3", set()),
    ],
)
def test_a_typed_number_is_read_as_english_and_as_french(typed: str, numbers: set[str]) -> None:
    assert numbers_in(typed) == {Decimal(number) for number in numbers}


def test_a_number_has_up_to_fifteen_digits_in_a_row() -> None:
    assert numbers_in("123456789012345") == {Decimal(123456789012345)}
    assert numbers_in("1234567890123456") == set()


@pytest.mark.parametrize(
    ("typed", "unit", "understood"),
    [
        ("5 Ω", "Ω", True),
        ("5 \u2126", "Ω", True),
        ("5 µA", "μA", True),
        ("5 ma", "mA", True),
        ("5 MA", "mA", False),
        ("5 mΩ", "MΩ", False),
        ("5 mV", "mA", False),
        ("5 v", "V", True),
        ("5 V", "", False),
        ("5", "V", True),
        ("25%", "%", True),
    ],
)
def test_a_unit_may_be_typed_but_not_another(typed: str, unit: str, understood: bool) -> None:
    assert bool(numbers_in(typed, unit)) == understood


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("open circuit", 1),
        ("  Open   CIRCUIT ", 1),
        ("ôpen circuit", 1),
        ("no connection", 1),
        ("opencircuit", 0),
        ("open", 0),
    ],
)
def test_a_text_is_right_when_it_is_one_of_the_accepted_answers(typed: str, share: int) -> None:
    assert credit(question("text", accepted=("open circuit", "No Connection")), typed) == share


def test_case_accents_spaces_and_apostrophes_fold() -> None:
    assert folded(" L’Étanchéité \n d'abord") == "l'etancheite d'abord"


def test_the_apostrophes_of_phones_and_keyboards_are_one() -> None:
    assert folded("d'abord d’abord d‘abord dʼabord") == "d'abord d'abord d'abord d'abord"


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (Fraction(1), "right"),
        (Fraction(1, 3), "partly"),
        (Fraction(999, 1000), "partly"),
        (Fraction(0), "wrong"),
    ],
)
def test_a_verdict_is_right_only_with_full_marks(share: Fraction, word: str) -> None:
    assert verdict(share) == word


def test_an_answer_by_options_is_read_in_order_once_each_and_within_the_question() -> None:
    assert answer_from(question("multiple", right="x-x"), ["2", "0", "2", "9", "-1", "x", " 1"]) == [0, 2]


def test_nothing_chosen_or_typed_is_no_answer() -> None:
    assert answer_from(question(right="-x"), []) is None
    assert answer_from(question(right="-x"), ["5"]) is None
    assert answer_from(numeric("1"), ["  "]) is None
    assert answer_from(numeric("1"), []) is None


def test_a_typed_answer_is_stripped_and_cut() -> None:
    assert answer_from(numeric("1"), [" 1 V "]) == "1 V"
    assert answer_from(numeric("1"), ["1" * 300]) == "1" * 200
