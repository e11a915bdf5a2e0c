"""Who has done what with an item that is otherwise in a newer revision."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from app.curriculum.changes import Change, Part
from app.curriculum.model import Item
from app.today.glance import CaseGlance, Glance, QuizGlance
from app.today.taking import touched
from tests.today.glances import glance, sat, shown
from tests.today.test_standing import ATTEMPT, SIGN_OFF, curriculum

RUN = UUID(int=7)


def change(before: Item | None, after: Item | None) -> Change:
    """What became of that item."""
    what = "changed" if before and after else "added" if after else "removed"
    item = after or before
    part = Part(item.id if item else "week-03", "item" if item else "week", frozenset())
    return Change(part, what, before, after, moved=False, renamed_from=None, meanings=())  # type: ignore[arg-type]


def item(item_id: str) -> Item:
    return curriculum().items[item_id]


def how(trainee: Glance, item_id: str) -> list[tuple[str, str]]:
    """What the trainee did with that item, and where it is to be read."""
    return [(each.how, each.path) for each in touched(change(item(item_id), item(item_id)), [trainee]).did]


def test_a_lesson_was_completed_or_nothing_was_done_with_it() -> None:
    assert how(glance("the-bench"), "the-bench") == [("done", "")]
    assert how(glance("the-battery"), "the-bench") == []


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (sat(running=True), [("running", "")]),
        (sat(running=True, fails=1), [("running", f"/attempts/{ATTEMPT}")]),
        (sat(fails=2), [("not_yet", f"/attempts/{ATTEMPT}")]),
        (QuizGlance(None, 0, 0, False, None, further=1), []),
    ],
)
def test_a_quiz_is_under_way_or_was_tried_and_more_attempts_alone_are_nothing(
    seen: QuizGlance, told: list[tuple[str, str]]
) -> None:
    assert how(glance(safety_quiz=seen), "safety-quiz") == told


def test_a_passed_quiz_is_done_and_leads_to_its_last_attempt() -> None:
    passed = glance("safety-quiz", safety_quiz=sat(passed=True))
    assert how(passed, "safety-quiz") == [("done", f"/attempts/{ATTEMPT}")]


def test_a_case_leads_to_its_last_run() -> None:
    tried, at_it = CaseGlance(None, 1, False, RUN, 1), CaseGlance(RUN, 1, False, None)
    assert how(glance(safety_quiz=tried), "safety-quiz") == [("not_yet", f"/case-runs/{RUN}")]
    assert how(glance(safety_quiz=at_it), "safety-quiz") == [("running", "")]


@pytest.mark.parametrize(
    ("done", "seen", "told"),
    [
        ((), shown(ready=1), ("ready", "")),
        ((), shown(ready=1, not_yets=1), ("ready", f"/sign-offs/{SIGN_OFF}")),
        ((), shown(not_yets=1), ("not_yet", f"/sign-offs/{SIGN_OFF}")),
        ((), shown(outcome="competent"), ("running", f"/sign-offs/{SIGN_OFF}")),
        (("esd-bench",), shown(outcome="competent"), ("done", f"/sign-offs/{SIGN_OFF}")),
    ],
)
def test_a_practical_leads_to_its_last_sign_off(done: tuple[str, ...], seen: object, told: tuple[str, str]) -> None:
    assert how(glance(*done, esd_bench=seen), "esd-bench") == [told]


def test_who_completed_it_and_who_is_at_it_is_counted() -> None:
    failed, at_it = (glance(safety_quiz=seen) for seen in (sat(fails=1), sat(running=True)))
    found = touched(change(item("safety-quiz"), None), [glance("safety-quiz"), failed, glance(), at_it])
    assert (found.done, found.begun) == (1, 2)


def test_a_renamed_item_is_looked_for_as_the_cohort_calls_it() -> None:
    renamed = replace(item("the-bench"), id="your-bench", aliases=("the-bench",))
    found = touched(change(item("the-bench"), renamed), [glance("the-bench"), glance("your-bench")])
    assert found.done == 1


def test_an_item_that_comes_back_is_looked_for_under_all_its_names() -> None:
    back = replace(item("the-bench"), id="your-bench", aliases=("the-bench",))
    assert touched(change(None, back), [glance("the-bench"), glance("your-bench"), glance()]).done == 2


def test_nobody_does_anything_with_the_page_of_a_week() -> None:
    assert touched(change(None, None), [glance("the-bench")]).did == ()
