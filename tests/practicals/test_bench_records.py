"""What devices at the bench deliver: recorded once, or held; never lost, never doubled, never for somebody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from app.assessments.practicals.models import Acknowledgement, Evidence, HeldRecord, SignOff
from app.assessments.practicals.operations import bench_records
from app.assessments.practicals.sealed import EnvelopeKey
from app.courses.facts import EnrolledItem
from app.courses.models import CohortInstructor
from app.courses.operations.cohorts import close_cohort
from app.courses.operations.enrolments import enrol
from app.courses.operations.gates import close_gate, open_gate
from app.courses.operations.places import withdraw
from app.courses.queries.cohorts import cohort_facts
from app.db import Base, db
from app.people.operations import set_pin
from app.people.queries import person_by_id
from app.records.models import JournalEntry
from app.records.operations.throttle import Limit
from app.shared.clock import now
from app.shared.digests import sha256
from app.shared.ids import new_id
from app.shared.storage import files
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf
from tests.lint import PageClient
from tests.practicals.making import picture
from tests.practicals.sealing import a_photo, delivery, record, seal

Deliver = Callable[..., Any]
"""Returns the response."""
PIN = "4826"


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _counts() -> tuple[int, int]:
    return _count(SignOff), _count(HeldRecord)


def _send(client: PageClient, sent: dict[str, Any]) -> Any:
    return client.post("/bench/records", data=sent, headers={"Accept": "application/json"})


@pytest.fixture
def deliver(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> Deliver:
    """Delivers a record of the trainee's work as the instructor, with a photo unless told otherwise."""
    client = client_of(cast.instructor)

    def delivering(told: dict[str, Any] | None = None, *, photos: Sequence[bytes] | None = None, **changes: Any) -> Any:
        photos = [a_photo()] if photos is None else photos
        told = told or record(cast.enrolment_id, taken=photos, **changes)
        return _send(client, delivery(told, assessor=cast.instructor.id, photos=photos))

    return delivering


@pytest.fixture
def pins(cast: Cast) -> None:
    """The instructor and the trainee have the same PIN."""
    for person_id in (cast.instructor.id, cast.trainee.id):
        set_pin(person_id, pin=PIN, by=person_id, at=BEFORE)


def test_a_record_becomes_the_sign_off_of_its_id(deliver: Deliver, cast: Cast) -> None:
    photos = [a_photo("red"), a_photo("blue")]
    told = record(
        cast.enrolment_id,
        taken=photos,
        begun_at="2026-05-05T09:40:00Z",
        ended_at="2026-05-05T10:05:00Z",
        remark="Clean work",
    )
    answer = deliver(told, photos=photos)
    unsigned = "The trainee has not signed yet: they can, signed in to their own account."
    assert (answer.status_code, answer.json) == (
        200,
        {"state": "recorded", "why": "", "sentence": unsigned, "address": f"/sign-offs/{told['id']}"},
    )
    made = db.session.scalars(select(SignOff)).one()
    assert (str(made.id), made.assessor_id, made.outcome, made.signed_with) == (
        told["id"],
        cast.instructor.id,
        "competent",
        "account",
    )
    assert (made.begun_at.isoformat(), made.ended_at.isoformat(), made.delivered_at > made.ended_at) == (
        "2026-05-05T09:40:00+00:00",
        "2026-05-05T10:05:00+00:00",
        True,
    )
    kept = db.session.scalars(select(Evidence).order_by(Evidence.position)).all()
    assert [each.received_digest for each in kept] == [sha256(photo) for photo in photos]
    assert [sha256(files.get(each.stored_digest)) for each in kept] == [each.stored_digest for each in kept]


def test_delivered_again_it_is_there_once_and_the_answer_is_the_same(deliver: Deliver, cast: Cast) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()])
    first, again = deliver(told), deliver(told)
    assert (first.json, _counts(), _count(Evidence)) == (again.json, (1, 0), 1)


OLDER = "An earlier version of this sheet had arrived already, and that one counts. Look at what is in it."


