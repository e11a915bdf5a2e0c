"""The board at the bench: who is ready, where everybody stands, and what its page gives its scripts."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from werkzeug.test import TestResponse

from app.assessments.practicals.board import Board
from app.assessments.practicals.operations import declare_ready
from app.assessments.practicals.queries import bench_board
from app.assessments.practicals.sealed import envelope_key
from app.courses.facts import EnrolledItem
from app.courses.models import Cohort
from app.courses.operations.cohorts import close_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.gates import close_gate, open_gate
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.people.operations import add_person, set_pin
from app.people.queries import person_by_id
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.practicals.making import COMPETENT, judgement, signed_off

LATER = NOON + timedelta(days=60)
"""The course is over: only what was asked for is on the board."""


@pytest.fixture
def this_week(cast: Cast) -> None:
    """The cast's cohort is in its first week today."""
    db.session.get_one(Cohort, cast.cohort_id).first_day = now().date()
    db.session.flush()


def _board(cast: Cast, at: datetime = NOON) -> Board:
    return bench_board(cast.instructor, cohort_facts(cast.cohort_id), at=at)


def _states(board: Board) -> dict[str, list[str]]:
    return {each.enrolled.name: [state.state for state in each.states.values()] for each in board.trainees}


def _data(page: TestResponse) -> Any:
    found = re.search(
        r'<script type="application/json" id="bench-data">(.*?)</script>', page.get_data(as_text=True), re.DOTALL
    )
    assert found is not None
    return json.loads(found[1])


def test_the_practicals_of_the_week_stand_on_the_board_with_everybodys_state(cast: Cast, bench: EnrolledItem) -> None:
    board = _board(cast)
    assert [each.id for each in board.practicals] == ["esd-bench"]
    assert _states(board) == {"Otto Trainee": ["locked"], "Tara Trainee": ["open"]}


def test_after_their_week_only_practicals_that_somebody_asks_for_are_there(cast: Cast, bench: EnrolledItem) -> None:
    assert (_board(cast, LATER).practicals, _states(_board(cast, LATER))) == (
        (),
        {"Otto Trainee": [], "Tara Trainee": []},
    )
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    assert _states(_board(cast, LATER)) == {"Otto Trainee": ["locked"], "Tara Trainee": ["ready"]}


@pytest.mark.parametrize(("levels", "word"), [(COMPETENT, "competent"), ({**COMPETENT, "strap-safe": 0}, "not_yet")])
def test_a_sign_off_shows_as_its_outcome(cast: Cast, bench: EnrolledItem, levels: dict[str, int], word: str) -> None:
    signed_off(bench, cast, work=judgement(dict(levels)))
    assert _states(_board(cast))["Tara Trainee"] == [word]


def test_the_queue_is_in_the_order_in_which_trainees_said_that_they_are_ready(cast: Cast, bench: EnrolledItem) -> None:
    open_gate(cast.other_enrolment_id, gate="safety", at=NOON)
    others = EnrolledItem(_board(cast).trainees[0].enrolled, bench.item)
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON + timedelta(minutes=5))
    declare_ready(others, readiness_id=new_id(), by=cast.other_trainee.id, at=NOON)
    queue = _board(cast).queue
    assert [(each.enrolled.name, each.practical.id) for each in queue] == [
        ("Otto Trainee", "esd-bench"),
        ("Tara Trainee", "esd-bench"),
    ]


def test_who_waits_before_a_gate_that_was_closed_again_is_locked_and_not_in_the_queue(
    cast: Cast, bench: EnrolledItem
) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    close_gate(cast.enrolment_id, gate="safety", at=NOON + timedelta(minutes=1))
    board = _board(cast)
    assert (_states(board)["Tara Trainee"], board.queue) == (["locked"], ())


def test_instructors_are_not_on_their_own_board_and_neither_is_who_was_withdrawn(cast: Cast) -> None:
    enrol(person_by_id(cast.instructor.id), cohort_id=cast.cohort_id, by=None, at=BEFORE)
    cohort = cohort_facts(cast.cohort_id)
    assert list(_states(bench_board(cast.instructor, cohort, at=NOON))) == ["Otto Trainee", "Tara Trainee"]
    assert "Ines Instructor" in _states(bench_board(cast.coordinator, cohort, at=NOON))


def test_the_board_of_a_closed_cohort_is_empty(cast: Cast) -> None:
    close_cohort(cohort_facts(cast.cohort_id), by=cast.coordinator.id, at=NOON)
    assert _board(cast).trainees == ()


