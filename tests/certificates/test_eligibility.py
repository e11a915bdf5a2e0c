"""Who has earned a certificate."""

from __future__ import annotations

import pytest

from app.certificates.eligibility import Eligibility, Shortfall, eligibility_of, unwritten_weeks
from app.certificates.queries import candidates_among
from app.courses.progress import RuleProgress
from app.curriculum.model import Item
from tests.cast import Cast
from tests.certificates.finished import DONE, LATE_EVENING, finish
from tests.courses.unwritten import enrolled_with_drafts, enrolled_without_items, with_drafts, without_items

MET = RuleProgress("lesson", needed=2, done=2, missing=())


def told(eligibility: Eligibility) -> tuple[bool, tuple[Shortfall, ...]]:
    """Whether a certificate is earned, and what is missing."""
    return eligibility.complete, eligibility.shortfalls


@pytest.fixture
def items(cast: Cast) -> tuple[Item, ...]:
    return tuple(cast.enrolled().curriculum.items.values())


def test_everything_done_earns_a_certificate() -> None:
    assert eligibility_of([MET]) == Eligibility((MET,))
    assert told(eligibility_of([MET])) == (True, ())


def test_what_is_missing_is_told_by_kind_and_the_rest_is_not(items: tuple[Item, ...]) -> None:
    quizzes = RuleProgress("quiz", needed=3, done=1, missing=items[:2])
    assert told(eligibility_of([MET, quizzes])) == (False, (Shortfall("quiz", 2, items[:2]),))


def test_the_rules_are_told_as_they_are_met_and_what_asks_for_nothing_is_left_out(items: tuple[Item, ...]) -> None:
    nothing = RuleProgress("case", needed=0, done=0, missing=())
    quizzes = RuleProgress("quiz", needed=3, done=1, missing=items[:2])
    assert eligibility_of([MET, nothing, quizzes]).rules == (MET, quizzes)


def test_a_rule_tells_by_which_items_it_is_met_and_since_when(cast: Cast) -> None:
    finish(cast, cast.enrolment_id, but=("esd-bench",))
    (candidate,) = candidates_among([cast.enrolled()])
    lessons, quizzes, practicals = candidate.eligibility.rules
    assert {each.item.id: each.at for each in lessons.met_by}["the-battery"] == LATE_EVENING
    assert [(each.item.id, each.at) for each in quizzes.met_by] == [("safety-quiz", DONE)]
    assert (practicals.met_by, [item.id for item in practicals.missing]) == ((), ["esd-bench"])
    assert [each.item.id for each in lessons.met_by] == [
        item.id for item in cast.enrolled().curriculum.items.values() if item.kind == "lesson"
    ]


def test_where_only_a_share_is_asked_any_of_the_missing_will_do(items: tuple[Item, ...]) -> None:
    rule = RuleProgress("lesson", needed=3, done=2, missing=items[:2])
    (shortfall,) = eligibility_of([rule]).shortfalls
    assert (shortfall.short, shortfall.any_will_do) == (1, True)


def test_where_all_are_asked_all_of_the_missing_are_needed(items: tuple[Item, ...]) -> None:
    rule = RuleProgress("lesson", needed=4, done=2, missing=items[:2])
    (shortfall,) = eligibility_of([rule]).shortfalls
    assert (shortfall.short, shortfall.any_will_do) == (2, False)


def test_what_is_missing_beyond_a_met_rule_does_not_block(items: tuple[Item, ...]) -> None:
    rule = RuleProgress("lesson", needed=2, done=2, missing=items[:1])
    assert told(eligibility_of([rule])) == (True, ())


def test_a_course_that_asks_for_nothing_earns_nobody_a_certificate() -> None:
    nothing = RuleProgress("lesson", needed=0, done=0, missing=())
    assert told(eligibility_of([nothing])) == (False, ())
    assert eligibility_of([nothing]).may_be_excepted is False


def test_a_course_with_unwritten_weeks_earns_nobody_a_certificate() -> None:
    eligibility = eligibility_of([MET], unwritten=(3, 5))
    assert (*told(eligibility), eligibility.unwritten) == (False, (), (3, 5))


def test_unwritten_weeks_are_told_beside_what_the_trainee_still_misses(items: tuple[Item, ...]) -> None:
    quizzes = RuleProgress("quiz", needed=3, done=1, missing=items[:2])
    eligibility = eligibility_of([MET, quizzes], unwritten=(4,))
    assert (*told(eligibility), eligibility.unwritten) == (False, (Shortfall("quiz", 2, items[:2]),), (4,))


def test_an_exception_can_be_made_from_the_rules_but_not_for_what_is_unwritten(items: tuple[Item, ...]) -> None:
    quizzes = RuleProgress("quiz", needed=3, done=1, missing=items[:2])
    assert [
        eligibility.may_be_excepted
        for eligibility in (
            eligibility_of([MET]),
            eligibility_of([MET, quizzes]),
            eligibility_of([MET, quizzes], unwritten=(4,)),
        )
    ] == [False, True, False]


@pytest.mark.parametrize("weeks", [(), (5,), (3, 4, 5), (1, 2, 3, 4, 5)])
def test_weeks_without_items_and_drafts_are_told_by_their_numbers(cast: Cast, weeks: tuple[int, ...]) -> None:
    assert unwritten_weeks(without_items(cast.enrolled().curriculum, weeks)) == weeks
    assert unwritten_weeks(with_drafts(cast.enrolled().curriculum, weeks)) == weeks


def test_candidates_of_a_course_with_unwritten_weeks_have_earned_nothing(cast: Cast) -> None:
    finish(cast, cast.enrolment_id)
    written, unwritten = cast.enrolled(), enrolled_without_items(cast, [3, 4, 5])
    finish(cast, unwritten.id)
    candidates = candidates_among([written, unwritten])
    assert [(*told(each.eligibility), each.eligibility.unwritten) for each in candidates] == [
        (True, (), ()),
        (False, (), (3, 4, 5)),
    ]


def test_nobody_has_earned_the_certificate_of_a_course_with_a_draft_though_all_its_items_are_done(cast: Cast) -> None:
    drafted = enrolled_with_drafts(cast, [3, 5])
    finish(cast, drafted.id)
    (candidate,) = candidates_among([drafted])
    assert (*told(candidate.eligibility), candidate.eligibility.unwritten) == (False, (), (3, 5))
