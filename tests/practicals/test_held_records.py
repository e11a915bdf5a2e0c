"""Held records: what is held and why, recording it after all, dropping it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.models import Acknowledgement, Evidence, HeldRecord, SignOff
from app.assessments.practicals.operations import HeldRecordSettled, drop_held_record, record_after_all
from app.assessments.practicals.queries import count_held, held_record_seen_by, held_records
from app.assessments.practicals.queries.bench_records import ON_A_PAGE
from app.courses.facts import EnrolledItem
from app.courses.operations.gates import close_gate, open_gate
from app.courses.queries.enrolments import enrolment_facts
from app.db import Base, db
from app.people.operations import grant_role, set_pin
from app.people.queries import person_by_id
from app.records.models import JournalEntry, JournalText
from app.shared.storage import files
from tests.cast import BEFORE, NOON, Cast, signed_in
from tests.conftest import ClientOf, CountQueries
from tests.practicals.holding import held
from tests.practicals.making import signed_off

PIN = "4826"


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _texts(response: TestResponse, class_name: str) -> list[str]:
    every = html5lib.parse(response.get_data(as_text=True)).iter()
    found = [element for element in every if class_name in (element.get("class") or "").split()]
    return [" ".join("".join(element.itertext()).split()) for element in found]


@pytest.fixture
def waiting(bench: EnrolledItem, cast: Cast) -> HeldRecord:
    """A record of the trainee's work that is held since the instructor's PIN was wrong."""
    set_pin(cast.instructor.id, pin=PIN, by=cast.instructor.id, at=BEFORE)
    return held(cast.enrolment_id, by=cast.instructor, remark="Clean work")


@pytest.fixture
def settle(waiting: HeldRecord, cast: Cast, client_of: ClientOf) -> Callable[..., TestResponse]:
    """Sends one of the page's two forms as the instructor."""
    client = client_of(cast.instructor)
    return lambda act, **sent: client.post(f"/held-records/{waiting.id}/{act}", data=sent)


def test_the_list_says_whose_record_is_held_and_why(waiting: HeldRecord, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.instructor).get("/held-records")
    assert (_texts(page, "item-title"), _texts(page, "item-why")) == (
        ["Tara Trainee"],
        ["Your PIN was wrong, or was asked for too often."],
    )


def test_an_empty_list_says_what_will_be_there(cast: Cast, client_of: ClientOf) -> None:
    assert _texts(client_of(cast.instructor).get("/held-records"), "empty-title") == ["Nothing is held"]


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    waiting: HeldRecord, cast: Cast, client_of: ClientOf, count_queries: CountQueries
) -> None:
    client = client_of(cast.instructor)
    with count_queries() as one:
        client.get("/held-records")
    for _ in range(2):
        held(cast.other_enrolment_id, by=cast.instructor)
    with count_queries() as three:
        page = client.get("/held-records")
    assert (len(one), len(three), len(_texts(page, "item-title"))) == (3, 3, 3)


def test_a_long_list_has_pages_and_a_number_beyond_them_shows_the_last(
    waiting: HeldRecord, cast: Cast, client_of: ClientOf
) -> None:
    for _ in range(ON_A_PAGE):
        held(cast.other_enrolment_id, by=cast.instructor)
    client = client_of(cast.instructor)
    pages = [client.get(f"/held-records?page={number}") for number in (1, 2, 99, 0)]
    assert [len(_texts(page, "item-title")) for page in pages] == [ON_A_PAGE, 1, 1, ON_A_PAGE]
    assert [re.findall(r"Page \d of \d", page.text) for page in pages[:3]] == [["Page 1 of 2"], *[["Page 2 of 2"]] * 2]


def test_the_page_shows_all_that_was_judged(waiting: HeldRecord, cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.instructor).get(f"/held-records/{waiting.id}")
    assert _texts(page, "judged") == ["Met", "Level 3 of 3 – Tested before the start and logged", "Met"]
    assert ("Clean work" in page.text, _texts(page, "act")) == (True, ["Record it after all"])


def test_its_photos_are_for_those_who_see_it_and_kept_by_nobody(
    waiting: HeldRecord, cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.instructor).get(f"/held-records/{waiting.id}/photos/1")
    assert (answer.data, answer.headers["Cache-Control"], answer.mimetype) == (
        files.get(waiting.photos[0]["stored"]),
        "private, no-store",
        "image/jpeg",
    )
    missing = [client_of(cast.instructor).get(f"/held-records/{waiting.id}/photos/{place}") for place in (0, 2)]
    assert [each.status_code for each in missing] == [404, 404]


