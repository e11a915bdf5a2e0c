"""The page of letters that didn't leave, and what is decided there."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app.db import db
from app.people.member import Member
from app.people.operations import grant_role
from app.people.queries import person_by_id
from app.records.models import JournalEntry, Letter
from app.records.operations.outbox import begin_sending, mark_failed, mark_unclear
from app.shared.clock import now
from tests.cast import NOON, Cast, signed_in
from tests.conftest import ClientOf, CountQueries
from tests.mail.posting import letter, post, write_to

UNKNOWN = "00000000-0000-7000-8000-000000000000"
"""No letter has this id."""


@pytest.fixture
def coordinator(cast: Cast) -> Member:
    """Who coordinates every site."""
    grant_role(person_by_id(cast.coordinator.id), role="coordinator", site_id=None, by=None, at=NOON)
    return signed_in(cast.coordinator.id)


def stuck(person_id: UUID, state: str = "failed", trouble: str = "550 No such mailbox", **more: int) -> Letter:
    """A letter that is stuck."""
    posted = write_to(person_id, at=NOON + timedelta(minutes=more.get("minutes", 0)))
    begin_sending(posted, at=NOON)
    (mark_failed if state == "failed" else mark_unclear)(posted.id, trouble=trouble)
    db.session.commit()
    return posted


def test_it_shows_who_what_when_and_what_the_server_said(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    stuck(cast.trainee.id)
    write_to(cast.other_trainee.id)
    page = client_of(coordinator).get("/letters").text
    words = " ".join(page.split())
    assert f'Address changed · <a href="/people/{cast.trainee.id}">Tara Trainee</a>' in words
    assert "The mail server said: 550 No such mailbox" in words
    assert "tara.trainee@school.example" in words
    assert "5 May 2026, 12:00" in words
    assert "1 letter is stuck. Decide what happens with it." in words
    assert "Otto Trainee" not in words
    assert "It arrived" not in words


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("no-address", "The person has no address that mail can be sent to."),
        ("deactivated", "The account is deactivated."),
        ("unwritable", "Établi could not write it: the server’s log says why."),
        ("", "The server stopped while it was being handed over."),
    ],
)
def test_it_words_what_no_server_said(
    cast: Cast, coordinator: Member, client_of: ClientOf, trouble: str, said: str
) -> None:
    stuck(cast.trainee.id, trouble=trouble)
    assert f"<p>{said}</p>" in client_of(coordinator).get("/letters").text


def test_an_empty_page_says_what_will_be_here(coordinator: Member, client_of: ClientOf) -> None:
    page = client_of(coordinator).get("/letters").text
    assert "Nothing is stuck" in page
    assert "Nobody delivers the letters" not in page


def test_it_says_when_nobody_delivers(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    write_to(cast.trainee.id, at=now() - timedelta(minutes=16))
    page = client_of(coordinator).get("/letters").text
    assert "1 letter waits to leave." in page


@pytest.mark.parametrize(
    ("state", "decision", "becomes", "act"),
    [
        ("failed", "again", "waiting", "letter.sent-again"),
        ("unclear", "again", "waiting", "letter.sent-again"),
        ("unclear", "arrived", "sent", "letter.arrived"),
        ("unclear", "give_up", "dropped", "letter.given-up"),
        ("failed", "give_up", "dropped", "letter.given-up"),
    ],
)
def test_somebody_decides_once(
    cast: Cast, coordinator: Member, client_of: ClientOf, state: str, decision: str, becomes: str, act: str
) -> None:
    posted = stuck(cast.trainee.id, state)
    client = client_of(coordinator)
    for _ in range(2):
        decided = client.post(f"/letters/{posted.id}?page=2", data={"decision": decision})
        assert (decided.status_code, decided.location) == (303, "/letters?page=2")
    assert letter(posted.id).state == becomes
    acts = db.session.query(JournalEntry).filter_by(object_kind="letter").all()
    assert [(each.act, each.actor_id, each.detail) for each in acts] == [
        (act, coordinator.id, {"kind": "address-changed"})
    ]
    assert "somebody decided already" in client.get("/letters").text


def test_what_is_sent_again_begins_with_all_its_tries(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    posted, before = stuck(cast.trainee.id), now()
    client_of(coordinator).post(f"/letters/{posted.id}", data={"decision": "again"})
    assert letter(posted.id).tries == 0
    assert before <= letter(posted.id).due_at <= now()


def test_what_failed_is_sent_again_all_at_once_but_not_what_is_unclear(
    cast: Cast, coordinator: Member, client_of: ClientOf
) -> None:
    failed, unclear = [stuck(cast.trainee.id) for _ in range(2)], stuck(cast.trainee.id, "unclear")
    client = client_of(coordinator)
    assert 'action="/letters/failed"' in client.get("/letters").text
    assert client.post("/letters/failed").location == "/letters"
    assert "2 letters leave again." in client.get("/letters").text
    assert 'action="/letters/failed"' not in client.get("/letters").text
    assert [(letter(each.id).state, letter(each.id).tries) for each in (*failed, unclear)] == [
        ("waiting", 0),
        ("waiting", 0),
        ("unclear", 1),
    ]
    acts = db.session.query(JournalEntry).filter_by(object_kind="letter").all()
    assert [(each.act, each.object_id, each.detail) for each in acts] == [
        ("letters.sent-again", "failed", {"letters": 2})
    ]


@pytest.mark.parametrize(
    ("path", "decision", "status"), [("{}", "burn", 400), ("{}", "", 400), (UNKNOWN, "again", 404)]
)
def test_what_nobody_can_decide_changes_nothing(
    cast: Cast, coordinator: Member, client_of: ClientOf, path: str, decision: str, status: int
) -> None:
    posted = stuck(cast.trainee.id)
    address = f"/letters/{path.format(posted.id)}"
    assert client_of(coordinator).post(address, data={"decision": decision}).status_code == status
    assert letter(posted.id).state == "failed"


def test_letters_on_their_way_are_not_decided_about(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    waiting = write_to(cast.trainee.id)
    client_of(coordinator).post(f"/letters/{waiting.id}", data={"decision": "give_up"})
    assert letter(waiting.id).state == "waiting"


def test_coordinators_of_one_site_and_others_do_not_see_letters(cast: Cast, client_of: ClientOf) -> None:
    posted = stuck(cast.trainee.id)
    for member in (cast.coordinator, cast.instructor, cast.trainee):
        assert client_of(member).get("/letters").status_code == 403
        assert client_of(member).post(f"/letters/{posted.id}", data={"decision": "give_up"}).status_code == 404
    assert letter(posted.id).state == "failed"


def test_the_account_menu_leads_there(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    link = 'href="/letters"'
    assert [link in client_of(each).get("/letters").text for each in (coordinator, cast.instructor)] == [True, False]


def test_a_page_holds_twenty_five(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    posted = [stuck(cast.trainee.id, minutes=each) for each in range(27)]
    client = client_of(coordinator)
    shown = [_order(client.get(address).text) for address in ("/letters", "/letters?page=2", "/letters?page=99")]
    newest = [str(each.id) for each in reversed(posted)]
    assert shown == [newest[:25], newest[25:], newest[25:]]


def _order(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split('<h2 id="letter-')[1:]]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_few_things_however_long_it_is(
    cast: Cast, coordinator: Member, client_of: ClientOf, count_queries: CountQueries, rows: int
) -> None:
    for each in range(rows):
        stuck(cast.trainee.id, minutes=each)
    client = client_of(coordinator)
    with count_queries() as queries:
        client.get("/letters")
    assert len(queries) == 4


def test_an_address_of_its_own_is_shown(cast: Cast, coordinator: Member, client_of: ClientOf) -> None:
    posted = post("address-change", cast.trainee.id, address="new@school.example")
    begin_sending(posted, at=NOON)
    mark_failed(posted.id, trouble="550 No")
    page = client_of(coordinator).get("/letters").text
    assert "<dd>new@school.example</dd>" in page
