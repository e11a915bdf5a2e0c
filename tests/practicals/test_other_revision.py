"""Work that was judged at the bench by one revision, and delivered when the trainee followed another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.assessments.practicals.models import CriterionLevel, HeldRecord, SignOff
from app.courses.facts import EnrolledItem
from app.courses.models import Completion
from app.courses.operations.gates import open_gate
from app.courses.operations.places import move
from app.courses.operations.revisions import publish
from app.courses.queries.cohorts import cohort_facts
from app.courses.queries.revisions import curriculum_of
from app.curriculum.folder import read_course
from app.curriculum.model import Practical
from app.db import db
from app.people.operations import set_pin
from app.records.models import JournalEntry
from tests.cast import BEFORE, NOON, Cast
from tests.conftest import ClientOf
from tests.courses.followed import following
from tests.courses.unwritten import COURSE
from tests.practicals.making import signed_off
from tests.practicals.sealing import a_photo, delivery, record
from tests.practicals.test_pages import sent_form, texts

PAGE = "week-01/90-esd-bench.md"
OTHER_WORDS = (b"Strap system", b"Strap, mat and ground")
OTHER_PASS = (b"minutes: 20\n", b"minutes: 20\npass: 80%\n")
OTHER_BRIEF = (b"Set up your bench and verify it.", b"Set up your bench, and verify it twice.")
RENAMED = (b"minutes: 20\n", b"minutes: 20\naliases: [esd-bench]\n")
Deliver = Callable[..., Any]


def _move(cast: Cast, *changes: tuple[bytes, bytes], path: str = PAGE) -> int:
    """Move the trainee to a cohort whose revision has the practical otherwise; that revision."""
    sources = dict(read_course(COURSE).sources)
    text = sources.pop(PAGE)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    made = following(cast, sources | {path: text}, course_id=COURSE.name)
    move(cast.enrolled(), to=cohort_facts(made.id), reason="Evenings.", by=None, at=NOON)
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    return made.revision_id


@pytest.fixture
def deliver(bench: EnrolledItem, cast: Cast, client_of: ClientOf) -> Deliver:
    """Delivers a record of the trainee's work, judged by the revision that they followed first."""

    def delivering(told: dict[str, Any] | None = None, **changes: Any) -> Any:
        told = told or record(cast.enrolment_id, taken=[a_photo()], **{"revision": cast.revision_id} | changes)
        sent = delivery(told, assessor=cast.instructor.id, photos=[a_photo()])
        answer = client_of(cast.instructor).post("/bench/records", data=sent, headers={"Accept": "application/json"})
        return answer.get_json()

    return delivering


def _made() -> SignOff:
    return db.session.scalars(select(SignOff)).one()


def _digests(revision_id: int) -> set[str]:
    item = curriculum_of(revision_id).items["esd-bench"]
    assert isinstance(item, Practical)
    return {each.digest for each in item.criteria}


@pytest.mark.parametrize(
    ("change", "alike"),
    [(OTHER_BRIEF, True), (OTHER_WORDS, False), (OTHER_PASS, False)],
    ids=["brief", "words", "pass"],
)
def test_what_was_judged_by_the_same_criteria_is_recorded_and_by_others_held(
    deliver: Deliver, cast: Cast, change: tuple[bytes, bytes], alike: bool
) -> None:
    _move(cast, change)
    answer = deliver()
    assert (answer["state"], answer["why"]) == (("recorded", "") if alike else ("held", "other-criteria"))


def test_a_sign_off_names_the_revision_and_the_criteria_that_were_judged(deliver: Deliver, cast: Cast) -> None:
    today = _move(cast, OTHER_BRIEF)
    deliver()
    assert (_made().revision_id, today != cast.revision_id) == (cast.revision_id, True)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.made")).one()
    assert entry.detail["revision"] == cast.revision_id
    assert set(db.session.scalars(select(CriterionLevel.criterion_digest))) == _digests(cast.revision_id)
    assert db.session.scalars(select(Completion.item_id)).one() == "esd-bench"


def test_it_is_held_with_what_was_judged_and_a_sentence(deliver: Deliver, cast: Cast, client_of: ClientOf) -> None:
    today = _move(cast, OTHER_WORDS)
    answer = deliver()
    assert answer["sentence"] == (
        "It was judged by criteria that the trainee's course has changed since. Record it as it was judged, or drop it."
    )
    page = client_of(cast.instructor).get(answer["address"])
    assert ("Strap system" in page.text, "Strap, mat and ground" in page.text) == (True, False)
    links = [f"/revisions/{each}/items/esd-bench" for each in (cast.revision_id, today)]
    assert [f'href="{link}"' in page.text for link in links] == [True, True]
    assert texts(page, "act") == ["Record it after all"]


