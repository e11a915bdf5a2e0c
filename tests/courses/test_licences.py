"""The safety licence: the page on which an instructor gives it back, and what keeps it suspended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.courses.facts import Done
from app.courses.models import GateDecision
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.gates import LicenceChanged, OwnLicence, restore_licence, suspend_licence
from app.courses.operations.places import withdraw
from app.courses.progress import LICENCE, closed_gates, is_suspended
from app.courses.queries.licences import licence_seen_by
from app.db import db
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.lint import PageClient
from tests.practicals.test_pages import texts

ClientOf = Callable[[Any], PageClient]
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def suspended(cast: Cast) -> Cast:
    """The cast, its trainee's licence suspended."""
    suspend_licence(cast.enrolment_id, sign_off_id=new_id(), by=cast.instructor.id, at=NOON)
    return cast


def _suspension(cast: Cast) -> GateDecision:
    return db.session.scalars(
        select(GateDecision).where(GateDecision.decision == "suspended").order_by(GateDecision.decided_at.desc())
    ).first() or pytest.fail("nothing is suspended")


def _decisions() -> list[str]:
    return list(db.session.scalars(select(GateDecision.decision).order_by(GateDecision.decided_at)))


@pytest.mark.parametrize(
    ("decision", "closed"),
    [
        (None, False),
        ("opened", False),
        ("suspended", True),
        ("restored", False),
        ("overridden", False),
    ],
)
def test_the_licence_stands_until_it_is_suspended(cast: Cast, decision: str | None, closed: bool) -> None:
    done = Done({}, {"safety": "opened"} | ({LICENCE: decision} if decision else {}))
    assert (is_suspended(done), closed_gates(cast.item("esd-bench").item, done)) == (
        closed,
        (LICENCE,) if closed else (),
    )


def test_a_suspended_licence_is_told_before_the_gates_that_are_closed_too(cast: Cast) -> None:
    done = Done({}, {LICENCE: "suspended"})
    practical = cast.item("esd-bench").item
    named_alike = replace(practical, requires=("safety", LICENCE))
    assert [closed_gates(each, done) for each in (practical, named_alike)] == [(LICENCE, "safety")] * 2


def test_a_licence_locks_no_lesson(cast: Cast) -> None:
    assert closed_gates(cast.item("the-bench").item, Done({}, {LICENCE: "suspended"})) == ()


def test_giving_it_back_twice_is_giving_it_back_once(suspended: Cast) -> None:
    suspension_id = _suspension(suspended).id
    for at in (LATER, LATER + timedelta(hours=1)):
        restore_licence(
            suspended.enrolled(), suspension_id=suspension_id, reason="Done.", by=suspended.instructor.id, at=at
        )
    assert (_decisions(), len(journal_of("enrolment", id=suspended.enrolment_id, acts=("gate.restored",)))) == (
        ["suspended", "restored"],
        1,
    )


def test_who_did_not_see_the_last_stop_does_not_answer_it(suspended: Cast) -> None:
    seen = _suspension(suspended).id
    suspend_licence(suspended.enrolment_id, sign_off_id=new_id(), by=suspended.instructor.id, at=NOON)
    with pytest.raises(LicenceChanged):
        restore_licence(suspended.enrolled(), suspension_id=seen, reason="Done.", by=suspended.instructor.id, at=NOON)
    assert _decisions() == ["suspended", "suspended"]


def test_a_restoration_counts_though_the_clock_was_set_back(suspended: Cast) -> None:
    restore_licence(
        suspended.enrolled(),
        suspension_id=_suspension(suspended).id,
        reason="Done.",
        by=suspended.instructor.id,
        at=NOON - timedelta(days=1),
    )
    assert _decisions() == ["suspended", "restored"]


def test_nobody_gives_themselves_their_licence_back(suspended: Cast) -> None:
    with pytest.raises(OwnLicence):
        restore_licence(suspended.enrolled(), suspension_id=new_id(), reason="Done.", by=suspended.trainee.id, at=LATER)


def test_who_is_gone_gets_no_licence_back(suspended: Cast) -> None:
    withdraw(suspended.enrolled(), reason="", by=suspended.coordinator.id, at=LATER)
    with pytest.raises(Withdrawn):
        restore_licence(
            suspended.enrolled(),
            suspension_id=_suspension(suspended).id,
            reason="Done.",
            by=suspended.instructor.id,
            at=LATER,
        )


def test_an_instructor_gives_it_back_with_a_reason(suspended: Cast, client_of: ClientOf) -> None:
    client, address = client_of(suspended.instructor), f"/enrolments/{suspended.enrolment_id}/licence"
    before = client.get(address)
    sent = {"suspension_id": str(_suspension(suspended).id), "reason": "Went through it twice."}
    answer = client.post(address, data=sent)
    after = client.get(answer.location)
    assert (answer.status_code, answer.location, texts(before, "message-title"), texts(after, "item-title")) == (
        303,
        address,
        ["The licence is suspended"],
        ["Given back", "Suspended by a safety stop"],
    )
    assert "Went through it twice." in after.get_data(as_text=True)


@pytest.mark.parametrize(("reason", "faults"), [("", 1), ("x" * 1001, 1)])
def test_a_reason_is_asked_for_and_what_was_typed_is_kept(
    suspended: Cast, client_of: ClientOf, reason: str, faults: int
) -> None:
    address = f"/enrolments/{suspended.enrolment_id}/licence"
    sent = {"suspension_id": str(_suspension(suspended).id), "reason": reason}
    answer = client_of(suspended.instructor).post(address, data=sent)
    assert (answer.status_code, len(texts(answer, "field-error")), reason in answer.get_data(as_text=True)) == (
        422,
        faults,
        True,
    )
    assert _decisions() == ["suspended"]


def test_a_form_that_names_no_suspension_gives_nothing_back(suspended: Cast, client_of: ClientOf) -> None:
    address = f"/enrolments/{suspended.enrolment_id}/licence"
    answer = client_of(suspended.instructor).post(address, data={"suspension_id": "?", "reason": "Done."})
    assert (answer.status_code, _decisions()) == (409, ["suspended"])


def test_a_coordinator_reads_it_and_leaves_it_to_the_instructor(suspended: Cast, client_of: ClientOf) -> None:
    address = f"/enrolments/{suspended.enrolment_id}/licence"
    client = client_of(suspended.coordinator)
    page = client.get(address)
    assert (texts(page, "field-label"), client.post(address, data={"reason": "Done."}).status_code) == ([], 403)


def test_a_licence_that_stands_says_so(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.instructor).get(f"/enrolments/{cast.enrolment_id}/licence")
    assert texts(page, "message-title") == ["The licence stands"]


def test_the_journal_tells_the_story(suspended: Cast) -> None:
    restore_licence(
        suspended.enrolled(),
        suspension_id=_suspension(suspended).id,
        reason="Done.",
        by=suspended.instructor.id,
        at=LATER,
    )
    licence = licence_seen_by(suspended.coordinator, enrolment_id=suspended.enrolment_id)
    assert licence is not None
    assert (licence.suspension_id, [(event.at, event.who, event.why) for event in licence.events]) == (
        None,
        [(LATER, "Ines Instructor", "Done."), (NOON, "Ines Instructor", "")],
    )
