"""Writing the journal."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError, IntegrityError

from app.db import db
from app.records.models import JournalEntry, JournalText
from app.records.operations.journal import FIRST, entry_digest, write_journal
from app.shared.digests import canonical, salted, sha256
from tests.cast import NOON, Cast

ACTOR = UUID("019a0000-0000-7000-8000-000000000001")


def write(act: str = "case.opened", reason: str = "") -> JournalEntry:
    """An entry about something of no consequence."""
    return write_journal(act, by=ACTOR, at=NOON, kind="case", id="7", reason=reason)


def test_an_entry_tells_who_did_what_to_what_and_when(cast: Cast) -> None:
    about = uuid4()
    entry = write_journal("case.opened", by=ACTOR, at=NOON, kind="case", id=about, detail={"week": 2})
    db.session.expire(entry)
    assert (entry.actor_id, entry.act, entry.at) == (ACTOR, "case.opened", NOON)
    assert (entry.object_kind, entry.object_id, entry.detail) == ("case", str(about), {"week": 2})
    assert entry.reason_digest is None


def test_the_application_acts_without_a_person(cast: Cast) -> None:
    entry = write_journal("case.opened", by=None, at=NOON, kind="case", id=1)
    assert (entry.actor_id, entry.detail) == (None, {})


def test_numbers_run_from_one_without_a_gap(cast: Cast) -> None:
    made = [write().number for _ in range(3)]
    numbers = db.session.scalars(select(JournalEntry.number).order_by(JournalEntry.number)).all()
    assert numbers == list(range(1, made[-1] + 1))


def test_each_entry_names_the_one_before_it(cast: Cast) -> None:
    first, second = write(), write()
    assert second.previous == first.digest
    oldest = db.session.get_one(JournalEntry, 1)
    assert oldest.previous == FIRST == "0" * 64


def test_the_digest_is_that_of_all_the_other_columns(cast: Cast) -> None:
    entry = write(reason="A late train.")
    columns = [
        entry.number,
        "2026-05-05T10:00:00+00:00",
        "019a0000-0000-7000-8000-000000000001",
        "case.opened",
        "case",
        "7",
        {},
        entry.reason_digest,
        entry.previous,
    ]
    assert entry.digest == entry_digest(entry) == sha256(canonical(columns))


def test_the_digest_is_the_same_after_reading_the_entry_back(cast: Cast) -> None:
    entry = write_journal(
        "case.opened", by=ACTOR, at=NOON + timedelta(microseconds=1), kind="case", id="é", detail={"b": [1.5], "a": "ç"}
    )
    digest = entry.digest
    db.session.expire(entry)
    assert entry_digest(entry) == digest


def test_the_digest_is_the_same_in_whatever_time_zone_the_act_was_told(cast: Cast) -> None:
    entry = write_journal("case.opened", by=ACTOR, at=NOON.astimezone(ZoneInfo("Europe/Paris")), kind="case", id="7")
    digest = entry.digest
    db.session.expire(entry)
    assert entry_digest(entry) == digest


def test_a_reason_lies_beside_with_its_salt(cast: Cast) -> None:
    entry = write(reason="A late train.")
    beside = db.session.get_one(JournalText, entry.number)
    assert beside.text == "A late train."
    assert entry.reason_digest == salted("A late train.", beside.salt)


def test_a_reason_can_be_erased_and_the_chain_holds(cast: Cast) -> None:
    entry = write(reason="A late train.")
    db.session.delete(db.session.get_one(JournalText, entry.number))
    db.session.flush()
    db.session.expire(entry)
    assert entry_digest(entry) == entry.digest


def test_the_same_reason_twice_does_not_look_the_same(cast: Cast) -> None:
    assert write(reason="A late train.").reason_digest != write(reason="A late train.").reason_digest


def test_an_entry_is_neither_changed_nor_removed(cast: Cast) -> None:
    entry = write()
    entry.act = "case.closed"
    with pytest.raises(DatabaseError, match="journal_entry is append-only"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.get_one(JournalEntry, 1))
    with pytest.raises(DatabaseError, match="journal_entry is append-only"):
        db.session.flush()


def test_the_chain_cannot_fork(cast: Cast) -> None:
    last = write()
    fork = JournalEntry(
        number=last.number + 1,
        at=NOON,
        actor_id=None,
        act="case.opened",
        object_kind="case",
        object_id="7",
        detail={},
        previous=last.previous,
    )
    fork.digest = entry_digest(fork)
    db.session.add(fork)
    with pytest.raises(IntegrityError):
        db.session.flush()