def test_the_board_takes_as_many_queries_for_twenty_as_for_one(
    cast: Cast, this_week: None, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.instructor)
    with count_queries() as few:
        client.get(f"/bench/{cast.cohort_id}")
    for number in range(18):
        person = add_person(f"Further {number}", email=None, language="en", by=None, at=BEFORE)
        place = enrol(person, cohort_id=cast.cohort_id, by=None, at=BEFORE)
        open_gate(place.id, gate="safety", at=NOON)
    with count_queries() as many:
        page = client.get(f"/bench/{cast.cohort_id}")
    assert (len(few), len(many), len(_data(page)["trainees"])) == (6, 6, 20)


def test_the_page_gives_its_scripts_all_that_the_bench_needs_without_a_network(
    cast: Cast, bench: EnrolledItem, this_week: None, client_of: ClientOf
) -> None:
    declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=NOON)
    data = _data(client_of(cast.instructor).get(f"/bench/{cast.cohort_id}"))
    quiz = cast.enrolled().curriculum.items["safety-quiz"].title
    made_at = datetime.fromisoformat(data.pop("made_at"))
    assert timedelta(0) <= datetime.now(UTC) - made_at < timedelta(minutes=1)
    criteria = data["practicals"][0].pop("criteria")
    assert data == {
        "cohort": {"id": str(cast.cohort_id), "name": "Spring 2026"},
        "kept_for": cast.instructor.kept_for,
        "assessor": {"id": str(cast.instructor.id), "name": "Ines Instructor", "has_pin": False},
        "key": envelope_key().public,
        "practicals": [
            {
                "id": "esd-bench",
                "revision": cast.revision_id,
                "title": bench.item.title,
                "lang": "",
                "minutes": 20,
                "pass": "60",
                "photos": 1,
                "successes": 1,
                "different_devices": False,
                "requires_licence": True,
            }
        ],
        "trainees": [
            {
                "enrolment": str(cast.other_enrolment_id),
                "name": "Otto Trainee",
                "states": {
                    "esd-bench": {
                        "state": "locked",
                        "why": f"It opens with the quiz “{quiz}”.",
                        "successes": 0,
                        "missing": "",
                        "since": None,
                    }
                },
            },
            {
                "enrolment": str(cast.enrolment_id),
                "name": "Tara Trainee",
                "states": {
                    "esd-bench": {
                        "state": "ready",
                        "why": "",
                        "successes": 0,
                        "missing": "",
                        "since": NOON.isoformat(),
                    }
                },
            },
        ],
    }
    assert [(each["id"], each["critical"], each["condition"], each["least"], each["top"]) for each in criteria] == [
        ("strap-safe", True, True, 1, 1),
        ("strap-tested", False, False, 2, 3),
        ("explains", False, False, 1, 1),
    ]
    assert criteria[1]["levels"] == [
        "Not worn",
        "Worn untested",
        "Tested, logged late",
        "Tested before the start and logged",
    ]


def test_the_page_says_whether_the_instructor_has_a_pin(cast: Cast, client_of: ClientOf) -> None:
    set_pin(cast.instructor.id, pin="4826", by=cast.instructor.id, at=now())
    assert _data(client_of(cast.instructor).get(f"/bench/{cast.cohort_id}"))["assessor"]["has_pin"] is True


def test_neither_marks_nor_remarks_leave_with_the_page(
    cast: Cast, bench: EnrolledItem, this_week: None, client_of: ClientOf
) -> None:
    signed_off(bench, cast, work=judgement(remark="She worked with great care."))
    page = client_of(cast.instructor).get(f"/bench/{cast.cohort_id}")
    assert ("great care" in page.text, _data(page)["trainees"][1]["states"]["esd-bench"]["state"]) == (
        False,
        "competent",
    )


@pytest.mark.parametrize("address", ["/", "/cohorts/{}"])
def test_instructors_find_the_bench_where_they_look_for_it(
    cast: Cast, this_week: None, client_of: ClientOf, address: str
) -> None:
    link = f'href="/bench/{cast.cohort_id}"'
    own, others = client_of(cast.instructor), client_of(cast.coordinator)
    assert link in own.get(address.format(cast.cohort_id)).text
    assert link not in others.get(address.format(cast.cohort_id)).text


@pytest.mark.parametrize(
    ("ready", "told"), [(timedelta(minutes=-1), "since %H:%M"), (timedelta(days=-2), "since {day} %b")]
)
def test_a_row_of_the_queue_says_the_time_of_today_and_of_another_day_the_date(
    cast: Cast, bench: EnrolledItem, this_week: None, client_of: ClientOf, ready: timedelta, told: str
) -> None:
    with time_machine.travel("2026-05-07T12:00:00+02:00", tick=False):
        since = now() + ready
        declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=since)
        page = client_of(cast.instructor).get(f"/bench/{cast.cohort_id}")
    local = since.astimezone(ZoneInfo("Europe/Paris"))
    assert f"{bench.item.title} · {local.strftime(told).format(day=local.day)}</p>" in page.text
