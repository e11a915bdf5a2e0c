"""Drawing what an attempt asks."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.assessments.quizzes.drawing import Asked, as_record, draw, from_record, number_asked
from tests.quizzes.questions import arranged, question, quiz

ALWAYS = [question("strap", right="x-"), question("energy", "numeric")]
BANK = [question(f"bank-{number}", right="x---", pool="bank") for number in range(8)]
SPARE = [question(f"spare-{number}", right="x-", pool="spare") for number in range(3)]
SEEDS = [f"attempt {number}" for number in range(200)]


def ids(drawn: tuple[Asked, ...]) -> list[str]:
    return [each.question.id for each in drawn]


@given(st.text())
def test_the_same_seed_draws_the_same(seed: str) -> None:
    drawn = quiz([*ALWAYS, *BANK], draw={"bank": 3})
    assert draw(drawn, seed=seed) == draw(drawn, seed=seed)


@given(st.text())
def test_of_a_pool_as_many_are_asked_as_the_quiz_draws_and_the_rest_always(seed: str) -> None:
    asked = ids(draw(quiz([*ALWAYS, *BANK, *SPARE], draw={"bank": 3, "spare": 1}), seed=seed))
    assert Counter(each.split("-")[0] for each in asked) == {"strap": 1, "energy": 1, "bank": 3, "spare": 1}
    assert len(set(asked)) == 6


def test_without_draw_every_question_is_asked() -> None:
    assert sorted(ids(draw(quiz([*ALWAYS, *BANK]), seed="a"))) == sorted(each.id for each in [*ALWAYS, *BANK])


def test_every_question_of_a_pool_has_its_turn() -> None:
    drawn = quiz(BANK, draw={"bank": 2})
    times = Counter(each for seed in SEEDS for each in ids(draw(drawn, seed=seed)))
    assert set(times) == {each.id for each in BANK}
    assert min(times.values()) > 20  # 50 on average


def test_attempts_differ_in_the_order_of_questions_and_options() -> None:
    drawn = quiz(BANK)
    orders = {tuple(ids(draw(drawn, seed=seed))) for seed in SEEDS}
    assert len(orders) > 190  # of 40,320 possible ones, 200 were drawn
    first_option = Counter(draw(quiz(BANK[:1]), seed=seed)[0].options[0] for seed in SEEDS)
    assert set(first_option) == {0, 1, 2, 3}


def test_without_shuffling_questions_and_options_stand_as_written() -> None:
    drawn = draw(quiz([*ALWAYS, *BANK], draw={"bank": 3}, shuffle=False), seed="a")
    assert ids(drawn) == sorted(ids(drawn), key=[each.id for each in [*ALWAYS, *BANK]].index)
    assert [each.options for each in drawn] == [(0, 1), (), (0, 1, 2, 3), (0, 1, 2, 3), (0, 1, 2, 3)]


def test_options_are_shown_once_each() -> None:
    assert all(sorted(each.options) == [0, 1, 2, 3] for each in draw(quiz(BANK), seed="a"))


def test_the_number_asked_is_the_number_drawn() -> None:
    assert number_asked(quiz([*ALWAYS, *BANK, *SPARE], draw={"bank": 3, "spare": 1})) == 6


def test_what_was_asked_is_found_again_in_its_record() -> None:
    drawn = quiz([*ALWAYS, *BANK], draw={"bank": 3})
    asked = draw(drawn, seed="a")
    record = as_record(asked)
    assert record[0] == {
        "question": asked[0].question.id,
        "digest": asked[0].question.digest,
        "options": list(asked[0].options),
    }
    assert from_record(record, drawn) == asked


def test_what_is_put_in_order_or_matched_is_mixed_even_without_shuffling() -> None:
    asked = [arranged("swap", "order", 5), arranged("readings", "match", 5)]
    drawn = [draw(quiz(asked, shuffle=False), seed=seed) for seed in SEEDS]
    assert all(ids(each) == ["swap", "readings"] for each in drawn)
    for place in (0, 1):
        orders = {each[place].options for each in drawn}
        assert all(sorted(order) == [0, 1, 2, 3, 4] for order in orders)
        assert len(orders) > 80  # of 120 possible ones, 200 were drawn


def test_the_places_of_a_hotspot_are_shuffled_as_options_are() -> None:
    places = question("connector", "hotspot", right="x---")
    assert draw(quiz([places], shuffle=False), seed="a")[0].options == (0, 1, 2, 3)
    assert {draw(quiz([places]), seed=seed)[0].options[0] for seed in SEEDS} == {0, 1, 2, 3}
