"""Testimony: a witness without an account, a link that works once, and an instructor who decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, func, select
from werkzeug.test import TestResponse

from app.assessments.practicals.models import BenchText, Testimony, TestimonyDecision, TestimonyRequest
from app.assessments.practicals.operations import (
    NothingToDecide,
    OtherTestimony,
    OwnWork,
    TestimonyDecided,
    TestimonyLinkSpent,
    ask_witness,
    decide_testimony,
    erase_testimony,
    give_testimony,
)
from app.assessments.practicals.operations.testimonies import LINK
from app.assessments.practicals.queries import practical_state
from app.assessments.practicals.queries import testimony_seen_by as seen_by
from app.assessments.practicals.witnessing import TESTIMONY_LASTS, Account, EnrolledTestimony, Witness
from app.courses.facts import EnrolledItem
from app.courses.operations.enrolments import Withdrawn
from app.courses.operations.places import withdraw
from app.db import db
from app.notices.models import Notice
from app.records.models import JournalEntry, JournalText
from app.records.queries import journal_of
from app.records.queries.verifying import verify
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.today.making import links, said, section, tree
from tests.tokens import without_tokens

PAUL = Witness("Paul Tuteur", "Atelier du Port")
ACCOUNT = Account(date(2026, 5, 4), "Exemplia", "One", "with_help", "Careful work.\nShe tested the strap.")
SENT = {
    "worked_on": "2026-05-04",
    "device_brand": "Exemplia",
    "device_model": "One",
    "did": "with_help",
    "words": "Careful work.",
}


def _asked(found: EnrolledItem, cast: Cast, **changes: Any) -> tuple[UUID, str]:
    values: dict[str, Any] = {"request_id": new_id(), "witness": PAUL, "by": cast.instructor.id, "at": NOON} | changes
    return values["request_id"], ask_witness(found, **values)


def _given(found: EnrolledItem, cast: Cast) -> EnrolledTestimony:
    request_id, code = _asked(found, cast)
    give_testimony(code, account=ACCOUNT, at=NOON)
    return _seen(cast, request_id)


def _seen(cast: Cast, request_id: UUID) -> EnrolledTestimony:
    seen = seen_by(cast.instructor, request_id=request_id)
    assert seen is not None
    return seen


def _decide(found: EnrolledTestimony, cast: Cast, decision: Any = "accepted", reason: str = "") -> None:
    decide_testimony(found, decision=decision, reason=reason, by=cast.instructor.id, at=NOON)


def _count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def _fresh(cast: Cast) -> tuple[UUID, str]:
    """A link that is open now, as the public page needs it."""
    return _asked(cast.item("esd-bench"), cast, at=now() - timedelta(days=1))


def _sent(**changes: str) -> dict[str, str]:
    return SENT | {"worked_on": (now() - timedelta(days=2)).date().isoformat()} | changes


@pytest.fixture
def item(cast: Cast) -> EnrolledItem:
    """The cast's trainee before the practical."""
    return cast.item("esd-bench")


def test_the_code_of_a_link_is_never_stored(cast: Cast, item: EnrolledItem) -> None:
    """Only its digest is, by which it can be found and not read back."""
    _, code = _asked(item, cast)
    stored = db.session.execute(select(TestimonyRequest.__table__)).one()
    assert len(code) == 20
    assert [value for value in stored if code in str(value)] == []


def test_asking_twice_is_asking_once_with_the_same_link(cast: Cast, item: EnrolledItem) -> None:
    """A browser that sends the form again gets the page again."""
    request_id, code = _asked(item, cast)
    assert _asked(item, cast, request_id=request_id) == (request_id, code)
    assert _count(TestimonyRequest) == 1


def test_an_old_form_with_another_name_asks_nobody(cast: Cast, item: EnrolledItem) -> None:
    """Behind the Back button the link of one witness would be given to another."""
    request_id, _ = _asked(item, cast)
    with pytest.raises(OtherTestimony):
        _asked(item, cast, request_id=request_id, witness=Witness("Nadia Autre", "Atelier du Port"))


