"""Trainees at a glance, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from app.courses.facts import CohortFacts, Enrolled
from app.today.glance import CaseGlance, CohortGlance, Glance, Plan, PracticalGlance, QuizGlance, Record, glance_of
from tests.cast import FIRST_DAY, NOON
from tests.today.test_standing import ATTEMPT, SIGN_OFF, TRAINEE, cohort

LAST_DAY = FIRST_DAY + timedelta(days=6)
BEFORE_THE_COURSE = NOON - timedelta(days=30)


def sat(*, running: bool = False, fails: int = 0, passed: bool = False) -> QuizGlance:
    """Where somebody stands with a quiz."""
    closed = fails + passed
    return QuizGlance(ATTEMPT if running else None, closed + running, fails, passed, ATTEMPT if closed else None)


def shown(*, ready: int | None = None, outcome: str | None = None, not_yets: int = 0) -> PracticalGlance:
    """Where somebody stands with a practical; `ready`: declared so many minutes after noon."""
    since = None if ready is None else NOON + timedelta(minutes=ready)
    outcome = outcome or ("not_yet_competent" if not_yets else None)
    return PracticalGlance(since, SIGN_OFF if outcome else None, outcome, not_yets)


def glance(
    *done: str,
    at: CohortFacts | None = None,
    gates: dict[str, str] | None = None,
    due: dict[str, date] | None = None,
    today: date = FIRST_DAY,
    last: datetime | None = None,
    joined: datetime = BEFORE_THE_COURSE,
    withdrawn: datetime | None = None,
    certified: bool = False,
    vouched_for: bool = False,
    number: int = 10,
    **states: Any,
) -> Glance:
    """A trainee with this behind them; states by item, with `_` for `-`."""
    group = at or cohort()
    enrolled = Enrolled(UUID(int=number), TRAINEE, f"Trainee {number}", group, joined, withdrawn)
    by_item = {name.replace("_", "-"): state for name, state in states.items()}
    record = Record(
        frozenset(done),
        last,
        gates or {},
        due or {},
        {name: state for name, state in by_item.items() if isinstance(state, QuizGlance)},
        {name: state for name, state in by_item.items() if isinstance(state, CaseGlance)},
        {name: state for name, state in by_item.items() if isinstance(state, PracticalGlance)},
        certified,
        vouched_for,
    )
    return glance_of(enrolled, record=record, plan=Plan(group, today))


def together(*trainees: Glance, today: date = FIRST_DAY, closed_at: datetime | None = None) -> CohortGlance:
    """The cohort with these in it."""
    return CohortGlance(Plan(replace(cohort(), closed_at=closed_at), today), trainees)
