"""Proves that a case can be solved: safely, and within its budget."""

from __future__ import annotations

from decimal import Decimal

from app.curriculum.cases.marking import COST, TIME
from app.curriculum.cases.ways import (
    MOST_SAFE,
    TooManyWaysError,
    Way,
    can_be_done,
    needed_tests,
    shortest_safe_way,
    with_those_before,
)
from app.curriculum.digest import number
from app.curriculum.model import BenchTest, Case
from app.curriculum.problems import Place, Report


def prove(case: Case, budget: Place, passing: Place, report: Report) -> tuple[str, ...]:
    """The shortest safe way to the cause; empty, with mistakes in the report, where none is within the budget.

    `budget` and `passing` are where the budget and the percentage to pass are written.
    """
    _warn(case, passing, report)
    needed, possible = needed_tests(case), can_be_done(case)
    if not needed <= possible:
        _tell_impossible(case, needed, possible, report)
        return ()
    safe = [test for test in case.tests if test.effect == "makes-safe"]
    if len(safe) > MOST_SAFE:
        report.error(Place(case.path, safe[MOST_SAFE].line), "too-many-safe", limit=MOST_SAFE)
        return ()
    try:
        way = shortest_safe_way(case)
    except TooManyWaysError:
        report.error(budget, "too-many-ways")
        return ()
    return _within(case, way, budget, report) if way else ()


def _within(case: Case, way: Way, budget: Place, report: Report) -> tuple[str, ...]:
    if way.is_within(case.budget):
        return way.tests
    least = {"minutes": way.minutes, "cost": number(way.cost), "way": ", ".join(way.tests)}
    report.error(budget, "over-budget", **least)
    return ()


def _tell_impossible(case: Case, needed: frozenset[str], possible: frozenset[str], report: Report) -> None:
    """Tells the needed tests that nobody can do safely; not those that only come after them."""
    for test in case.tests:
        if test.id not in needed or test.id in possible:
            continue
        if test.forbidden:
            report.error(Place(case.path, test.line), "needed-forbidden", id=test.id)
        elif possible.issuperset(test.after):
            report.error(Place(case.path, test.line), "never-dead", id=test.id)


def _warn(case: Case, passing: Place, report: Report) -> None:
    """Warns of what is legal, and probably not meant."""
    if not case.cause.needs:
        report.warning(Place(case.path, case.cause.line), "cause-without-needs", id=case.cause.id)
    for conclusion in case.conclusions:
        if not conclusion.cause and conclusion.needs and set(conclusion.needs) == set(case.cause.needs):
            place = Place(case.path, conclusion.line)
            report.warning(place, "not-told-apart", id=conclusion.id, cause=case.cause.id)
    for test in case.tests:
        blocking = _forbidden_before(case, test)
        if blocking:
            report.warning(Place(case.path, test.line), "never-offered", id=test.id, after=blocking.id)
    if Decimal(0) <= case.pass_percent <= TIME + COST:
        report.warning(passing, "passes-without-cause", most=int(TIME + COST))


def _forbidden_before(case: Case, test: BenchTest) -> BenchTest | None:
    before = with_those_before(case, test.after)
    return next((each for each in case.tests if each.id in before and each.forbidden), None)