def test_nobody_asks_about_their_own_work(cast: Cast, item: EnrolledItem) -> None:
    """Not an instructor who learns in the cohort either."""
    with pytest.raises(OwnWork):
        _asked(item, cast, by=cast.trainee.id)


def test_nobody_is_asked_about_a_trainee_who_left(cast: Cast, item: EnrolledItem) -> None:
    """What they did is kept, and nothing is added."""
    withdraw(item.enrolled, reason="Moved away.", by=cast.coordinator.id, at=NOON)
    with pytest.raises(Withdrawn):
        _asked(item, cast)


def test_what_a_witness_says_is_kept_beside_its_record(cast: Cast, item: EnrolledItem) -> None:
    """Names and words can be erased without breaking the record."""
    seen = _given(item, cast).testimony
    assert (seen.account, seen.witness) == (ACCOUNT, PAUL)
    db.session.execute(delete(BenchText))
    erased = _seen(cast, seen.id).testimony
    assert erased.account is not None
    assert (erased.account.words, erased.witness) == ("", Witness("", ""))


def test_the_same_words_sent_twice_are_said_once(cast: Cast, item: EnrolledItem) -> None:
    """Also when the link has expired meanwhile: the first time counts."""
    _, code = _asked(item, cast)
    give_testimony(code, account=ACCOUNT, at=NOON)
    give_testimony(code, account=ACCOUNT, at=NOON + TESTIMONY_LASTS * 2)
    assert _count(Testimony) == 1


def test_a_link_works_once(cast: Cast, item: EnrolledItem) -> None:
    """What was said stands."""
    _, code = _asked(item, cast)
    give_testimony(code, account=ACCOUNT, at=NOON)
    with pytest.raises(TestimonyLinkSpent):
        give_testimony(code, account=Account(**vars(ACCOUNT) | {"did": "alone"}), at=NOON)


@pytest.mark.parametrize(("later", "works"), [(TESTIMONY_LASTS - timedelta(seconds=1), True), (TESTIMONY_LASTS, False)])
def test_a_link_works_for_fourteen_days(cast: Cast, item: EnrolledItem, later: timedelta, works: bool) -> None:
    """And not a second longer."""
    assert timedelta(days=14) == TESTIMONY_LASTS
    _, code = _asked(item, cast)
    if works:
        give_testimony(code, account=ACCOUNT, at=NOON + later)
    else:
        with pytest.raises(TestimonyLinkSpent):
            give_testimony(code, account=ACCOUNT, at=NOON + later)
    assert _count(Testimony) == works


def test_a_refusal_keeps_its_reason_in_the_journal(cast: Cast, item: EnrolledItem) -> None:
    """As every decision about somebody's record."""
    seen = _given(item, cast)
    _decide(seen, cast, "refused", "They were not there that day.")
    last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
    words = db.session.get(JournalText, last.number)
    assert (last.act, last.object_id) == ("testimony.refused", str(seen.testimony.id))
    assert words is not None
    assert words.text == "They were not there that day."
    assert _seen(cast, seen.testimony.id).reason == "They were not there that day."


def test_a_decision_is_made_once(cast: Cast, item: EnrolledItem) -> None:
    """The same again changes nothing; another one is refused."""
    seen = _given(item, cast)
    _decide(seen, cast)
    _decide(seen, cast)
    with pytest.raises(TestimonyDecided):
        _decide(seen, cast, "refused", "No.")
    assert _count(TestimonyDecision) == 1


def test_nothing_is_decided_before_the_witness_answered(cast: Cast, item: EnrolledItem) -> None:
    """There is nothing to accept yet."""
    request_id, _ = _asked(item, cast)
    with pytest.raises(NothingToDecide):
        _decide(_seen(cast, request_id), cast)


def test_nobody_decides_on_words_about_their_own_work(cast: Cast, item: EnrolledItem) -> None:
    """The operation refuses it too, whoever calls it."""
    with pytest.raises(OwnWork):
        decide_testimony(_given(item, cast), decision="accepted", reason="", by=cast.trainee.id, at=NOON)


