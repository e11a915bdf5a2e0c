"""Where a trainee stands with each item, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from app.assessments.practicals.facts import PracticalState
from app.assessments.quizzes.queries import QuizState
from app.certificates.queries import IssuedCertificate
from app.courses.facts import CohortFacts, Done, Enrolled
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.model import Curriculum
from app.today.queries.standings import local_date
from app.today.standing import Behind, ItemStanding, Standing, standing_of
from tests.cast import FIRST_DAY, NOON
from tests.courses.unwritten import COURSE

HERE, SITE, TRAINEE, SIGN_OFF, ATTEMPT = (UUID(int=number) for number in range(1, 6))
LESSONS = ("the-bench", "the-battery", "the-screen", "the-port", "the-board")
EVERYTHING = ("safety-quiz", "esd-bench", *LESSONS)
FIRST_WEEK, SECOND_WEEK = FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=8)
OPENED = {"safety": "opened"}


@cache
def curriculum() -> Curriculum:
    """The cast's course, compiled without a database."""
    compiled = compile_course(read_course(COURSE).sources, track_id="mobile", course_id=COURSE.name).curriculum
    assert compiled is not None
    return compiled


def cohort() -> CohortFacts:
    """A cohort that follows it."""
    return CohortFacts(HERE, "Spring", FIRST_DAY, SITE, "Lyon", "Europe/Paris", 1, 1, frozenset(), curriculum())


def quiz(*, running: bool = False, attempts: int = 1, passed: bool = False) -> QuizState:
    """Where somebody stands with a quiz."""
    return QuizState(ATTEMPT if running else None, attempts, Decimal(50), passed, None)


def practical(
    *, ready: int | None = None, outcome: str | None = None, acknowledged: bool = False, successes: int = 0
) -> PracticalState:
    """Where somebody stands with a practical; `ready`: declared so many minutes after noon."""
    since = None if ready is None else NOON + timedelta(minutes=ready)
    return PracticalState(since, SIGN_OFF if outcome else None, outcome, acknowledged, successes)


def standing(
    *done: str,
    gates: dict[str, str] | None = None,
    today: date = FIRST_WEEK,
    certificate: IssuedCertificate | None = None,
    number: int = 10,
    **states: Any,
) -> Standing:
    """A trainee with this behind them; states by item, with `_` for `-`."""
    enrolled = Enrolled(UUID(int=number), TRAINEE, f"Trainee {number}", cohort(), NOON)
    by_item = {(enrolled.id, name.replace("_", "-")): state for name, state in states.items()}
    behind = Behind(
        done={enrolled.id: Done(dict.fromkeys(done, NOON), gates or {})},
        quizzes={key: state for key, state in by_item.items() if isinstance(state, QuizState)},
        practicals={key: state for key, state in by_item.items() if isinstance(state, PracticalState)},
        certificates={enrolled.id: certificate} if certificate else {},
    )
    return standing_of(enrolled, behind=behind, today=today)


def states(of: Standing) -> dict[str, str]:
    """The state of each item."""
    return {each.item.id: each.state for each in of.items}


def ids(items: tuple[ItemStanding, ...]) -> list[str]:
    """Their ids."""
    return [each.item.id for each in items]


def test_on_the_first_day_everything_is_open_but_what_a_gate_locks() -> None:
    assert states(standing()) == dict.fromkeys(LESSONS, "open") | {"safety-quiz": "open", "esd-bench": "locked"}


def test_what_past_weeks_left_is_late_but_what_is_locked_stays_locked() -> None:
    assert states(standing(today=SECOND_WEEK)) == {
        "the-bench": "late",
        "safety-quiz": "late",
        "esd-bench": "locked",
        "the-battery": "open",
        "the-screen": "open",
        "the-port": "open",
        "the-board": "open",
    }


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (quiz(running=True), "running"),
        (quiz(running=True, attempts=2), "running"),
        (quiz(), "not_yet"),
        (quiz(attempts=2, passed=True), "open"),
        (None, "open"),
    ],
)
def test_a_quiz_is_under_way_or_not_yet_passed(state: QuizState | None, told: str) -> None:
    assert states(standing(safety_quiz=state))["safety-quiz"] == told


