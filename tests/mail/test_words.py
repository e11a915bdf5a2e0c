"""What letters say, and that nothing that somebody typed becomes part of a letter's head."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import compat32, default
from email.utils import parseaddr
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from werkzeug.routing import MapAdapter

from app.db import db
from app.mail.contents import KINDS
from app.mail.delivery import deliver_next
from app.mail.transports import Folder, Transport, packed, recipient
from app.mail.words import words_of
from app.notices.operations import gather, notify
from app.people.operations import take_up_invitation
from app.people.queries import person_by_id
from app.people.tokens import read_address_token, read_reset_token
from app.records.models import Letter
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.mail.posting import invited, post
from tests.mail.servers import Received

MORNING = datetime(2026, 5, 6, 6, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Folder:
    """Letters are read where they are written."""
    return Folder(tmp_path)


def delivered(folder: Folder, letter_id: UUID, at: datetime = NOON) -> tuple[str, str]:
    """Subject and text of the letter after it left."""
    db.session.flush()
    while deliver_next(folder, at=at) is not None:
        pass
    message = message_from_bytes((folder.path / f"{letter_id}.eml").read_bytes(), policy=default)
    return str(message["Subject"]), _text(message)


def _text(message: EmailMessage) -> str:
    content: str = message.get_content()
    return content.replace("\r\n", "\n")


def links(text: str) -> list[str]:
    """The addresses in the text, without the school's own."""
    words = (word for word in text.split() if word.startswith("http://127.0.0.1:8000/"))
    return [word.removeprefix("http://127.0.0.1:8000") for word in words]


def routed(app: Flask, path: str) -> str:
    """The endpoint that answers that path."""
    adapter: MapAdapter = app.url_map.bind("127.0.0.1")
    endpoint, _ = adapter.match(path, "GET")
    return str(endpoint)


@time_machine.travel(NOON, tick=False)
def test_an_invitation_has_a_link_and_a_code_to_type(folder: Folder) -> None:
    _, posted, code = invited("Nina Nouvelle", "nina@school.example")
    printed = "-".join(code[start : start + 4] for start in (0, 4, 8)).upper()
    assert delivered(folder, posted.id) == (
        "Your invitation to École de la réparation",
        f"""Hello Nina Nouvelle,

École de la réparation has made an account for you. Open this page and choose a password:

http://127.0.0.1:8000/invitations/{code}

On another device, open http://127.0.0.1:8000/invitations and type this code:

{printed}

It works once, until 19 May 2026, 12:00.

--\x20
École de la réparation
http://127.0.0.1:8000
You get this because the school invited you. If you don't know why, you need not do anything.
""",
    )


@time_machine.travel(NOON, tick=False)
def test_an_invitation_that_was_taken_up_meanwhile_needs_no_letter(folder: Folder) -> None:
    _, posted, code = invited("Nina Nouvelle", "nina@school.example")
    take_up_invitation(code, password_hash="hash", at=NOON)
    deliver_next(folder, at=NOON)
    assert (db.session.get_one(Letter, posted.id).state, list(folder.path.iterdir())) == ("dropped", [])


def test_the_link_to_a_new_password_is_made_when_the_letter_leaves(cast: Cast, folder: Folder) -> None:
    posted = post("password-reset", cast.trainee.id)
    subject, text = delivered(folder, posted.id)
    (link,) = links(text)
    claim = read_reset_token(link.removeprefix("/password-reset/"), at=NOON)
    person = person_by_id(cast.trainee.id)
    assert claim is not None
    assert claim.fits(password_hash=person.password_hash, address=person.email) is True
    assert (subject, posted.details) == ("Choose a new password", {})
    assert "It works once, until 5 May 2026, 13:00." in text


def test_a_new_address_is_confirmed_by_whoever_reads_its_mail(
    cast: Cast, transport: Transport, received: Received
) -> None:
    post("address-change", cast.trainee.id, address="new@school.example")
    deliver_next(transport, at=NOON)
    (message,) = received.messages
    (link,) = links(_text(message))
    claim = read_address_token(link.removeprefix("/account/address/"), at=NOON)
    assert (claim.address if claim else None, message["To"].addresses[0].addr_spec) == ("new@school.example",) * 2


def test_an_address_that_is_confirmed_already_needs_no_letter(cast: Cast, folder: Folder) -> None:
    posted = post("address-change", cast.trainee.id, address="tara.trainee@school.example")
    deliver_next(folder, at=NOON)
    assert db.session.get_one(Letter, posted.id).state == "dropped"