def test_a_testimony_counts_for_nothing(cast: Cast, bench: EnrolledItem) -> None:
    """Only an instructor's sign-off does."""
    before = practical_state(bench)
    _decide(_given(bench, cast), cast)
    assert practical_state(bench) == before


def test_an_instructor_gets_the_link_once_with_a_code_to_scan(cast: Cast, client_of: ClientOf) -> None:
    """The page that shows it is kept by no browser, and no other page has it."""
    client = client_of(cast.instructor)
    prefix = cast.item("esd-bench").prefix
    made = client.post(f"{prefix}/testimonies", data={"id": str(new_id()), "name": "Paul", "workplace": "Port"})
    address = re.search(r"https?://\S+?/t/([0-9a-z]{20})", made.text)
    assert address is not None
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert made.text.count("data:image/svg+xml") == 1
    addresses = [href for _, href in links(tree(made.text))]
    assert [href for href in addresses if href.startswith(("mailto:", "sms:")) and address[1] not in href] == []
    assert address[1] not in client.get("/testimonies").text


def test_an_unnamed_witness_is_told_beside_the_field(cast: Cast, client_of: ClientOf) -> None:
    """And what was typed is kept."""
    prefix = cast.item("esd-bench").prefix
    sent = client_of(cast.instructor).post(f"{prefix}/testimonies", data={"name": "", "workplace": "Atelier"})
    assert sent.status_code == 422
    assert ("Write who is asked." in sent.text, 'value="Atelier"' in sent.text) == (True, True)


def test_a_witness_needs_no_account(cast: Cast, client_of: ClientOf) -> None:
    """They see what the work is, say what they saw, and are thanked; then the link is spent."""
    _, code = _fresh(cast)
    client = client_of(None)
    page = client.get(f"/t/{code}")
    sent = client.post(f"/t/{code}", data=_sent())
    assert (page.status_code, page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == (
        200,
        "no-store",
        "noindex, nofollow",
    )
    assert (sent.status_code, sent.headers["Location"]) == (303, "/t/thanks")
    assert client.get("/t/thanks").status_code == 200
    assert client.get(f"/t/{code}").status_code == 410
    assert client.post(f"/t/{code}", data=_sent()).status_code == 303
    assert client.post(f"/t/{code}", data=_sent(words="Other words.")).status_code == 410
    assert _count(Testimony) == 1


def test_a_witness_reads_french_or_english_as_their_browser_does(cast: Cast, client_of: ClientOf) -> None:
    """Nobody asked them which."""
    _, code = _fresh(cast)
    page = client_of(None).get(f"/t/{code}", headers={"Accept-Language": "fr"})
    assert tree(page.text).get("lang") == "fr"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"worked_on": ""}, "Choose the day of the work."),
        ({"worked_on": "yesterday"}, "Not a valid date value."),
        ({"worked_on": "2199-01-01"}, "This day is still to come."),
        ({"worked_on": "2016-05-04"}, "This day is more than a year ago. Is the year right?"),
        ({"device_brand": ""}, "Write the brand of the device."),
        ({"did": "perhaps"}, "Choose one of the three."),
        ({"words": "x" * 2001}, "Use at most 2000 characters."),
    ],
)
def test_a_witness_is_told_what_is_wrong(cast: Cast, client_of: ClientOf, changes: dict[str, str], told: str) -> None:
    """Beside the field; nothing is recorded, and the link stays open."""
    _, code = _fresh(cast)
    client = client_of(None)
    sent = client.post(f"/t/{code}", data=_sent(**changes))
    assert (sent.status_code, told in sent.text, _count(Testimony)) == (422, True, 0)
    assert client.get(f"/t/{code}").status_code == 200


