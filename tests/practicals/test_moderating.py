"""What a moderator's judgement comes to, and what comes of comparing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.moderating import (
    Agreement,
    Answer,
    Moderated,
    Second,
    SecondGap,
    SecondJudgement,
    agrees,
    second_gaps,
    second_outcome,
    standing_of,
)
from app.assessments.practicals.outcome import outcome_of
from app.courses.facts import Enrolled
from app.curriculum.model import Practical
from app.shared.ids import new_id
from app.shared.intervals import share
from tests.cast import NOON
from tests.practicals.making import criterion, practical

BENCH = practical(criterion("safe", critical=True), criterion("tested", levels=4), criterion("tidy", levels=4))
LEVELS = st.fixed_dictionaries(
    {
        "safe": st.sampled_from([0, 1, None]),
        "tested": st.sampled_from([0, 1, 2, 3, None]),
        "tidy": st.sampled_from([0, 1, 2, 3, None]),
    }
)


def _outcome(levels: dict[str, int | None], *, not_yet: bool = False, of: Practical = BENCH) -> str:
    return second_outcome(of, SecondJudgement(levels, not_yet, "Seen."))


@pytest.mark.parametrize(
    ("levels", "outcome"),
    [
        ({"safe": 1, "tested": 3, "tidy": 3}, "competent"),
        ({"safe": 0, "tested": 3, "tidy": 3}, "not_yet_competent"),
        ({"safe": 0, "tested": None, "tidy": None}, "not_yet_competent"),
        ({"safe": None, "tested": 0, "tidy": 0}, "not_yet_competent"),
        ({"safe": None, "tested": 3, "tidy": 3}, "cannot_tell"),
        ({"safe": 1, "tested": None, "tidy": 3}, "cannot_tell"),
        ({"safe": 1, "tested": None, "tidy": 0}, "not_yet_competent"),
        ({"safe": None, "tested": None, "tidy": None}, "cannot_tell"),
    ],
)
def test_it_is_told_where_what_was_not_seen_would_change_nothing(levels: dict[str, int | None], outcome: str) -> None:
    assert _outcome(levels) == outcome


def test_what_is_hardly_seen_is_told_where_the_pass_is_low() -> None:
    low = practical(criterion("tested", levels=4), criterion("tidy", levels=4), passes="50")
    assert _outcome({"tested": 3, "tidy": None}, of=low) == "competent"


def test_a_moderator_who_saw_nothing_at_all_tells_nothing_even_where_anything_passes() -> None:
    anything = practical(criterion("tidy", levels=4), passes="0")
    assert _outcome({"tidy": None}, of=anything) == "cannot_tell"


@given(LEVELS)
def test_a_decision_of_not_yet_stands_against_any_levels(levels: dict[str, int | None]) -> None:
    assert _outcome(levels, not_yet=True) == "not_yet_competent"


@given(LEVELS, LEVELS)
def test_whatever_was_really_done_where_nothing_was_seen_the_outcome_told_is_right(
    levels: dict[str, int | None], truth: dict[str, int | None]
) -> None:
    whole = {name: truth[name] or 0 if level is None else level for name, level in levels.items()}
    told = _outcome(levels)
    assert told in ("cannot_tell", outcome_of(BENCH, whole).outcome)


def test_every_criterion_and_the_words_are_asked_for() -> None:
    given_so_far = SecondJudgement({"tested": 4, "tidy": None}, not_yet=False, words="")
    assert second_gaps(BENCH, given_so_far) == (
        SecondGap("level", "safe"),
        SecondGap("level", "tested"),
        SecondGap("words"),
    )


def test_a_whole_judgement_has_no_gaps() -> None:
    assert second_gaps(BENCH, SecondJudgement({"safe": 0, "tested": 3, "tidy": None}, not_yet=False, words="S.")) == ()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("competent", "competent", True),
        ("not_yet_competent", "not_yet_competent", True),
        ("competent", "not_yet_competent", False),
        ("not_yet_competent", "competent", False),
        ("competent", "cannot_tell", True),
        ("not_yet_competent", "cannot_tell", True),
    ],
)
def test_only_the_opposite_outcome_disagrees(first: str, second: Any, same: bool) -> None:
    assert agrees(first, second) is same


@pytest.mark.parametrize(
    ("second", "agreed", "stands", "corrected", "set_aside", "standing"),
    [
        ("cannot_tell", True, False, True, True, "cannot_tell"),
        ("competent", True, False, True, True, "agrees"),
        ("competent", False, False, False, False, "waits"),
        ("competent", False, True, False, False, "stands"),
        ("competent", False, True, True, True, "stands"),
        ("competent", False, False, True, True, "corrected"),
        ("competent", False, False, False, True, "set_aside"),
    ],
)
def test_what_came_of_it(
    second: Any, agreed: bool, stands: bool, corrected: bool, set_aside: bool, standing: str
) -> None:
    assert standing_of(second, agreed=agreed, stands=stands, corrected=corrected, set_aside=set_aside) == standing


JUDGED: dict[str, int | None] = {"safe": 1, "tested": 3, "tidy": 2}
FIRST = SeenSignOff(
    id=new_id(),
    enrolled=cast("Enrolled", None),
    practical=BENCH,
    assessor="Ines Instructor",
    device="Exemplia One",
    outcome="competent",
    overruled=False,
    levels=JUDGED,
    remark="",
    photo_ids=(),
    ended_at=NOON,
    acknowledged_at=None,
    assessor_id=new_id(),
    revision_id=1,
    revision_number=1,
    stopped=False,
    overridden=False,
    signed_with="pin",
    device_brand="Exemplia",
    device_model="One",
    begun_at=NOON,
    delivered_at=NOON,
    photos=(),
    corrects_id=None,
    corrected_by_id=None,
    set_aside=False,
)
COMPARED = Moderated(
    id=new_id(),
    why="share",
    first=FIRST,
    assessor_id=FIRST.assessor_id,
    second="not_yet_competent",
    agreed=False,
    levels={"safe": 0, "tested": 3, "tidy": None},
    words="The strap.",
    moderator="Momo Moderator",
    moderator_id=new_id(),
    judged_at=NOON,
    answer=None,
    closed=False,
)


@pytest.mark.parametrize(
    ("compared", "standing"),
    [
        (COMPARED, "waits"),
        (replace(COMPARED, answer=Answer("I saw it.", NOON)), "stands"),
        (replace(COMPARED, first=replace(FIRST, corrected_by_id=new_id())), "corrected"),
        (replace(COMPARED, first=replace(FIRST, set_aside=True)), "set_aside"),
        (replace(COMPARED, agreed=True), "agrees"),
        (replace(COMPARED, second="cannot_tell"), "cannot_tell"),
    ],
)
def test_what_came_of_a_comparison_follows_from_the_answer_and_the_sign_off(compared: Moderated, standing: str) -> None:
    assert compared.standing == standing


@pytest.mark.parametrize(
    ("second", "levels", "overruled"),
    [
        ("not_yet_competent", {"safe": 0, "tested": 3, "tidy": 3}, False),
        ("not_yet_competent", {"safe": 1, "tested": 3, "tidy": 3}, True),
        ("not_yet_competent", {"safe": None, "tested": 3, "tidy": 3}, True),
        ("competent", {"safe": 1, "tested": 3, "tidy": 3}, False),
        ("cannot_tell", {"safe": None, "tested": 3, "tidy": 3}, False),
        ("competent", {"safe": 0, "tested": 3, "tidy": 3}, False),
    ],
)
def test_a_moderator_overrules_levels_that_do_not_say_not_yet(
    second: Second, levels: dict[str, int | None], overruled: bool
) -> None:
    assert replace(COMPARED, second=second, levels=levels).overruled is overruled


def test_what_the_moderator_gave_is_told_as_pages_write_it() -> None:
    assert [COMPARED.word(each) for each in BENCH.criteria] == ["not_met", "3", "not_observed"]
    assert replace(COMPARED, levels={"safe": 1, "tested": 0, "tidy": 2}).word(BENCH.criteria[0]) == "met"


def test_criteria_differ_where_both_gave_a_level_and_another_one() -> None:
    assert COMPARED.differing == (BENCH.criteria[0],)
    other = replace(COMPARED, levels={"safe": 1, "tested": 2, "tidy": 1})
    assert [each.id for each in other.differing] == ["tested", "tidy"]
    assert replace(COMPARED, first=replace(FIRST, levels=dict.fromkeys(JUDGED))).differing == ()


def test_the_rate_of_agreement_is_of_what_could_be_told() -> None:
    agreement = Agreement(new_id(), "Ines Instructor", BENCH, judged=9, told=7, agreed=5)
    assert agreement.rate == share(5, 7)
    assert Agreement(new_id(), "Ines Instructor", BENCH, judged=9, told=0, agreed=0).rate is None