def test_a_quiz_that_is_sat_again_after_passing_is_under_way_and_then_done() -> None:
    again = standing("safety-quiz", gates=OPENED, safety_quiz=quiz(running=True, attempts=2, passed=True))
    handed_in = standing("safety-quiz", gates=OPENED, safety_quiz=quiz(attempts=2, passed=True))
    assert (states(again)["safety-quiz"], states(handed_in)["safety-quiz"]) == ("running", "done")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (practical(ready=0), "ready"),
        (practical(outcome="not_yet_competent"), "not_yet"),
        (practical(ready=0, outcome="not_yet_competent"), "ready"),
        (practical(outcome="competent", successes=1), "open"),
        (None, "open"),
    ],
)
def test_a_practical_waits_or_has_to_be_shown_again(state: PracticalState | None, told: str) -> None:
    assert states(standing(gates=OPENED, esd_bench=state))["esd-bench"] == told


def test_what_is_completed_is_done_whatever_was_declared_since() -> None:
    assert states(standing("esd-bench", gates=OPENED, esd_bench=practical(ready=0)))["esd-bench"] == "done"


def test_a_gate_that_was_suspended_locks_what_nothing_was_done_for() -> None:
    assert states(standing("safety-quiz", gates={"safety": "suspended"}))["esd-bench"] == "locked"


def test_a_running_quiz_comes_first() -> None:
    found = standing(safety_quiz=quiz(running=True)).next
    assert found is not None
    assert (found.item.id, found.state) == ("safety-quiz", "running")


@pytest.mark.parametrize(
    ("of", "following"),
    [
        (standing(), "the-bench"),
        (standing("the-bench"), "safety-quiz"),
        (standing("the-bench", safety_quiz=quiz()), "safety-quiz"),
        (standing("the-bench", "safety-quiz", gates=OPENED), "esd-bench"),
        (standing("the-bench", "safety-quiz", gates=OPENED, esd_bench=practical(ready=0)), "the-battery"),
        (
            standing("the-bench", "safety-quiz", gates=OPENED, esd_bench=practical(outcome="not_yet_competent")),
            "esd-bench",
        ),
        (standing(today=SECOND_WEEK), "the-bench"),
        (standing(*LESSONS, "safety-quiz", gates=OPENED, esd_bench=practical(ready=0)), None),
        (standing(*LESSONS, "safety-quiz", gates={"safety": "suspended"}), None),
        (standing(*EVERYTHING, gates=OPENED), None),
    ],
)
def test_what_comes_next_can_be_done_now(of: Standing, following: str | None) -> None:
    assert (of.next.item.id if of.next else None) == following


def test_what_waits_for_an_instructor_and_what_for_the_trainee() -> None:
    waiting = standing(gates=OPENED, esd_bench=practical(ready=0, outcome="not_yet_competent"))
    assert (ids(waiting.ready), ids(waiting.outcomes)) == (["esd-bench"], ["esd-bench"])
    seen = standing(gates=OPENED, esd_bench=practical(outcome="not_yet_competent", acknowledged=True))
    assert (ids(seen.ready), ids(seen.outcomes)) == ([], [])
    assert ids(standing().outcomes) == []


def test_late_is_what_the_trainee_can_be_blamed_for() -> None:
    done = ("the-bench", "safety-quiz")
    assert ids(standing(today=SECOND_WEEK).late) == ["the-bench", "safety-quiz", "esd-bench"]
    assert ids(standing(*done, gates=OPENED, today=SECOND_WEEK).late) == ["esd-bench"]
    assert ids(standing(*done, gates=OPENED, today=SECOND_WEEK, esd_bench=practical(ready=0)).late) == []
    assert ids(standing(today=FIRST_WEEK).late) == []


def test_items_are_found_by_their_week() -> None:
    assert ids(standing().of_week(1)) == ["the-bench", "safety-quiz", "esd-bench"]
    assert ids(standing().of_week(2)) == ["the-battery"]
    assert ids(standing().of_week(6)) == []


def test_states_of_others_are_not_mixed_in() -> None:
    mine, yours = standing(number=10), standing(number=11, safety_quiz=quiz(running=True))
    assert (states(mine)["safety-quiz"], states(yours)["safety-quiz"]) == ("open", "running")


def test_a_certificate_belongs_to_its_enrolment() -> None:
    issued = IssuedCertificate(UUID(int=9), "code", NOON)
    assert standing(certificate=issued).certificate == issued
    assert standing().certificate is None


def test_the_day_is_that_of_the_cohorts_site() -> None:
    from dataclasses import replace

    evening = NOON.replace(hour=23)
    assert local_date(cohort(), evening) == date(2026, 5, 6)
    assert local_date(replace(cohort(), time_zone="America/Martinique"), evening) == date(2026, 5, 5)