def test_nobody_learns_whether_a_link_ever_existed(cast: Cast, client_of: ClientOf) -> None:
    """One that was used, one that expired and one that was never made answer alike."""
    client = client_of(None)
    _, used = _fresh(cast)
    client.post(f"/t/{used}", data=_sent())
    _, expired = _asked(cast.item("esd-bench"), cast, at=now() - TESTIMONY_LASTS)

    def answer(code: str, method: Callable[..., TestResponse], **more: Any) -> tuple[int, str]:
        response = method(f"/t/{code}", **more)
        return response.status_code, without_tokens(response.text.replace(code, ""))

    pages = {answer(code, client.get) for code in (used, expired, "0" * 20)}
    assert {status for status, _ in pages} == {410}
    assert len(pages) == 1
    other = {"data": _sent(words="Other words.")}
    assert len({answer(code, client.post, **other) for code in (used, expired, "0" * 20)}) == 1


def test_a_spent_link_offers_no_way_back_to_itself(cast: Cast, client_of: ClientOf) -> None:
    _, code = _fresh(cast)
    client = client_of(None)
    client.post(f"/t/{code}", data=_sent())
    again = client.get(f"/t/{code}", headers={"Referer": f"http://localhost/t/{code}"})
    assert ("Back to the page" in again.text, "you can close this page" in again.text) == (False, True)


def test_who_tries_links_one_after_another_has_to_wait(cast: Cast, client_of: ClientOf) -> None:
    """Those that exist are refused like those that don't."""
    _, code = _fresh(cast)
    client = client_of(None)
    for number in range(LINK.most):
        client.get(f"/t/{number:020}")
    refused = client.get(f"/t/{code}")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_what_waits_is_counted_on_the_instructors_today(cast: Cast, client_of: ClientOf, item: EnrolledItem) -> None:
    """Those of other cohorts, and those that were decided, are not."""
    client = client_of(cast.instructor)
    seen = _given(item, cast)
    _given(item, cast)
    assert ("2 testimonies to decide", "/testimonies") in links(tree(client.get("/").text))
    _decide(seen, cast)
    assert ("1 testimony to decide", "/testimonies") in links(tree(client.get("/").text))
    assert "testimon" not in client_of(cast.outsider_instructor).get("/").text.lower()