def test_who_judged_it_decides_that_it_counts_as_it_was_judged(
    deliver: Deliver, cast: Cast, client_of: ClientOf
) -> None:
    _move(cast, OTHER_WORDS)
    held_id = deliver()["address"].rsplit("/", 1)[1]
    answer: TestResponse = client_of(cast.instructor).post(f"/held-records/{held_id}/sign-off")
    assert (answer.status_code, answer.location) == (303, f"/sign-offs/{held_id}")
    assert _made().revision_id == cast.revision_id
    assert set(db.session.scalars(select(CriterionLevel.criterion_digest))) == _digests(cast.revision_id)
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "held_record.recorded")).one()
    assert (entry.actor_id, entry.detail["why"]) == (cast.instructor.id, "other-criteria")


def test_what_was_held_for_its_pin_asks_again_where_the_criteria_have_changed(
    deliver: Deliver, cast: Cast, client_of: ClientOf
) -> None:
    set_pin(cast.instructor.id, pin="4826", by=cast.instructor.id, at=BEFORE)
    _move(cast, OTHER_WORDS)
    answer = deliver(pin="1111")
    assert answer["why"] == "wrong-pin"
    address, client = answer["address"], client_of(cast.instructor)
    assert client.post(f"{address}/sign-off", data={"pin": "4826"}).location == address
    assert db.session.scalars(select(HeldRecord.why)).one() == "other-criteria"
    assert client.post(f"{address}/sign-off", data={"pin": "4826"}).location.startswith("/sign-offs/")


def test_the_id_that_the_practical_had_then_is_recorded_and_completes_what_it_is_now(
    deliver: Deliver, cast: Cast
) -> None:
    _move(cast, RENAMED, path=PAGE.replace("esd-bench", "static-bench"))
    assert deliver()["state"] == "recorded"
    assert (_made().item_id, _made().revision_id) == ("esd-bench", cast.revision_id)
    found = cast.enrolled().curriculum.item_called("esd-bench")
    assert (found.id if found else "") == "static-bench"


@pytest.mark.parametrize("revision", [2**31 - 1, "another course"])
def test_a_revision_that_the_course_never_had_is_held(deliver: Deliver, cast: Cast, revision: object) -> None:
    sources = dict(read_course(COURSE).sources)
    other, _ = publish(sources, course_id="another-course", track_id="mobile", by=None, at=BEFORE)
    assert deliver(revision=other.id if revision == "another course" else revision)["why"] == "not-teaching"


def test_a_record_from_before_records_named_it_is_judged_by_the_revision_of_today(deliver: Deliver, cast: Cast) -> None:
    today = _move(cast, OTHER_WORDS)
    told = record(cast.enrolment_id, taken=[a_photo()])
    told.pop("revision", None)
    assert (deliver(told)["state"], _made().revision_id) == ("recorded", today)


def test_the_page_of_a_sign_off_says_which_criteria_it_was(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    made = signed_off(bench, cast)
    page = client_of(cast.instructor).get(f"/sign-offs/{made.id}")
    link = f'<a href="/revisions/{cast.revision_id}/items/esd-bench">of revision 1 of the course</a>'
    assert link in page.text
    own = client_of(cast.trainee).get(f"/sign-offs/{made.id}").text
    assert (link in own, "of revision 1 of the course" in own) == (False, True)


def test_a_form_that_was_opened_before_the_move_is_looked_through_again(
    bench: EnrolledItem, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.instructor)
    address = f"{bench.prefix}/sign-offs"
    opened = client.get(f"{address}/new").text
    assert f'name="revision" type="hidden" value="{cast.revision_id}"' in opened
    today = _move(cast, OTHER_WORDS)
    form = sent_form(revision=str(cast.revision_id))
    page = client.post(address, data=form)
    told = "The criteria have changed since you opened this form. Look through them again, then sign off."
    assert (page.status_code, told in page.text, "Strap, mat and ground" in page.text) == (422, True, True)
    assert f'name="revision" type="hidden" value="{today}"' in page.text
    assert client.post(address, data=sent_form(revision=str(today))).status_code == 303
    assert _made().revision_id == today
