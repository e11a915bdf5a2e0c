"""What becomes of a letter: it leaves once, or somebody is shown that it didn't."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.db import db
from app.mail.delivery import deliver_letters, deliver_next, recover_letters
from app.mail.transports import Folder, Outcome, Transport, transport_of
from app.people.queries import person_by_id
from app.records.operations.outbox import LEASE, PAUSES, begin_sending
from app.shared.clock import now
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.mail.conftest import MailTo
from tests.mail.posting import letter, post, write_to
from tests.mail.servers import Received

NEVER = lambda: False  # noqa: E731 - nobody asks the worker to stop


def test_a_letter_leaves_once(cast: Cast, transport: Transport, received: Received) -> None:
    posted = write_to(cast.trainee.id)
    assert [deliver_next(transport, at=NOON) for _ in range(2)] == [Outcome("sent"), None]
    assert received.envelopes == [("school@school.example", ["tara.trainee@school.example"])]
    assert received.ids == [f"<{posted.id}@school.example>"]
    sent = letter(posted.id)
    assert (sent.state, sent.tries, sent.sent_at is not None) == ("sent", 1, True)


def test_letters_leave_in_the_order_they_are_due(cast: Cast, transport: Transport, received: Received) -> None:
    later, sooner, future = (
        write_to(cast.trainee.id, at=NOON + timedelta(minutes=each)) for each in (2, 1, 60 * 24 * 10_000)
    )
    deliver_letters(transport, until=NEVER)
    assert received.ids == [f"<{each.id}@school.example>" for each in (sooner, later)]
    assert letter(future.id).state == "waiting"


def test_nothing_more_leaves_when_the_worker_has_to_stop(cast: Cast, transport: Transport, received: Received) -> None:
    for _ in range(3):
        write_to(cast.trainee.id)
    deliver_letters(transport, until=lambda: len(received.messages) == 2)
    assert len(received.messages) == 2


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_letter_that_is_not_taken_now_is_tried_again_after_growing_pauses(
    cast: Cast, transport: Transport, received: Received, step: str
) -> None:
    posted, at = write_to(cast.trainee.id), NOON
    received.answers = {step: "451 Come back later"}
    for _ in PAUSES:
        before = now()
        assert deliver_next(transport, at=at) == Outcome("later", "451 Come back later")
        waits = letter(posted.id)
        pause = PAUSES[waits.tries - 1]
        assert (waits.state, waits.trouble) == ("waiting", "451 Come back later")
        assert before + pause <= waits.due_at <= now() + pause
        assert deliver_next(transport, at=waits.due_at - timedelta(seconds=1)) is None
        at = waits.due_at
    assert deliver_next(transport, at=at) == Outcome("later", "451 Come back later")
    assert (letter(posted.id).state, letter(posted.id).tries) == ("failed", len(PAUSES) + 1)
    assert timedelta(days=3) <= sum(PAUSES, timedelta()) <= timedelta(days=4)
    assert received.messages == []


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
def test_a_letter_that_is_refused_fails_at_once_with_what_the_server_said(
    cast: Cast, transport: Transport, received: Received, step: str
) -> None:
    posted = write_to(cast.trainee.id)
    received.answers = {step: "550 5.1.1 No such mailbox"}
    deliver_letters(transport, until=NEVER)
    assert (letter(posted.id).state, letter(posted.id).trouble) == ("failed", "550 5.1.1 No such mailbox")


def test_a_refused_letter_holds_up_no_other(cast: Cast, transport: Transport, received: Received) -> None:
    write_to(cast.trainee.id)
    write_to(cast.other_trainee.id, at=NOON + timedelta(seconds=1))
    received.answers = {"RCPT": "550 No such mailbox"}
    received.at = {"MAIL": lambda: received.answers.clear() if len(received.encrypted) == 2 else None}
    deliver_letters(transport, until=NEVER)
    assert [to for _, to in received.envelopes] == [["otto.trainee@school.example"]]


def test_while_no_server_answers_the_letters_wait_and_one_is_tried(cast: Cast, mail_to: MailTo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    posted = [write_to(cast.trainee.id, at=NOON + timedelta(seconds=each)) for each in range(3)]
    deliver_letters(mail_to(f"smtp://127.0.0.1:{port}"), until=NEVER)
    assert [(letter(each.id).state, letter(each.id).tries) for each in posted] == [
        ("waiting", 1),
        ("waiting", 0),
        ("waiting", 0),
    ]
    assert letter(posted[0].id).trouble == "[Errno 111] Connection refused"


@pytest.mark.parametrize("answer", ["550 We don't know this sender", "421 Closing", "hang up"])
def test_a_server_that_takes_nothing_at_all_costs_no_letter(
    cast: Cast, transport: Transport, received: Received, answer: str
) -> None:
    posted = [write_to(cast.trainee.id, at=NOON + timedelta(seconds=each)) for each in range(2)]
    received.answers = {"MAIL": answer}
    deliver_letters(transport, until=NEVER)
    assert [letter(each.id).state for each in posted] == ["waiting", "waiting"]
    assert [letter(each.id).tries for each in posted] == [1, 0]


def test_a_connection_that_breaks_before_the_end_of_the_letter_is_no_doubt(
    cast: Cast, transport: Transport, received: Received
) -> None:
    posted = write_to(cast.trainee.id)
    received.answers = {"RCPT": "hang up"}
    deliver_letters(transport, until=NEVER)
    assert letter(posted.id).state == "waiting"


def test_a_connection_that_breaks_before_the_answer_leaves_it_unclear(
    cast: Cast, transport: Transport, received: Received
) -> None:
    posted = write_to(cast.trainee.id)
    received.answers = {"DATA": "hang up"}
    deliver_letters(transport, until=NEVER)
    received.answers = {}
    deliver_letters(transport, until=NEVER)
    assert (letter(posted.id).state, letter(posted.id).trouble) == ("unclear", "Connection unexpectedly closed")
    assert len(received.messages) == 1


def test_who_was_killed_while_handing_over_leaves_the_letter_unclear_after_a_while(
    cast: Cast, transport: Transport, received: Received
) -> None:
    posted = write_to(cast.trainee.id)
    begin_sending(posted, at=NOON)
    recover_letters(transport, at=NOON + LEASE - timedelta(seconds=1))
    assert letter(posted.id).state == "sending"
    recover_letters(transport, at=NOON + LEASE)
    deliver_letters(transport, until=NEVER)
    assert (letter(posted.id).state, received.messages) == ("unclear", [])


def test_into_a_folder_a_letter_may_be_written_twice(cast: Cast, app: Flask, tmp_path: Path) -> None:
    posted = write_to(cast.trainee.id)
    begin_sending(posted, at=NOON)
    folder = Folder(tmp_path / "mail")
    recover_letters(folder, at=NOON + LEASE)
    deliver_letters(folder, until=NEVER)
    assert (letter(posted.id).state, letter(posted.id).tries) == ("sent", 2)
    (file,) = (tmp_path / "mail").iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == (f"{posted.id}.eml", 0o600)
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_costs_no_letter(cast: Cast, app: Flask, tmp_path: Path) -> None:
    posted = write_to(cast.trainee.id)
    (tmp_path / "mail").write_text("no folder")
    deliver_letters(Folder(tmp_path / "mail"), until=NEVER)
    assert (letter(posted.id).state, letter(posted.id).tries) == ("waiting", 1)


def test_somebody_without_an_address_gets_no_letter(cast: Cast, transport: Transport, received: Received) -> None:
    person_by_id(cast.trainee.id).email = None
    posted = write_to(cast.trainee.id)
    assert deliver_next(transport, at=NOON) == Outcome("failed", "no-address")
    assert (letter(posted.id).state, letter(posted.id).tries) == ("failed", 1)


@pytest.mark.parametrize(
    "address", ["a@b@c.example", "name@", "@school.example", "two words@school.example", "é@school.example"]
)
def test_an_address_that_is_none_fails(cast: Cast, transport: Transport, address: str) -> None:
    posted = post("address-changed", cast.trainee.id, details={"to": "x"}, address=address)
    assert deliver_next(transport, at=NOON) == Outcome("failed", "no-address")
    assert letter(posted.id).state == "failed"


def test_a_domain_in_its_own_letters_is_understood(cast: Cast, transport: Transport, received: Received) -> None:
    post("address-changed", cast.trainee.id, details={"to": "x"}, address="a@école.example")
    assert deliver_next(transport, at=NOON) == Outcome("sent")
    assert received.envelopes[0][1] == ["a@xn--cole-9oa.example"]


def test_a_deactivated_person_gets_no_letter(cast: Cast, transport: Transport, received: Received) -> None:
    person_by_id(cast.trainee.id).deactivated_at = NOON
    write_to(cast.trainee.id)
    assert deliver_next(transport, at=NOON) == Outcome("failed", "deactivated")
    assert received.messages == []


def test_a_letter_that_cannot_be_written_fails_and_holds_up_no_other(
    cast: Cast, transport: Transport, received: Received, caplog: pytest.LogCaptureFixture
) -> None:
    strange = post("of-no-kind", cast.trainee.id)
    bad = post("notice", cast.trainee.id, details={"notice": "no id"})
    good = write_to(cast.trainee.id)
    deliver_letters(transport, until=NEVER)
    assert [(letter(each.id).state, letter(each.id).trouble) for each in (strange, bad, good)] == [
        ("failed", "unwritable"),
        ("failed", "unwritable"),
        ("sent", ""),
    ]
    assert f"letter {strange.id} can't be written" in caplog.messages


def test_a_letter_that_nobody_needs_any_more_is_dropped(cast: Cast, transport: Transport, received: Received) -> None:
    posted = post("notice", cast.trainee.id, details={"notice": str(new_id())})
    assert deliver_next(transport, at=NOON) == Outcome("dropped", "not-needed")
    assert (letter(posted.id).state, received.messages) == ("dropped", [])


def test_what_was_decided_meanwhile_is_not_undone(cast: Cast, transport: Transport, received: Received) -> None:
    posted = write_to(cast.trainee.id)

    def decide() -> None:
        letter(posted.id).state = "dropped"
        db.session.commit()

    received.answers = {"RCPT": "450 Later"}
    outcome = _while_handing_over(transport, decide)
    assert (outcome, letter(posted.id).state) == (Outcome("later", "450 Later"), "dropped")


def _while_handing_over(transport: Transport, act: object) -> Outcome | None:
    class Slow:
        repeatable, encoding = transport.repeatable, transport.encoding

        def hand_over(self, parcel: object) -> Outcome:
            outcome = transport.hand_over(parcel)  # type: ignore[arg-type]
            act()  # type: ignore[operator]
            return outcome

    return deliver_next(Slow(), at=NOON)


def test_without_any_setting_letters_go_into_the_instance_folder(app: Flask, mail_to: MailTo) -> None:
    settings = app.extensions["settings"]
    assert transport_of(settings) == Folder(settings.instance / "mail")
    assert mail_to("file:///var/mail%20here") == Folder(Path("/var/mail here"))
