"""The outcome of levels, by the curriculum format's rule."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.practicals.outcome import Missing, Outcome, missing, outcome_of, retake_spent, successes
from app.curriculum.model import Criterion, Practical
from tests.practicals.making import criterion, practical

Given = dict[str, int | None]


@st.composite
def assessed(draw: st.DrawFn) -> tuple[Practical, Given]:
    """A practical with up to six criteria, and a level or "not observed" for each."""
    criteria = [
        criterion(f"c{number}", levels=draw(st.sampled_from([0, 2, 3, 4, 6])), critical=draw(st.booleans()))
        for number in range(draw(st.integers(1, 6)))
    ]
    given_levels: Given = {each.id: draw(st.none() | st.integers(0, max(len(each.levels) - 1, 1))) for each in criteria}
    return practical(*criteria, passes=str(draw(st.integers(0, 100)))), given_levels


def _whole(levels: Given) -> dict[str, int]:
    """The same with everything observed: at the lowest level what wasn't."""
    return {name: level or 0 for name, level in levels.items()}


def test_work_at_the_highest_levels_is_competent() -> None:
    work = practical(criterion("safe", critical=True), criterion("clean", levels=4))
    assert outcome_of(work, {"safe": 1, "clean": 3}) == Outcome("competent", Fraction(1), (), (), too_low=False)


def test_a_missed_condition_fails_whatever_the_levels() -> None:
    safe = criterion("safe", critical=True)
    work = practical(safe, criterion("clean", levels=4))
    assert outcome_of(work, {"safe": 0, "clean": 3}) == Outcome(
        "not_yet_competent", Fraction(1), (safe,), (), too_low=False
    )


@pytest.mark.parametrize(
    ("levels", "level", "missed"),
    [
        (2, 0, True),
        (2, 1, False),
        (3, 0, True),
        (3, 1, False),
        (3, 2, False),
        (4, 1, True),
        (4, 2, False),
        (4, 3, False),
    ],
)
def test_a_critical_criterion_takes_the_second_highest_level_and_of_two_the_highest(
    levels: int, level: int, missed: bool
) -> None:
    clean = criterion("clean", levels=levels, critical=True)
    outcome = outcome_of(practical(clean, passes="0"), {"clean": level})
    assert (outcome.missed, outcome.competent) == ((clean,) if missed else (), not missed)


def test_a_criterion_left_not_observed_fails_and_is_named() -> None:
    clean, tidy = criterion("clean", levels=4), criterion("tidy")
    assert outcome_of(practical(clean, tidy, passes="0"), {"clean": 3, "tidy": None}) == Outcome(
        "not_yet_competent", Fraction(1), (), (tidy,), too_low=False
    )


def test_a_critical_criterion_that_was_not_observed_is_not_told_as_missed() -> None:
    safe = criterion("safe", critical=True)
    assert outcome_of(practical(safe), {"safe": None}) == Outcome("not_yet_competent", None, (), (safe,), too_low=False)


def test_a_condition_has_no_share_in_the_mean() -> None:
    work = practical(criterion("safe", critical=True), criterion("clean", levels=4))
    assert outcome_of(work, {"safe": 1, "clean": 2}).mean == Fraction(2, 3)


def test_a_critical_criterion_with_levels_has_its_share() -> None:
    work = practical(criterion("safe", levels=4, critical=True), criterion("tidy"))
    assert outcome_of(work, {"safe": 2, "tidy": 0}).mean == Fraction(1, 3)


def test_the_mean_is_of_shares_and_not_of_points() -> None:
    work = practical(criterion("tidy"), criterion("clean", levels=4))
    assert outcome_of(work, {"tidy": 1, "clean": 0}).mean == Fraction(1, 2)


@pytest.mark.parametrize(("passes", "competent"), [("66.66", True), ("66.67", False)])
def test_the_mean_is_compared_exactly_with_the_pass(passes: str, competent: bool) -> None:
    outcome = outcome_of(practical(criterion("clean", levels=4), passes=passes), {"clean": 2})
    assert (outcome.competent, outcome.too_low) == (competent, not competent)


def test_a_mean_that_equals_the_pass_reaches_it() -> None:
    assert outcome_of(practical(criterion("clean", levels=6), passes="60"), {"clean": 3}).competent


def test_conditions_alone_need_no_mean() -> None:
    assert outcome_of(practical(criterion("safe", critical=True)), {"safe": 1}) == Outcome(
        "competent", None, (), (), too_low=False
    )


@pytest.mark.parametrize(("level", "percent"), [(1, "33.3"), (2, "66.6"), (3, "100.0")])
def test_per_cent_are_rounded_down_so_that_nothing_looks_passed_that_is_not(level: int, percent: str) -> None:
    assert outcome_of(practical(criterion("clean", levels=4)), {"clean": level}).mean_percent == Decimal(percent)


@pytest.mark.parametrize(("levels", "level"), [(0, 2), (0, -1), (4, 4), (4, -1)])
def test_a_level_that_the_criterion_does_not_have_is_a_mistake_of_the_caller(levels: int, level: int) -> None:
    with pytest.raises(ValueError, match="has no level"):
        outcome_of(practical(criterion("clean", levels=levels)), {"clean": level})


def test_a_criterion_left_out_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        outcome_of(practical(criterion("clean")), {})