def test_the_right_pin_records_it_with_its_photos(settle: Callable[..., TestResponse], waiting: HeldRecord) -> None:
    answer = settle("sign-off", pin=PIN)
    assert (answer.status_code, answer.location) == (303, f"/sign-offs/{waiting.id}")
    made = db.session.get_one(SignOff, waiting.id)
    assert (made.signed_with, made.outcome, _count(Evidence)) == ("pin", "competent", 1)
    db.session.refresh(waiting)
    assert (waiting.settled_as, waiting.settled_by) == ("recorded", made.assessor_id)


@pytest.mark.parametrize(
    ("pin", "error"),
    [
        ("", "Error: Type your PIN."),
        ("1111", "Error: This is not your PIN, or it was asked for too often: then wait a quarter of an hour."),
    ],
)
def test_without_the_right_pin_nothing_is_recorded(
    settle: Callable[..., TestResponse], waiting: HeldRecord, pin: str, error: str
) -> None:
    answer = settle("sign-off", pin=pin)
    assert (answer.status_code, _texts(answer, "field-error"), _count(SignOff)) == (422, [error], 0)


def test_recorded_twice_it_is_there_once(settle: Callable[..., TestResponse], waiting: HeldRecord) -> None:
    first, again = settle("sign-off", pin=PIN), settle("sign-off", pin=PIN)
    assert (first.location, again.location, _count(SignOff)) == (f"/sign-offs/{waiting.id}", first.location, 1)


def test_the_trainees_signature_from_the_bench_still_counts(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    close_gate(cast.enrolment_id, gate="safety", at=NOON + timedelta(minutes=1))
    row = held(cast.enrolment_id, by=cast.instructor, signed="account", trainee_signs=True)
    open_gate(cast.enrolment_id, gate="safety", at=NOON + timedelta(minutes=2))
    assert row.why == "item-locked"
    client_of(cast.instructor).post(f"/held-records/{row.id}/sign-off", data={"override": "Opened since"})
    assert db.session.get_one(Acknowledgement, row.id).signed_with == "pin"


def test_what_is_locked_takes_a_reason(cast: Cast, client_of: ClientOf) -> None:
    row = held(cast.enrolment_id, by=cast.instructor, signed="account")
    client, address = client_of(cast.instructor), f"/held-records/{row.id}/sign-off"
    refused = client.post(address)
    assert (row.why, refused.status_code, _texts(refused, "field-error")) == ("item-locked", 422, ["Error: Write why."])
    client.post(address, data={"override": "Passed on paper: power cut"})
    assert db.session.get_one(SignOff, row.id).overridden is True


def test_where_something_else_stands_in_the_way_the_page_says_what(cast: Cast, client_of: ClientOf) -> None:
    set_pin(cast.instructor.id, pin=PIN, by=cast.instructor.id, at=BEFORE)
    row = held(cast.enrolment_id, by=cast.instructor)
    answer = client_of(cast.instructor).post(f"/held-records/{row.id}/sign-off", data={"pin": PIN})
    assert (answer.status_code, answer.location) == (303, f"/held-records/{row.id}")
    db.session.refresh(row)
    assert (row.why, row.settled_at, _count(SignOff)) == ("item-locked", None, 0)


@pytest.mark.parametrize("changes", [{"levels": {}}, {"device_model": ""}])
def test_what_nothing_mends_can_only_be_dropped(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, changes: dict[str, Any]
) -> None:
    row = held(cast.enrolment_id, by=cast.instructor, signed="account", **changes)
    page = client_of(cast.instructor).get(f"/held-records/{row.id}")
    assert (row.why, _texts(page, "act")) == ("incomplete-sign-off", ["To the held records"])


def test_a_dropped_record_leaves_its_reason_in_the_journal(
    settle: Callable[..., TestResponse], waiting: HeldRecord, cast: Cast
) -> None:
    assert settle("removal", reason="Judged the wrong trainee").location == "/held-records"
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "held_record.dropped")).one()
    text = db.session.scalars(select(JournalText.text).where(JournalText.entry_number == entry.number)).one()
    assert (entry.actor_id, entry.object_id, text) == (
        cast.instructor.id,
        str(waiting.id),
        "Judged the wrong trainee",
    )
    assert (held_records(cast.instructor), _count(SignOff)) == ((), 0)


