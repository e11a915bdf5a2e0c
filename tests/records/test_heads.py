"""Heads that are kept elsewhere, and the key that signs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import Connection, text

from app.config import Settings
from app.db import db
from app.records.chain import FIRST
from app.records.heads import Head, UnreadableHead, heads_in, is_public_key, public_key, signed_head
from app.records.operations.journal import write_journal
from app.records.queries.verifying import last_entry, verify
from app.records.triggers import append_only
from app.shared.keys import keys
from tests.cast import NOON, Cast

DIGEST = "ab" * 32


@pytest.fixture
def another_key(settings: Settings) -> Iterator[str]:
    """The public key of another installation, which is this one for a moment."""
    keys.open("the secret of somebody else")
    yield public_key()
    keys.open(settings.secret_key)


def kept(connection: Connection) -> Head:
    """The head now, as it is kept."""
    return heads_in(str(signed_head(*last_entry(connection), at=NOON)))[0]


def codes(connection: Connection, *heads: Head, key: str = "") -> list[tuple[str, int | None, int | None]]:
    """What is found of these heads, and of the chain."""
    return [(fault.code, fault.entry, fault.other) for fault in verify(connection, heads, key=key).faults]


def test_a_head_is_five_lines_that_are_read_back(cast: Cast) -> None:
    head = signed_head(7, DIGEST, at=datetime(2026, 5, 5, 12, 0, 30, tzinfo=timezone(timedelta(hours=2))))
    lines = str(head).splitlines()
    assert lines[:4] == [
        "etabli journal head 1",
        "number 7",
        f"digest {DIGEST}",
        "at 2026-05-05T10:00:30+00:00",
    ]
    assert [len(line) for line in lines[4:]] == [len("signature ") + 86]
    assert heads_in(str(head)) == (head,)


def test_a_head_is_read_from_a_letter_that_quotes_it(cast: Cast) -> None:
    head = signed_head(7, DIGEST, at=NOON)
    quoted = "\r\n".join(f"> {line}" for line in str(head).splitlines())
    assert heads_in(f"Dear all,\r\n\r\n{quoted}\r\n\r\nKind regards") == (head,)


def test_a_file_may_hold_the_heads_of_many_weeks(cast: Cast) -> None:
    heads = tuple(signed_head(number, DIGEST, at=NOON) for number in range(3))
    assert heads_in("".join(f"{head}\n" for head in heads)) == heads


@pytest.mark.parametrize("text", ["", "number 7", "etabli journal head 1\nnumber seven"])
def test_a_text_without_a_head_is_said_to_be_one(text: str) -> None:
    with pytest.raises(UnreadableHead):
        heads_in(text)


def test_a_head_is_signed_by_the_installations_own_key(cast: Cast) -> None:
    head = signed_head(7, DIGEST, at=NOON)
    assert is_public_key(public_key())
    assert head.is_signed_with(public_key())
    assert not Head(8, head.digest, head.at, head.signature).is_signed_with(public_key())
    assert not Head(7, head.digest, "2027-01-01T00:00:00+00:00", head.signature).is_signed_with(public_key())


def test_the_key_comes_from_the_installations_secret_alone(cast: Cast, another_key: str, settings: Settings) -> None:
    theirs = signed_head(7, DIGEST, at=NOON)
    keys.open(settings.secret_key)
    assert public_key() == public_key() != another_key
    assert (theirs.is_signed_with(another_key), theirs.is_signed_with(public_key())) == (True, False)


def test_a_head_that_was_kept_stays_true_while_the_journal_grows(cast: Cast, connection: Connection) -> None:
    heads = [kept(connection)]
    for number in range(3):
        write_journal("case.opened", by=None, at=NOON, kind="case", id=number)
        heads.append(kept(connection))
    assert codes(connection, *heads) == []
    assert verify(connection, heads).sound


def test_the_head_of_an_empty_journal_is_true_of_every_journal(cast: Cast, connection: Connection) -> None:
    assert codes(connection, signed_head(0, FIRST, at=NOON)) == []


def test_a_journal_that_was_cut_off_is_found_by_a_head(cast: Cast, connection: Connection) -> None:
    entry = write_journal("case.opened", by=None, at=NOON, kind="case", id=1)
    head = kept(connection)
    number = entry.number
    db.session.expunge_all()
    unguarded(connection)
    connection.execute(text("DELETE FROM journal_entry WHERE number = :number"), {"number": number})
    assert codes(connection) == []  # the chain alone can't tell
    assert codes(connection, head) == [("head-cut", number - 1, number)]


def test_a_journal_that_was_written_anew_is_found_by_a_head(cast: Cast, connection: Connection) -> None:
    number = write_journal("case.opened", by=None, at=NOON, kind="case", id=1).number
    head = kept(connection)
    db.session.expunge_all()
    unguarded(connection)
    connection.execute(text("DELETE FROM journal_entry WHERE number = :number"), {"number": number})
    for other in (2, 3):
        write_journal("case.opened", by=None, at=NOON, kind="case", id=other)
    assert codes(connection) == []
    assert codes(connection, head) == [("head-rewritten", number, None)]


def test_a_head_that_somebody_else_signed_is_told(cast: Cast, connection: Connection, another_key: str) -> None:
    head = kept(connection)
    assert codes(connection, head) == []
    keys.open("the secret of a third one")
    assert codes(connection, head) == [("head-forged", None, None)]
    assert codes(connection, head, key=another_key) == []


def unguarded(connection: Connection) -> None:
    """Take the triggers of the journal away."""
    for trigger in append_only("journal_entry"):
        for statement in trigger.drop(connection.dialect.name):
            connection.execute(text(statement))