@pytest.mark.parametrize(
    "changes",
    [
        {"levels": {"strap-safe": "not_met", "strap-tested": "3", "explains": "met"}},
        {"levels": {"strap-safe": "met"}},
        {"device_model": "Two"},
        {"remark": "Clean work, and quick."},
        {"decision": "not_yet", "remark": "Too slow."},
        {"decision": "stopped", "remark": "Live mains."},
    ],
    ids=["level", "fewer levels", "device", "remark", "decision", "stop"],
)
def test_a_sheet_that_was_changed_after_it_had_arrived_is_told_so_and_the_first_version_counts(
    deliver: Deliver, cast: Cast, changes: dict[str, Any]
) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()])
    deliver(told)
    again = deliver(told | changes)
    assert again.json == {
        "state": "recorded",
        "why": "other-version",
        "sentence": OLDER,
        "address": f"/sign-offs/{told['id']}",
    }
    made = db.session.scalars(select(SignOff)).one()
    assert (made.outcome, made.device_model, made.stopped, made.remark_digest) == ("competent", "One", False, None)


def test_another_photo_is_another_version_too(deliver: Deliver, cast: Cast) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()])
    deliver(told)
    more = [a_photo(), a_photo("blue")]
    again = deliver(record(cast.enrolment_id, taken=more, id=told["id"]), photos=more)
    assert (again.json["why"], _count(Evidence)) == ("other-version", 1)


def test_of_a_held_record_that_was_changed_since_the_first_version_is_held(
    deliver: Deliver, cast: Cast, pins: None
) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()], pin="1111")
    deliver(told)
    again = deliver(told | {"remark": "Clean work"})
    assert (again.json["state"], again.json["why"], again.json["sentence"]) == (
        "held",
        "wrong-pin",
        f"Your PIN was wrong, or was asked for too often. {OLDER}",
    )
    assert db.session.scalars(select(HeldRecord)).one().body["remark"] == ""


def test_only_another_pin_is_no_other_version(deliver: Deliver, cast: Cast, pins: None) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()], pin=PIN)
    assert deliver(told).json == deliver(told | {"pin": "1111"}).json


def test_a_record_of_somebody_else_stays_on_the_device(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    sent = delivery(record(cast.enrolment_id), assessor=cast.coordinator.id)
    answer = _send(client_of(cast.instructor), sent)
    assert (answer.status_code, answer.json, _counts()) == (409, {"state": "other-assessor"}, (0, 0))


def test_nobody_is_told_what_became_of_somebody_elses_record(deliver: Deliver, cast: Cast, client_of: ClientOf) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()])
    deliver(told)
    answer = _send(client_of(cast.coordinator), delivery(told, assessor=cast.coordinator.id))
    assert (answer.status_code, answer.json) == (409, {"state": "other-assessor"})


def test_without_a_session_nothing_is_taken(cast: Cast, client_of: ClientOf) -> None:
    answer = _send(client_of(None), delivery(record(cast.enrolment_id), assessor=cast.instructor.id))
    assert answer.status_code == 401


def test_trainees_deliver_nothing(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    answer = _send(client_of(cast.trainee), delivery(record(cast.enrolment_id), assessor=cast.trainee.id))
    assert (answer.status_code, _counts()) == (403, (0, 0))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"id": ""},
        {"id": str(new_id())},
        {"record": None},
        {"record": [b"not sealed"]},
        {"photo": []},
        {"photo": [b"not sealed"]},
        {"assessor": "nobody"},
    ],
    ids=["no id", "another id", "no record", "no envelope", "no photo", "a photo in the clear", "nobody's"],
)
def test_what_can_not_be_opened_stays_on_the_device(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf, spoilt: dict[str, Any]
) -> None:
    sent = delivery(record(cast.enrolment_id, taken=[a_photo()]), assessor=cast.instructor.id, photos=[a_photo()])
    for name, value in spoilt.items():
        if value is None:
            del sent[name]
        else:
            sent[name] = value if isinstance(value, str) else [(BytesIO(each), "file") for each in value]
    answer = _send(client_of(cast.instructor), sent)
    assert (answer.status_code, answer.json, _counts()) == (422, {"state": "unreadable"}, (0, 0))


def test_photos_in_another_order_or_of_another_record_are_not_taken(deliver: Deliver, cast: Cast) -> None:
    red, blue = a_photo("red"), a_photo("blue")
    swapped = record(cast.enrolment_id, taken=[blue, red])
    assert deliver(swapped, photos=[red, blue]).json == {"state": "unreadable"}
    assert deliver(record(cast.enrolment_id, taken=[red]), photos=[red, blue]).json == {"state": "unreadable"}