def test_dropping_takes_a_reason(settle: Callable[..., TestResponse]) -> None:
    answer = settle("removal", reason=" ")
    assert (answer.status_code, _texts(answer, "field-error")) == (422, ["Error: Write why."])


def test_what_was_dropped_can_not_be_recorded_and_the_other_way_round(waiting: HeldRecord, cast: Cast) -> None:
    seen = held_record_seen_by(cast.instructor, held_id=waiting.id)
    assert seen is not None
    drop_held_record(seen, reason="wrong", by=cast.instructor.id, at=NOON)
    with pytest.raises(HeldRecordSettled):
        record_after_all(seen, by=cast.instructor, signed_as="pin", override="", at=NOON)
    other = held_record_seen_by(cast.instructor, held_id=held(cast.other_enrolment_id, by=cast.instructor).id)
    assert other is not None
    open_gate(cast.other_enrolment_id, gate="safety", at=NOON)
    assert record_after_all(other, by=cast.instructor, signed_as="pin", override="", at=NOON) == ""
    with pytest.raises(HeldRecordSettled):
        drop_held_record(other, reason="wrong", by=cast.instructor.id, at=NOON)


def test_a_settled_record_stays_readable_and_offers_nothing(
    settle: Callable[..., TestResponse], waiting: HeldRecord, cast: Cast, client_of: ClientOf
) -> None:
    settle("removal", reason="Judged the wrong trainee")
    page = client_of(cast.coordinator).get(f"/held-records/{waiting.id}")
    assert (_texts(page, "message-title"), _texts(page, "act"), "/removal" in page.text) == (
        ["Dropped"],
        ["To the held records"],
        False,
    )


def test_the_coordinator_sees_it_and_may_drop_but_not_sign(
    waiting: HeldRecord, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.coordinator)
    page = client.get(f"/held-records/{waiting.id}")
    signing = client.post(f"/held-records/{waiting.id}/sign-off", data={"pin": PIN})
    assert (_texts(page, "act"), signing.status_code) == (["To the held records"], 403)
    assert client.post(f"/held-records/{waiting.id}/removal", data={"reason": "twice"}).status_code == 303


def test_it_is_counted_for_those_who_can_settle_it(waiting: HeldRecord, cast: Cast) -> None:
    others = (cast.trainee, cast.author, cast.outsider_instructor, cast.outsider_coordinator)
    assert [count_held(each) for each in (cast.instructor, cast.coordinator, *others)] == [1, 1, 0, 0, 0, 0]


def test_todays_page_of_staff_says_how_many_are_held(waiting: HeldRecord, cast: Cast, client_of: ClientOf) -> None:
    words = "1 record from the bench is held"
    assert words in client_of(cast.instructor).get("/").text
    assert "is held" not in client_of(cast.outsider_instructor).get("/").text
    held(cast.other_enrolment_id, by=cast.instructor)
    assert "2 records from the bench are held" in client_of(cast.instructor).get("/").text


def test_a_record_that_was_signed_off_otherwise_meanwhile_still_stands(
    waiting: HeldRecord, bench: EnrolledItem, cast: Cast, settle: Callable[..., TestResponse]
) -> None:
    signed_off(bench, cast, at=NOON + timedelta(hours=1))
    settle("sign-off", pin=PIN)
    assert (_count(SignOff), enrolment_facts(cast.enrolment_id).id) == (2, cast.enrolment_id)


def test_trainees_find_nothing_of_what_was_judged_of_them_though_they_coordinate_the_site(
    waiting: HeldRecord, cast: Cast, client_of: ClientOf
) -> None:
    grant_role(person_by_id(cast.trainee.id), role="coordinator", site_id=cast.site_id, by=None, at=BEFORE)
    trainee = signed_in(cast.trainee.id)
    assert (held_records(trainee), count_held(trainee)) == ((), 0)
    assert client_of(trainee).get(f"/held-records/{waiting.id}").status_code == 404


def test_whoever_left_the_cohort_is_not_sent_to_a_page_that_they_cannot_open(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    unsafe: dict[str, Any] = {"decision": "stopped", "remark": "Opened the cover with the plug in."}
    row = held(cast.outsider_enrolment_id, by=cast.instructor, signed="account", **unsafe)
    page = client_of(cast.instructor).get(f"/held-records/{row.id}").text
    assert (row.why, "A stop suspends" in page, "/licence" in page) == ("not-teaching", True, False)