@given(assessed())
def test_the_outcome_is_the_rule_of_the_format(work: tuple[Practical, Given]) -> None:
    task, levels = work
    shares, met = [], []
    for each in task.criteria:
        level, top = levels[each.id], len(each.levels) - 1
        if level is not None and each.levels:
            shares.append(Fraction(level, top))
            met.append(not each.critical or level == top or (top > 1 and level == top - 1))
        elif level is not None:
            shares += [] if each.critical else [Fraction(level)]
            met.append(not each.critical or level == 1)
    reached = not shares or sum(shares) >= len(shares) * Fraction(task.pass_percent) / 100
    expected = all(met) and None not in levels.values() and reached
    assert outcome_of(task, levels).competent == expected


@given(assessed(), st.data())
def test_a_better_level_never_makes_competent_work_less(work: tuple[Practical, Given], data: st.DataObject) -> None:
    task, levels = work[0], _whole(work[1])
    before = outcome_of(task, levels)
    better: Criterion = data.draw(st.sampled_from(task.criteria))
    raised = levels | {better.id: max(len(better.levels) - 1, 1)}
    assert outcome_of(task, raised).competent >= before.competent


@given(assessed(), st.data())
def test_what_is_not_observed_is_never_competent(work: tuple[Practical, Given], data: st.DataObject) -> None:
    task, levels = work
    unseen: Criterion = data.draw(st.sampled_from(task.criteria))
    assert not outcome_of(task, levels | {unseen.id: None}).competent


@given(assessed())
def test_not_yet_always_has_a_reason_and_competent_never(work: tuple[Practical, Given]) -> None:
    outcome = outcome_of(*work)
    assert outcome.competent == (not (outcome.missed or outcome.not_observed or outcome.too_low))


def test_each_sign_off_counts_where_devices_do_not_matter() -> None:
    assert successes(practical(), [("Exemplia", "One"), ("Exemplia", "One")]) == 2


@pytest.mark.parametrize(
    ("devices", "count"),
    [
        ([("Exemplia", "One"), ("Exemplia", "Two")], 2),
        ([("Exemplia", "One"), ("Modelo", "One")], 2),
        ([("Exemplia", "One"), ("EXEMPLIA", "one")], 1),
        ([("Exemplia", "One 5G"), ("Exemplia One", "5G")], 1),
        ([("Exemplia", "One  5G"), ("Exemplia", "One 5G")], 1),
        ([("Straße", "One"), ("STRASSE", "One")], 1),
        ([], 0),
    ],
)
def test_the_same_device_spelt_otherwise_is_no_other_device(devices: list[tuple[str, str]], count: int) -> None:
    assert successes(practical(different_devices=True), devices) == count


@pytest.mark.parametrize(
    ("needed", "written", "told"),
    [
        (2, [], Missing(2, ())),
        (2, [("Exemplia", "One")], Missing(1, ("Exemplia One",))),
        (2, [("Exemplia", "One"), ("EXEMPLIA", " one ")], Missing(1, ("Exemplia One",))),
        (3, [("Exemplia", "One"), ("Modelo", "Two")], Missing(1, ("Exemplia One", "Modelo Two"))),
        (2, [("Exemplia", "One"), ("Modelo", "Two")], Missing(0, ())),
        (1, [("Exemplia", "One"), ("Modelo", "Two")], Missing(0, ())),
    ],
)
def test_what_is_missing_is_told_with_the_devices_that_count_already(
    needed: int, written: list[tuple[str, str]], told: Missing
) -> None:
    assert missing(practical(successes=needed, different_devices=True), written) == told


@pytest.mark.parametrize(("written", "more"), [(0, 3), (1, 2), (3, 0), (4, 0)])
def test_where_devices_do_not_matter_none_is_named(written: int, more: int) -> None:
    assert missing(practical(successes=3), [("Exemplia", "One")] * written) == Missing(more, ())


DEVICES = st.lists(
    st.tuples(st.sampled_from(["Exemplia", "exemplia", "Modelo"]), st.sampled_from(["One", "ONE", "Two"]))
)


@given(DEVICES, st.integers(1, 4), st.booleans())
def test_what_counts_and_what_is_missing_come_to_what_is_needed(
    devices: list[tuple[str, str]], needed: int, different: bool
) -> None:
    work = practical(successes=needed, different_devices=different)
    assert missing(work, devices).more == max(needed - successes(work, devices), 0)


@given(DEVICES, DEVICES)
def test_a_further_sign_off_never_takes_a_success_away(
    before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    work = practical(different_devices=True)
    assert successes(work, before) <= successes(work, before + after) <= successes(work, before) + len(after)


@given(DEVICES)
def test_the_order_of_sign_offs_changes_no_count(devices: list[tuple[str, str]]) -> None:
    work = practical(different_devices=True)
    assert successes(work, devices) == successes(work, devices[::-1])


@given(DEVICES, st.integers(2, 4))
def test_a_device_that_is_named_as_counted_brings_nothing_new(devices: list[tuple[str, str]], needed: int) -> None:
    work = practical(successes=needed, different_devices=True)
    told = missing(work, devices)
    again = [(name.upper(), "") for name in told.other_than]
    assert missing(work, devices + again).more == told.more


@pytest.mark.parametrize(
    ("acquired", "spent"),
    [
        ([], False),
        (["unsafe"], False),
        (["unsafe", "unsafe"], True),
        (["not_yet", "not_yet", "not_yet"], False),
        (["unsafe", "not_yet", "unsafe"], True),
        (["unsafe", "competent", "unsafe"], False),
        (["unsafe", "competent", "unsafe", "not_yet", "unsafe"], True),
        (["unsafe", "unsafe", "competent"], False),
        (["unsafe", "unsafe", "unsafe"], True),
    ],
)
def test_two_unsafe_assessments_spend_the_one_retake_and_success_gives_it_back(
    acquired: list[Literal["competent", "not_yet", "unsafe"]], spent: bool
) -> None:
    assert retake_spent(acquired) is spent