def test_a_record_for_another_school_or_of_nobody_enrolled_stays_on_the_device(
    deliver: Deliver, cast: Cast, client_of: ClientOf
) -> None:
    told = record(cast.enrolment_id)
    sealed = seal(b"{}", told["id"], public=EnvelopeKey(b"elsewhere").public)
    sent = delivery(told, assessor=cast.instructor.id) | {"record": (BytesIO(sealed), "record")}
    assert _send(client_of(cast.instructor), sent).json == {"state": "unreadable"}
    assert deliver(record(new_id()), photos=[]).json == {"state": "unreadable"}


def test_instructors_of_another_site_deliver_nothing_here(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()])
    for member in (cast.outsider_instructor, cast.author, cast.coordinator):
        answer = _send(client_of(member), delivery(told, assessor=member.id, photos=[a_photo()]))
        assert (answer.json, _counts()) == ({"state": "unreadable"}, (0, 0))


def test_the_right_pin_signs(deliver: Deliver, pins: None) -> None:
    assert deliver(pin=PIN).json["state"] == "recorded"
    assert db.session.scalars(select(SignOff.signed_with)).one() == "pin"


@pytest.mark.parametrize("pin", ["", "4827", "no digits"])
def test_with_a_wrong_pin_everything_is_held_and_nothing_lost(
    deliver: Deliver, cast: Cast, pins: None, pin: str
) -> None:
    told = record(cast.enrolment_id, taken=[a_photo()], pin=pin, remark="Clean work")
    answer = deliver(told)
    assert answer.json == {
        "state": "held",
        "why": "wrong-pin",
        "sentence": "Your PIN was wrong, or was asked for too often.",
        "address": f"/held-records/{told['id']}",
    }
    held = db.session.scalars(select(HeldRecord)).one()
    assert (held.body["remark"], held.body["levels"], held.photos[0]["received"]) == (
        "Clean work",
        told["levels"],
        sha256(a_photo()),
    )
    assert (len(files.get(held.photos[0]["stored"])) > 0, "pin" in held.body) == (True, False)
    assert (deliver(told).json, _counts()) == (answer.json, (0, 1))


def test_with_the_right_pin_after_too_many_wrong_ones_the_record_is_held(deliver: Deliver, pins: None) -> None:
    for _ in range(5):
        deliver(pin="1111")
    assert deliver(pin=PIN).json["why"] == "wrong-pin"


def test_the_trainee_signs_on_the_instructors_device(deliver: Deliver, cast: Cast, pins: None) -> None:
    answer = deliver(pin=PIN, trainee={"pin": PIN, "agrees": True, "words": ""})
    assert (answer.json["state"], answer.json["sentence"]) == ("recorded", "")
    signed = db.session.scalars(select(Acknowledgement)).one()
    assert (signed.signed_with, signed.agrees) == ("pin", True)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.acknowledged")).one()
    assert (entry.actor_id, entry.detail["beside"]) == (cast.trainee.id, str(cast.instructor.id))


def test_a_trainee_who_disagrees_says_so_with_their_pin(deliver: Deliver, cast: Cast, pins: None) -> None:
    deliver(pin=PIN, trainee={"pin": PIN, "agrees": False, "words": "The gasket was new."})
    assert db.session.scalars(select(Acknowledgement.agrees)).one() is False


@pytest.mark.parametrize(
    "trainee",
    [{"pin": "1111", "agrees": True, "words": ""}, {"pin": PIN, "agrees": False, "words": ""}],
    ids=["a wrong PIN", "a disagreement without words"],
)
def test_a_trainee_who_did_not_sign_signs_later(deliver: Deliver, pins: None, trainee: dict[str, Any]) -> None:
    answer = deliver(pin=PIN, trainee=trainee)
    assert answer.json["sentence"] == "The trainee has not signed yet: they can, signed in to their own account."
    assert (_counts(), _count(Acknowledgement)) == ((1, 0), 0)


def _withdraw(cast: Cast) -> None:
    withdraw(cast.enrolled(), reason="moved away", by=cast.coordinator.id, at=NOON)


def _close(cast: Cast) -> None:
    close_cohort(cohort_facts(cast.cohort_id), by=cast.coordinator.id, at=NOON)


