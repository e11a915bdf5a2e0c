"""A safety stop that has to be held suspends the licence all the same, at once and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from app.assessments.practicals.models import HeldRecord, SignOff
from app.assessments.practicals.operations import drop_held_record, record_after_all
from app.assessments.practicals.queries import held_record_seen_by
from app.courses.facts import EnrolledItem
from app.courses.models import GateDecision
from app.courses.operations.gates import close_gate, restore_licence, suspend_licence
from app.courses.progress import LICENCE
from app.courses.queries.licences import licence_seen_by
from app.db import db
from app.people.operations import set_pin
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf
from tests.practicals.holding import held
from tests.practicals.making import signed_off
from tests.practicals.sealing import delivery, record
from tests.practicals.test_pages import texts
from tests.practicals.test_safety import STOP

PIN = "4826"
LATER = NOON + timedelta(hours=1)
STOPPED: dict[str, Any] = {"decision": "stopped", "remark": "Opened the cover with the plug in."}


def _held_stop(cast: Cast, **changes: Any) -> HeldRecord:
    """A stop that is held since the instructor's PIN was wrong."""
    return held(cast.enrolment_id, by=cast.instructor, **(STOPPED | changes))


def _record(row: HeldRecord, cast: Cast, *, override: str = "") -> str:
    seen = held_record_seen_by(cast.instructor, held_id=row.id)
    assert seen is not None
    return record_after_all(seen, by=cast.instructor, signed_as="account", override=override, at=LATER)


def _restore(cast: Cast) -> None:
    licence = licence_seen_by(cast.instructor, enrolment_id=cast.enrolment_id)
    assert licence is not None
    assert licence.suspension_id is not None
    talked = "Went through it together."
    restore_licence(
        cast.enrolled(), suspension_id=licence.suspension_id, reason=talked, by=cast.instructor.id, at=LATER
    )


def _licence() -> list[tuple[str, UUID | None]]:
    rows = db.session.execute(
        select(GateDecision.decision, GateDecision.decided_by)
        .where(GateDecision.gate == LICENCE)
        .order_by(GateDecision.decided_at)
    )
    return [(row.decision, row.decided_by) for row in rows]


def test_a_stop_that_came_with_a_wrong_pin_is_held_and_suspends_the_licence_at_once(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    set_pin(cast.instructor.id, pin=PIN, by=cast.instructor.id, at=BEFORE)
    told = record(cast.enrolment_id, pin="1357", **STOPPED)
    client = client_of(cast.instructor)
    for _ in range(2):
        sent = delivery(told, assessor=cast.instructor.id)
        answer = client.post("/bench/records", data=sent, headers={"Accept": "application/json"})
        assert (answer.get_json()["state"], answer.get_json()["why"]) == ("held", "wrong-pin")
    (line,) = journal_of("enrolment", id=cast.enrolment_id, acts=("gate.suspended",))
    assert (_licence(), line.detail) == (
        [("suspended", cast.instructor.id)],
        {"gate": LICENCE, "held_record": told["id"]},
    )


def test_recording_it_after_all_needs_no_reason_against_its_own_suspension(bench: EnrolledItem, cast: Cast) -> None:
    row = _held_stop(cast)
    assert _record(row, cast) == ""
    made = db.session.get_one(SignOff, row.id)
    assert (made.stopped, made.overridden, _licence()) == (True, False, [("suspended", cast.instructor.id)])


def test_once_an_instructor_gave_the_licence_back_recording_it_takes_nothing_away(
    bench: EnrolledItem, cast: Cast
) -> None:
    row = _held_stop(cast)
    _restore(cast)
    assert _record(row, cast) == ""
    assert [decision for decision, _ in _licence()] == ["suspended", "restored"]


def test_a_stop_under_a_suspended_licence_suspends_it_anew_and_still_takes_a_reason(
    bench: EnrolledItem, cast: Cast
) -> None:
    signed_off(bench, cast, work=STOP, photos=0)
    row = _held_stop(cast, signed="account")
    assert (row.why, _record(row, cast), len(_licence())) == ("licence-suspended", "licence-suspended", 2)
    assert _record(row, cast, override="It was stopped before that was known") == ""
    assert (db.session.get_one(SignOff, row.id).overridden, len(_licence())) == (True, 2)


def test_a_gate_that_is_closed_besides_still_takes_a_reason(bench: EnrolledItem, cast: Cast) -> None:
    close_gate(cast.enrolment_id, gate="safety", at=NOON)
    row = _held_stop(cast, signed="account")
    assert (_record(row, cast), _licence()) == ("item-locked", [("suspended", cast.instructor.id)])


def test_dropping_it_gives_no_licence_back(bench: EnrolledItem, cast: Cast) -> None:
    seen = held_record_seen_by(cast.instructor, held_id=_held_stop(cast).id)
    assert seen is not None
    drop_held_record(seen, reason="Judged the wrong trainee", by=cast.instructor.id, at=LATER)
    assert _licence() == [("suspended", cast.instructor.id)]


@pytest.mark.parametrize("changes", [{}, {"decision": "not_yet", "remark": "The strap."}])
def test_what_is_held_and_no_stop_leaves_the_licence_alone(
    bench: EnrolledItem, cast: Cast, changes: dict[str, Any]
) -> None:
    held(cast.enrolment_id, by=cast.instructor, **changes)
    assert _licence() == []


def test_a_held_correction_of_a_stop_is_no_second_stop(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast, work=STOP, photos=0)
    _held_stop(cast, corrects=str(made.id))
    assert len(_licence()) == 1


def test_nobody_suspends_their_own_licence(bench: EnrolledItem, cast: Cast) -> None:
    row = held(cast.enrolment_id, by=cast.trainee, signed="account", **STOPPED)
    assert (row.why, _licence()) == ("not-teaching", [])


def test_the_held_records_page_says_that_the_licence_is_suspended_already(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    row, other = _held_stop(cast), held(cast.enrolment_id, by=cast.instructor)
    way = f'href="/enrolments/{cast.enrolment_id}/licence"'
    for member in (cast.instructor, cast.coordinator):
        pages = [client_of(member).get(f"/held-records/{each.id}").text for each in (row, other)]
        assert [(way in page, "A stop suspends the safety licence" in page) for page in pages] == [
            (True, True),
            (False, False),
        ]


def test_the_licences_page_says_that_a_stop_suspended_it(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    _held_stop(cast)
    page = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/licence")
    assert texts(page, "item-title") == ["Suspended by a safety stop"]


def test_a_stop_told_twice_under_one_name_suspends_once(bench: EnrolledItem, cast: Cast) -> None:
    row_id = new_id()
    for at in (NOON, LATER):
        suspend_licence(cast.enrolment_id, sign_off_id=row_id, by=cast.instructor.id, at=at, held=True)
    assert len(_licence()) == 1