def test_the_list_says_what_is_asked_given_and_decided(cast: Cast, client_of: ClientOf, item: EnrolledItem) -> None:
    """What waits for a decision comes first."""
    _fresh(cast)
    _asked(item, cast, at=now() - TESTIMONY_LASTS * 2)
    _given(item, cast)
    _decide(_given(item, cast), cast)
    root = tree(client_of(cast.instructor).get("/testimonies").text)
    heads = [said(element) for element in root.iter("{http://www.w3.org/1999/xhtml}h2")]
    assert heads == ["To decide 1", "Asked, no answer yet 1", "Accepted 1", "The link has expired 1"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_costs_the_same_for_many(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, item: EnrolledItem, many: int
) -> None:
    """Two: the member, and the list."""
    for _ in range(many):
        _given(item, cast)
    client = client_of(cast.instructor)
    with count_queries() as queries:
        client.get("/testimonies")
    assert len(queries) == 2


def test_an_instructor_decides_on_the_page(cast: Cast, client_of: ClientOf, item: EnrolledItem) -> None:
    """Refusing takes a reason."""
    client = client_of(cast.instructor)
    address = f"/testimonies/{_given(item, cast).testimony.id}"
    assert "Decide" in client.get(address).text
    unsaid = client.post(f"{address}/decision", data={"decision": "refused"})
    assert (unsaid.status_code, "Write why you don’t accept it." in unsaid.text) == (422, True)
    decided = client.post(f"{address}/decision", data={"decision": "refused", "reason": "Not there."})
    assert (decided.status_code, decided.headers["Location"]) == (303, "/testimonies")
    assert "Not there." in client.get(address).text


def test_what_was_accepted_is_shown_to_the_trainee_and_at_the_bench(
    cast: Cast, client_of: ClientOf, bench: EnrolledItem
) -> None:
    """As testimony, with the sentence that it counts for nothing by itself. What was not accepted is shown to none."""
    title = "Testimony from the workplace"
    pages = ((cast.trainee, bench.prefix), (cast.instructor, f"{bench.prefix}/sign-offs/new"))
    _decide(_given(bench, cast), cast, "refused", "No.")
    assert [section(tree(client_of(who).get(page).text), title) for who, page in pages] == [None, None]
    _decide(_given(bench, cast), cast)
    for who, page in pages:
        shown = section(tree(client_of(who).get(page).text), title)
        assert shown is not None
        words = said(shown)
        assert ("Paul Tuteur, Atelier du Port" in words, "With help" in words, "Careful work." in words) == (True,) * 3
        assert "It counts for nothing by itself" in words


def _told(cast: Cast) -> list[tuple[str, str]]:
    told = select(Notice).where(Notice.person_id == cast.trainee.id, Notice.kind == "witnessed")
    return [(each.subject, each.path) for each in db.session.scalars(told)]


def test_the_trainee_is_told_once_that_a_testimony_is_accepted(cast: Cast, item: EnrolledItem) -> None:
    _decide(_given(item, cast), cast, "refused", "No.")
    assert _told(cast) == []
    given = _given(item, cast)
    _decide(given, cast)
    _decide(given, cast)
    assert _told(cast) == [(str(given.testimony.id), item.prefix)]


ERASED = [("words", PAUL, ["testimony"]), ("all", Witness("", ""), ["testimony", "witness"])]


@pytest.mark.parametrize(("what", "witness", "gone"), ERASED)
def test_what_was_erased_is_gone_and_the_record_stays_sound(
    cast: Cast, item: EnrolledItem, connection: Connection, what: Any, witness: Witness, gone: list[str]
) -> None:
    given = _given(item, cast)
    _decide(given, cast, "refused", "Not there.")
    record = db.session.get_one(Testimony, given.testimony.id).text_digest
    erase_testimony(given, what=what, reason="He asked for it.", by=cast.coordinator.id, at=NOON)
    seen = _seen(cast, given.testimony.id)
    assert seen.testimony.account == replace(ACCOUNT, words="")
    assert (seen.testimony.witness, seen.reason) == (witness, "Not there.")
    assert db.session.get_one(Testimony, given.testimony.id).text_digest == record
    (line,) = journal_of("testimony", id=given.testimony.id, acts=("testimony.erased",))
    assert (line.actor_id, line.reason, line.detail) == (cast.coordinator.id, "He asked for it.", {"erased": gone})
    db.session.flush()
    assert list(verify(connection).faults) == []


def test_what_is_erased_twice_is_erased_once(cast: Cast, item: EnrolledItem) -> None:
    given = _given(item, cast)
    for _ in range(2):
        erase_testimony(given, what="all", reason="He asked for it.", by=cast.coordinator.id, at=NOON)
    assert len(journal_of("testimony", id=given.testimony.id, acts=("testimony.erased",))) == 1


def test_nobody_erases_what_was_said_of_themselves(cast: Cast, item: EnrolledItem) -> None:
    with pytest.raises(OwnWork):
        erase_testimony(_given(item, cast), what="all", reason="I.", by=cast.trainee.id, at=NOON)


def test_a_coordinator_erases_with_a_reason_and_the_page_says_so(
    cast: Cast, client_of: ClientOf, item: EnrolledItem
) -> None:
    client = client_of(cast.coordinator)
    address = f"/testimonies/{_given(item, cast).testimony.id}"
    listed, shown = (links(tree(client.get(page).text)) for page in ("/testimonies", address))
    assert (cast.enrolled().name, address) in listed
    assert ("Erase what is kept of the witness", f"{address}/erasure/new") in shown
    unsaid = client.post(f"{address}/erasure", data={"what": "words", "reason": " "})
    assert (unsaid.status_code, unsaid.text.count("Write a few words.")) == (422, 2)
    done = client.post(f"{address}/erasure", data={"what": "words", "reason": "He asked for it."})
    assert (done.status_code, done.headers["Location"]) == (303, address)
    page = said(tree(client.get(address).text))
    assert ("The words were erased." in page, "He asked for it." in page, "Careful work" in page) == (True, True, False)