def test_the_old_address_hears_that_it_was_changed(cast: Cast, transport: Transport, received: Received) -> None:
    details = {"to": "new@school.example"}
    post("address-changed", cast.trainee.id, details=details, address="old@school.example")
    deliver_next(transport, at=NOON)
    (message,) = received.messages
    assert message["To"] == "Tara Trainee <old@school.example>"
    assert "From now on, mail of École de la réparation goes to new@school.example," in _text(message)


def test_a_notice_says_what_the_page_says(cast: Cast, folder: Folder) -> None:
    details = {"item": "Bench <safety> & you", "outcome": "competent"}
    notify(cast.trainee.id, kind="outcome", subject="one", details=details, path="/sign-offs/1", at=NOON)
    (posted,) = db.session.query(Letter).all()
    subject, text = delivered(folder, posted.id)
    assert subject == "Competent: Bench <safety> & you"
    assert text.startswith(
        "Hello Tara Trainee,\n\nCompetent: Bench <safety> & you\n\n"
        "Your instructor has assessed your work at the bench. Read what they saw.\n\n"
        "http://127.0.0.1:8000/sign-offs/1\n"
    )


def test_the_days_mail_tells_everything_of_the_day(cast: Cast, folder: Folder) -> None:
    for each in (1, 2):
        details = {"person": str(cast.trainee.id), "item": f"Task {each}", "cohort": "Spring"}
        at = NOON + timedelta(minutes=each)
        notify(cast.instructor.id, kind="ready", subject=str(each), details=details, path=f"/ready/{each}", at=at)
    assert gather(at=MORNING) == 1
    (posted,) = db.session.query(Letter).all()
    subject, text = delivered(folder, posted.id, MORNING)
    assert subject == "2 pieces of news for you"
    assert [line for line in text.splitlines() if line.startswith("* ")] == [
        "* Tara Trainee is ready: Task 1",
        "* Tara Trainee is ready: Task 2",
    ]
    assert links(text)[:2] == ["/ready/1", "/ready/2"]


def test_every_kind_has_its_words(app: Flask) -> None:
    templates = {Path(name).stem for name in app.jinja_env.list_templates() if name.startswith("mail/")}
    assert templates - {"letter", "index"} == set(KINDS)


def test_every_link_leads_somewhere(app: Flask) -> None:
    values = {"code": "c", "printed_code": "C", "token": "t", "until": NOON, "new": "n@school.example"}
    found = {
        kind: [routed(app, link) for link in links(words_of(kind, values, name="N", language="en").text)]
        for kind in ("invitation", "password-reset", "address-change")
    }
    assert found == {
        "invitation": ["invitations.edit", "invitations.new"],
        "password-reset": ["password_resets.edit"],
        "address-change": ["addresses.edit"],
    }


def test_letters_speak_the_language_of_their_reader(app: Flask) -> None:
    values = {"token": "t", "until": NOON}
    french, english = (words_of("password-reset", values, name="N", language=each).text for each in ("fr", "en"))
    assert "5 mai 2026, 12:00" in french
    assert "5 May 2026, 12:00" in english
    assert french.splitlines()[0] != english.splitlines()[0] == "Hello N,"


@pytest.mark.parametrize(
    "name",
    [
        "Tara\r\nBcc: everybody@school.example",
        "Tara\nSubject: other\n\nanother body",
        "Tara\u2028Bcc: x\u0085y\x07z",
        'Tara "the hand", <x@school.example>; Trainee',
        "É" * 200,
        "a, b " * 30,
        "",
    ],
)
def test_a_name_stays_a_name(cast: Cast, transport: Transport, received: Received, name: str) -> None:
    person_by_id(cast.trainee.id).name = name or "\u200b"
    post("address-changed", cast.trainee.id, details={"to": f"x\r\nBcc: {name}"})
    deliver_next(transport, at=NOON)
    (message,) = received.messages
    assert [to.addr_spec for to in message["To"].addresses] == ["tara.trainee@school.example"]
    written, _ = parseaddr(message_from_bytes(received.raw[0], policy=compat32)["To"])
    visible = "".join(sign if sign.isprintable() else " " for sign in name)
    assert str(make_header(decode_header(written))) == " ".join(visible.split())
    assert list(message.keys()) == [
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]  # fmt: skip
    assert received.envelopes == [("school@school.example", ["tara.trainee@school.example"])]


def test_a_line_that_starts_with_a_dot_arrives_as_it_is(app: Flask, transport: Transport, received: Received) -> None:
    text = ".\n..two\nend.\n.\nQUIT\n"
    sender = Address("École", addr_spec="school@school.example")
    to = recipient("Tara", "tara@school.example")
    parcel = packed(new_id(), sender=sender, to=to, subject="Dots", text=text, at=NOON, encoding="quoted-printable")
    assert transport.hand_over(parcel).kind == "sent"
    assert _text(received.messages[0]) == text
