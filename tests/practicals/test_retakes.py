"""One retake after something critical was missed: another assessment takes a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.models import HeldRecord, SignOff, SignOffDecision
from app.assessments.practicals.operations import RetakeSpent, acknowledge, declare_ready, sign_off
from app.assessments.practicals.queries import bench_board, practical_state, seen_sign_off_by_id
from app.courses.facts import EnrolledItem
from app.courses.operations.gates import restore_licence
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.licences import licence_seen_by
from app.db import db
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import ClientOf
from tests.practicals.holding import held
from tests.practicals.making import judgement, kept_photo, signed_off
from tests.practicals.test_pages import texts

MISSED = judgement({"strap-safe": 0, "strap-tested": 3, "explains": 1})
TOO_LOW = judgement({"strap-safe": 1, "strap-tested": 0, "explains": 0})
UNSEEN = judgement({"strap-safe": None, "strap-tested": 3, "explains": 1})
DECIDED = judgement(not_yet=True, remark="Too slow.")
STOP = Judgement({}, "", "", not_yet=False, remark="Live mains.", stopped=True)
COMPETENT = judgement()


def _at(number: int) -> datetime:
    return NOON + timedelta(hours=number)


def _judge(bench: EnrolledItem, cast: Cast, *works: Judgement) -> list[SignOff]:
    made = []
    for number, work in enumerate(works):
        made.append(signed_off(bench, cast, at=_at(number), work=work))
        if work.stopped:
            _restore(cast)
    return made


def _restore(cast: Cast) -> None:
    licence = licence_seen_by(cast.instructor, enrolment_id=cast.enrolment_id)
    assert licence is not None
    assert licence.suspension_id is not None
    restore_licence(
        cast.enrolled(), suspension_id=licence.suspension_id, reason="Talked.", by=cast.instructor.id, at=_at(9)
    )


@pytest.mark.parametrize(
    ("works", "spent"),
    [
        ([], False),
        ([MISSED], False),
        ([MISSED, MISSED], True),
        ([STOP, MISSED], True),
        ([MISSED, STOP], True),
        ([TOO_LOW, TOO_LOW, TOO_LOW], False),
        ([MISSED, TOO_LOW], False),
        ([MISSED, TOO_LOW, MISSED], True),
        ([UNSEEN, UNSEEN, DECIDED, DECIDED], False),
    ],
)
def test_two_that_were_unsafe_spend_the_retake(
    bench: EnrolledItem, cast: Cast, works: list[Judgement], spent: bool
) -> None:
    _judge(bench, cast, *works)
    assert practical_state(bench).retake_spent is spent


def test_a_third_assessment_takes_a_reason_which_the_journal_keeps(bench: EnrolledItem, cast: Cast) -> None:
    _judge(bench, cast, MISSED, MISSED)
    with pytest.raises(RetakeSpent):
        signed_off(bench, cast, at=_at(3))
    why = "Practised with Théo for two days."
    made = sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=_at(4),
        begun_at=_at(3),
        judgement=COMPETENT,
        photos=[kept_photo()],
        override=why,
    )
    (line,) = journal_of("sign_off", id=made.id, acts=("sign_off.overridden",))
    assert (made.overridden, line.detail, line.reason) == (True, {"gates": ["retake"]}, why)
    assert practical_state(bench).retake_spent is False


def test_what_was_corrected_or_set_aside_spends_nothing(bench: EnrolledItem, cast: Cast) -> None:
    first, second = _judge(bench, cast, MISSED, MISSED)
    decision = SignOffDecision(
        sign_off_id=first.id, number=1, decision="set_aside", decided_at=NOON, decided_by=cast.coordinator.id
    )
    db.session.add(decision)
    db.session.flush()
    assert practical_state(bench).retake_spent is False
    signed_off(bench, cast, at=_at(3), work=MISSED)
    assert practical_state(bench).retake_spent is True
    sign_off(
        bench,
        sign_off_id=new_id(),
        by=cast.instructor.id,
        at=_at(4),
        begun_at=_at(1),
        judgement=TOO_LOW,
        corrects=second.id,
        reason="The wrong trainee.",
    )
    assert practical_state(bench).retake_spent is False


def test_a_trainee_cannot_ask_for_a_third_by_themselves(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    _, last = _judge(bench, cast, MISSED, MISSED)
    acknowledge(seen_sign_off_by_id(last.id), by=cast.trainee.id, at=_at(2))
    with pytest.raises(RetakeSpent):
        declare_ready(bench, readiness_id=new_id(), by=cast.trainee.id, at=_at(3))
    client = client_of(cast.trainee)
    refused = client.post(f"{bench.prefix}/readiness", data={})
    assert (refused.status_code, "takes a reason, which your instructor gives" in refused.text) == (409, True)
    page = client.get(bench.prefix)
    assert "Talk to your instructor: they decide when you can show it again." in page.text
    assert "I am ready" not in page.text


def test_the_board_and_the_form_say_that_it_takes_a_reason(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    _judge(bench, cast, MISSED, MISSED)
    board = bench_board(cast.instructor, cohort_facts(cast.cohort_id), at=_at(3))
    states = [each.states["esd-bench"] for each in board.trainees if each.enrolled.id == cast.enrolment_id]
    assert [(each.state, each.closed) for each in states] == [("locked", ("retake",))]
    client = client_of(cast.instructor)
    page: TestResponse = client.get(f"{bench.prefix}/sign-offs/new")
    assert "Another assessment takes a reason." in page.text
    assert texts(page, "act") == ["Back to the cohort"]
    assert 'name="override"' in client.get(f"{bench.prefix}/sign-offs/new?after_all=1").text


def test_what_was_judged_offline_without_a_reason_is_held_until_there_is_one(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    _judge(bench, cast, MISSED, MISSED)
    row = held(cast.enrolment_id, by=cast.instructor, signed="account")
    assert db.session.scalars(select(HeldRecord.why)).one() == "retake-spent"
    client = client_of(cast.instructor)
    assert "The one retake of this practical is spent" in client.get(f"/held-records/{row.id}").text
    sent = client.post(f"/held-records/{row.id}/sign-off", data={"override": "Practised for two days."})
    assert sent.location == f"/sign-offs/{row.id}"
    assert db.session.get_one(SignOff, row.id).overridden is True
