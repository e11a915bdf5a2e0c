"""Who is stuck, and why: what a coordinator and an instructor ought to look into. Pure.

Somebody who was withdrawn, is certified or has all that the certificate takes is never stuck, nor is anybody in a
closed cohort. Stuck is who, in a cohort that runs,

- was stopped at the bench since something was unsafe, and hasn't shown the practical since, or whose safety licence is
  suspended,
- completed nothing for IDLE_DAYS working days while something of the weeks begun is open to them,
- was assessed as not yet competent in the same practical NOT_YETS times or more, and hasn't shown it since,
- failed the same quiz FAILS times or more, or has no attempt left, and hasn't passed it,
- didn't find the fault of the same case in FAILS runs or more, and hasn't found it since,
- is behind with LATE items or more.

The page that lists them says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal
from zoneinfo import ZoneInfo

from app.courses.calendar import monday_of
from app.curriculum.model import Item, Quiz
from app.today.glance import CohortGlance, Glance, Plan

IDLE_DAYS, NOT_YETS, FAILS, LATE = 5, 2, 2, 5
RULE = {"idle_days": IDLE_DAYS, "not_yets": NOT_YETS, "fails": FAILS, "late": LATE}
"""For the sentence that says it."""
SATURDAY = 5
DAY = timedelta(days=1)
TO_DO = ("open", "late", "not_yet", "running")

Kind = Literal["stopped", "no_attempts", "failed", "unsolved", "not_yet", "idle", "late"]
"""In the order of how much they ask for somebody's help."""
WORST_FIRST: tuple[Kind, ...] = ("stopped", "no_attempts", "failed", "unsolved", "not_yet", "idle", "late")


@dataclass(frozen=True)
class Reason:
    """Why somebody is stuck."""

    kind: Kind
    number: int = 0
    """Of fails, of sign-offs as not yet competent, of items behind."""
    item: Item | None = None
    """None of a safety stop: the licence is suspended, whatever was done."""
    since: date | None = None
    """When they completed something last; None: never."""


@dataclass(frozen=True)
class Stuck:
    """A trainee who is stuck, the worst reason first."""

    trainee: Glance
    reasons: tuple[Reason, ...]


def stuck_in(found: CohortGlance) -> tuple[Stuck, ...]:
    """Who is stuck in the cohort, the worst first."""
    everybody = ((trainee, tuple(_reasons(trainee, found.plan))) for trainee in found.present)
    stuck = [Stuck(trainee, reasons) for trainee, reasons in everybody if reasons]
    return tuple(sorted(stuck, key=lambda each: (WORST_FIRST.index(each.reasons[0].kind), -len(each.reasons))))


def working_days_between(after: date, before: date, *, closed_weeks: frozenset[date]) -> Iterator[date]:
    """The days from Monday to Friday between both, which are left out, and without closed weeks (Mondays)."""
    days = (after + DAY * number for number in range(1, (before - after).days))
    return (day for day in days if day.weekday() < SATURDAY and monday_of(day) not in closed_weeks)


def _reasons(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    if not trainee.enrolled.active or trainee.complete or trainee.record.certified:
        return
    yield from _stopped(trainee, plan)
    yield from sorted(_failed(trainee, plan), key=lambda reason: WORST_FIRST.index(reason.kind))
    yield from _unsolved(trainee, plan)
    yield from _not_yet(trainee, plan)
    yield from _idle(trainee, plan)
    if trainee.behind >= LATE:
        yield Reason("late", trainee.behind)


def _stopped(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    stops = [item_id for item_id, seen in trainee.record.practicals.items() if seen.stopped]
    found = [item for item in plan.practicals if item.id in stops and item.id not in trainee.record.done]
    if trainee.record.is_suspended and not found:
        yield Reason("stopped")
    yield from (Reason("stopped", item=item) for item in found)


def _unsolved(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    for item_id, seen in trainee.record.cases.items():
        item = plan.cohort.curriculum.items.get(item_id)
        open_still = not (seen.passed or seen.running_id or item_id in trainee.record.done)
        if item and open_still and seen.fails >= FAILS:
            yield Reason("unsolved", seen.fails, item)


def _failed(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    for item_id, seen in trainee.record.quizzes.items():
        quiz = plan.cohort.curriculum.items.get(item_id)
        if not isinstance(quiz, Quiz) or seen.passed or seen.running_id or item_id in trainee.record.done:
            continue
        if quiz.attempts is not None and seen.attempts >= quiz.attempts + seen.further:
            yield Reason("no_attempts", seen.fails, quiz)
        elif seen.fails >= FAILS:
            yield Reason("failed", seen.fails, quiz)


def _not_yet(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    for item_id, seen in trainee.record.practicals.items():
        item = plan.cohort.curriculum.items.get(item_id)
        if item and seen.not_yets >= NOT_YETS and not seen.stopped and item_id not in trainee.record.done:
            yield Reason("not_yet", seen.not_yets, item)


def _idle(trainee: Glance, plan: Plan) -> Iterator[Reason]:
    """Working days count from the last completion on, but not before the week of what is open began."""
    curriculum, calendar = plan.cohort.curriculum, plan.cohort.calendar
    first = next((item_id for item_id, state in trainee.states.items() if state in TO_DO), None)
    if first is None:
        return
    last = trainee.record.last_completed_at
    since = last.astimezone(ZoneInfo(plan.cohort.time_zone)).date() if last else None
    begun = max(calendar.week_dates(curriculum.items[first].week)[0], trainee.enrolled.joined_on) - DAY
    days = working_days_between(max(since or begun, begun), plan.today, closed_weeks=plan.cohort.closed_weeks)
    if sum(1 for _ in islice(days, IDLE_DAYS)) == IDLE_DAYS:
        yield Reason("idle", since=since)
