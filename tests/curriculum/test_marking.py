"""Marking one question: credit, verdicts, and how typed answers are read."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.curriculum.marking import answer_from, credit, folded, is_complete, links_in, numbers_in, values_for, verdict
from app.curriculum.model import NumericKey, Option, Pair, Question, QuestionType


def question(
    kind: QuestionType = "single",
    *,
    right: str = "",
    numeric: NumericKey | None = None,
    accepted: tuple[str, ...] = (),
    all_or_nothing: bool = False,
    parts: int = 0,
) -> Question:
    """A question whose options are spelt as a row of signs: x is right, - is wrong. `parts`: how many things to put in
    order, or pairs."""
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
        ordered=tuple(f"{place}" for place in range(parts)) if kind == "order" else (),
        pairs=tuple(Pair(f"{place}", f"{place}") for place in range(parts)) if kind == "match" else (),
    )


def order(parts: int, *, all_or_nothing: bool = False) -> Question:
    return question("order", parts=parts, all_or_nothing=all_or_nothing)


def match(parts: int, *, all_or_nothing: bool = False) -> Question:
    return question("match", parts=parts, all_or_nothing=all_or_nothing)


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


@pytest.mark.parametrize(
    ("put", "share"),
    [
        ([0, 1, 2, 3], Fraction(1)),
        ([0, 1, 3, 2], Fraction(2, 3)),
        ([1, 0, 3, 2], Fraction(1, 3)),
        ([3, 0, 1, 2], Fraction(2, 3)),
        ([2, 0, 3, 1], Fraction(1, 3)),
        ([0, 2, 1, 3], Fraction(2, 3)),
        ([3, 2, 1, 0], Fraction(0)),
        ([0, 1, None, None], Fraction(1, 3)),
        ([0, None, 1, None], Fraction(0)),
        ([None, None, 2, 3], Fraction(1, 3)),
    ],
)
def test_an_order_earns_the_share_of_neighbours_in_the_right_order(put: list[int | None], share: Fraction) -> None:
    assert credit(order(4), put) == share


@given(st.integers(2, 7).flatmap(lambda parts: st.permutations(range(parts))))
def test_only_the_right_order_earns_full_marks_and_its_reverse_nothing(put: list[int]) -> None:
    share = credit(order(len(put)), put)
    assert 0 <= share <= 1
    assert (share == 1) == (put == sorted(put))
    assert credit(order(len(put)), list(reversed(put))) == 1 - share


@pytest.mark.parametrize(
    ("put", "share"),
    [
        ([0, 1, 2], Fraction(1)),
        ([0, 2, 1], Fraction(1, 3)),
        ([1, 1, 1], Fraction(1, 3)),
        ([1, 2, 0], Fraction(0)),
        ([None, 1, None], Fraction(1, 3)),
        ([None, None, None], Fraction(0)),
    ],
)
def test_a_match_earns_the_share_of_right_pairs(put: list[int | None], share: Fraction) -> None:
    assert credit(match(3), put) == share


@given(st.lists(st.none() | st.integers(0, 5), min_size=6, max_size=6))
def test_only_all_pairs_right_earn_full_marks(put: list[int | None]) -> None:
    share = credit(match(6), put)
    assert 0 <= share <= 1
    assert (share == 1) == (put == list(range(6)))


def test_marking_all_asks_for_the_whole_order_and_every_pair() -> None:
    assert [credit(order(3, all_or_nothing=True), put) for put in ([0, 1, 2], [0, 2, 1])] == [1, 0]
    assert [credit(match(3, all_or_nothing=True), put) for put in ([0, 1, 2], [0, 1, None])] == [1, 0]


@pytest.mark.parametrize(
    ("right", "chosen", "share"),
    [
        ("x--", [0], Fraction(1)),
        ("x--", [1], Fraction(0)),
        ("x--", [0, 1], Fraction(1, 2)),
        ("xx-", [0], Fraction(1, 2)),
        ("xx-", [0, 1], Fraction(1)),
        ("xx", [1], Fraction(1, 2)),
    ],
)
def test_a_hotspot_is_marked_as_its_places_were_options(right: str, chosen: list[int], share: Fraction) -> None:
    assert credit(question("hotspot", right=right), chosen) == share


def test_an_order_is_read_from_places_on_the_page() -> None:
    shown = (2, 0, 1)
    assert answer_from(order(3), ["0:0", "1:1", "2:2"], shown) == [2, 0, 1]
    assert answer_from(order(3), ["0:2", "1:0", "2:1"], shown) == [0, 1, 2]
    assert answer_from(order(3), ["1:2"], shown) == [None, None, 0]


def test_a_match_is_read_from_places_on_the_page() -> None:
    shown = (2, 0, 1)
    assert answer_from(match(3), ["0:1", "1:2", "2:0"], shown) == [0, 1, 2]
    assert answer_from(match(3), ["0:1", "2:1"], shown) == [0, None, 0]


def test_outside_of_attempts_the_page_has_the_order_of_practice() -> None:
    asked = order(3)
    assert answer_from(asked, ["0:0"]) == [asked.shown[0], None, None]


@pytest.mark.parametrize(
    "values",
    [[], ["", ""], ["0"], [":"], ["3:0"], ["0:3"], ["-1:0"], ["0:0:0"], ["0:0 "], ["a:b"], ["0:0", "0:1"]],
)
def test_what_puts_nothing_anywhere_is_no_answer(values: list[str]) -> None:
    assert [answer_from(each, values, (2, 0, 1)) for each in (order(3), match(3))] == [None, None]


def test_two_things_with_one_number_have_none() -> None:
    assert answer_from(order(3), ["0:0", "1:0", "2:2"], (0, 1, 2)) == [None, None, 2]


def test_what_is_said_twice_alike_is_said_once() -> None:
    assert links_in(["0:1", "0:1", "2:1"], 3) == {0: 1, 2: 1}


@given(st.permutations(range(5)), st.permutations([0, 1, 2, None, None, 3, 4]))
def test_what_a_page_marks_as_chosen_is_read_as_the_same_answer(shown: list[int], put: list[int | None]) -> None:
    asked = order(5)
    answer = answer_from(asked, values_for(asked, put[:5], shown), shown)
    assert answer == (put[:5] if any(each is not None for each in put[:5]) else None)
    paired = match(5)
    assert answer_from(paired, values_for(paired, put[:5], shown), shown) == answer


def test_other_answers_are_sent_as_they_are_kept() -> None:
    assert values_for(question("multiple", right="x-x"), [0, 2], (2, 1, 0)) == ["0", "2"]
    assert values_for(question("hotspot", right="x-"), [1], (1, 0)) == ["1"]
    assert values_for(numeric("1"), "1 V", ()) == ["1 V"]
    assert values_for(numeric("1"), None, ()) == values_for(numeric("1"), "", ()) == []


@pytest.mark.parametrize(
    ("answer", "complete"),
    [([1, 0], True), ([1, None], False), ([0], True), ([], False), ("x", True), ("", False), (None, False)],
)
def test_an_answer_is_complete_when_nothing_is_left_to_be_put(
    answer: list[int | None] | str | None, *, complete: bool
) -> None:
    assert is_complete(answer) is complete