def _lock(cast: Cast) -> None:
    close_gate(cast.enrolment_id, gate="safety", at=now())


def _replace_instructor(cast: Cast) -> None:
    row = db.session.scalars(select(CohortInstructor).where(CohortInstructor.cohort_id == cast.cohort_id)).one()
    db.session.delete(row)
    db.session.flush()


@pytest.mark.parametrize(
    ("happens", "why"),
    [
        (_withdraw, "withdrawn"),
        (_close, "cohort-closed"),
        (_lock, "item-locked"),
        (_replace_instructor, "not-teaching"),
    ],
)
def test_what_was_overtaken_by_events_is_held(
    deliver: Deliver, cast: Cast, happens: Callable[[Cast], None], why: str
) -> None:
    happens(cast)
    answer = deliver()
    assert (answer.status_code, answer.json["state"], answer.json["why"], _counts()) == (200, "held", why, (0, 1))


def test_a_reason_given_at_the_bench_overrides_a_lock(deliver: Deliver, cast: Cast) -> None:
    _lock(cast)
    assert deliver(override="Quiz passed on paper, power cut").json["state"] == "recorded"
    assert db.session.scalars(select(SignOff.overridden)).one() is True


def test_ones_own_work_is_held_and_never_signed_off(cast: Cast, client_of: ClientOf) -> None:
    place = enrol(person_by_id(cast.instructor.id), cohort_id=cast.cohort_id, by=None, at=BEFORE)
    open_gate(place.id, gate="safety", at=NOON)
    told = record(place.id, taken=[a_photo()])
    answer = _send(client_of(cast.instructor), delivery(told, assessor=cast.instructor.id, photos=[a_photo()]))
    assert (answer.json["why"], _counts()) == ("own-work", (0, 1))


@pytest.mark.parametrize(
    "changes",
    [{"levels": {"strap-safe": "met"}}, {"device_brand": ""}, {"levels": {"strap-safe": "7"}}, {"decision": "not_yet"}],
)
def test_what_is_incomplete_is_held(deliver: Deliver, changes: dict[str, Any]) -> None:
    assert deliver(**changes).json["why"] == "incomplete-sign-off"


def test_a_practical_that_the_course_does_not_have_is_held(deliver: Deliver) -> None:
    assert deliver(item="no-such-practical").json["why"] == "not-teaching"


def test_a_safety_stop_is_recorded_with_what_was_seen_until_then(deliver: Deliver) -> None:
    answer = deliver(levels={}, decision="stopped", remark="Live mains", photos=[])
    assert answer.json["state"] == "recorded"
    made = db.session.scalars(select(SignOff)).one()
    assert (made.stopped, made.outcome) == (True, "not_yet_competent")


@pytest.mark.parametrize(
    ("photo", "why"),
    [
        (b"GIF89a and then nothing", "unreadable-photo"),
        (b"%PDF-1.7 I am no photo", "unreadable-photo"),
        (picture()[:200], "unreadable-photo"),
        (picture((30, 20), kind="GIF"), "unreadable-photo"),
        (picture((9000, 9000), kind="PNG"), "photo-too-large"),
    ],
    ids=["a lie", "another kind", "damaged", "a GIF", "a bomb"],
)
def test_a_photo_that_is_none_is_not_kept_and_the_rest_is_held(deliver: Deliver, photo: bytes, why: str) -> None:
    answer = deliver(photos=[a_photo(), photo])
    assert (answer.json["state"], answer.json["why"]) == ("held", why)
    held = db.session.scalars(select(HeldRecord)).one()
    assert [(each["stored"] != "", each["refused"]) for each in held.photos] == [(True, ""), (False, why)]


def test_where_a_photo_was_taken_is_not_kept(deliver: Deliver) -> None:
    sent = picture(orientation=6)
    deliver(photos=[sent])
    kept = files.get(db.session.scalars(select(Evidence.stored_digest)).one())
    assert (b"Exif" in sent, b"Exif" in kept, b"Exemplia" in kept) == (True, False, False)


def test_nobody_delivers_without_end(deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_records, "DELIVERIES", Limit("bench-records", 2, timedelta(minutes=15)))
    answers = [deliver() for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert (answers[2].json, 0 < int(answers[2].headers["Retry-After"]) <= 900) == ({"state": "wait"}, True)
