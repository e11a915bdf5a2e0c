"""Every case of the courses in the repository: solved, guessed, and done in ways that hurt."""

from __future__ import annotations

import pytest

from app.curriculum.cases.marking import mark
from app.curriculum.cases.running import act, begin, replay
from app.curriculum.model import BenchTest, Case, Conclusion, Hazard
from app.curriculum.words import words_of
from tests.cases.shipped import SHIPPED, cases, energised_before

ALL = [pytest.param(case, id=case.id) for case in cases().values()]
FORBIDDEN = [
    pytest.param(case, test, id=f"{case.id} {test.id}")
    for case in cases().values()
    for test in case.tests
    if test.forbidden
]
ON_A_DEAD_DEVICE = [
    pytest.param(case, test, id=f"{case.id} {test.id}")
    for case in cases().values()
    for test in case.tests
    if test.effect == "dead-only"
]
WRONG = [
    pytest.param(case, conclusion, id=f"{case.id} {conclusion.id}")
    for case in cases().values()
    for conclusion in case.conclusions
    if not conclusion.cause
]


def test_the_twelve_cases_stand_in_their_weeks_with_what_is_never_done() -> None:
    found = {key: [test.id for test in case.tests if test.forbidden] for key, case in cases().items()}
    assert found == SHIPPED
    assert len(found) == 12


@pytest.mark.parametrize("case", ALL)
def test_the_shortest_safe_way_earns_full_marks(case: Case) -> None:
    run = replay(case, (*case.shortest_way, case.cause.id))
    earned = mark(case, run)
    assert (run.unsafe is None, int(earned.points * 1000), earned.passed) == (True, 100_000, True)


@pytest.mark.parametrize("case", ALL)
def test_the_cause_that_is_only_guessed_is_not_enough(case: Case) -> None:
    assert mark(case, replay(case, [case.cause.id])).passed is False


@pytest.mark.parametrize("case", ALL)
def test_without_any_test_of_the_way_but_the_last_it_is_not_enough(case: Case) -> None:
    run = replay(case, (*case.shortest_way[:-1], case.cause.id))
    assert mark(case, run).passed is False


@pytest.mark.parametrize(("case", "test"), FORBIDDEN)
def test_what_is_never_done_ends_and_fails_the_run_and_its_hazard_is_told(case: Case, test: BenchTest) -> None:
    run = act(case, energised_before(case, test), test.id)
    assert (run.is_over, run.danger, mark(case, run).passed) == (True, "forbidden", False)
    (hazard,) = (part for part in test.reading if isinstance(part, Hazard))
    assert len(words_of(hazard.body).split()) >= 15


@pytest.mark.parametrize(("case", "test"), ON_A_DEAD_DEVICE)
def test_what_is_done_on_a_dead_device_ends_and_fails_the_run_on_an_energised_one(case: Case, test: BenchTest) -> None:
    before = energised_before(case, test)
    assert before.energised
    run = act(case, before, test.id)
    assert (run.is_over, run.danger, mark(case, run).passed) == (True, "energised", False)


@pytest.mark.parametrize(("case", "conclusion"), WRONG)
def test_a_wrong_conclusion_fails_and_is_told_why(case: Case, conclusion: Conclusion) -> None:
    run = replay(case, (*case.shortest_way, conclusion.id))
    assert mark(case, run).passed is False
    assert len(words_of(conclusion.text).split()) >= 12


@pytest.mark.parametrize("case", ALL)
def test_a_case_offers_something_costly_or_needless_beside_what_is_needed(case: Case) -> None:
    needless = [test for test in case.tests if test.id not in case.shortest_way and not test.forbidden]
    assert needless
    assert (begin(case).energised, bool(case.debrief), bool(case.competences)) == (True, True, True)
