"""The journal shows it when somebody changed it, and it names nobody."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection, select, text

from app.db import db
from app.people.models import Person
from app.records.models import JournalEntry
from app.records.operations.journal import FIRST, entry_digest
from app.records.triggers import append_only
from tests.cast import Cast
from tests.house.records import make_records


def broken_at() -> list[int]:
    """The numbers of the entries at which the chain doesn't hold, read from the database."""
    db.session.expire_all()
    broken, number, previous = [], 0, FIRST
    for entry in db.session.scalars(select(JournalEntry).order_by(JournalEntry.number)):
        if (entry.number, entry.previous, entry_digest(entry)) != (number + 1, previous, entry.digest):
            broken.append(entry.number)
        number, previous = entry.number, entry.digest
    return broken


@pytest.fixture
def unguarded(cast: Cast, connection: Connection) -> Connection:
    """The connection of somebody who can do everything to the database, after some acts."""
    make_records(cast)
    for trigger in append_only("journal_entry"):
        for statement in trigger.drop(connection.dialect.name):
            connection.execute(text(statement))
    connection.execute(text("UPDATE journal_entry SET detail = detail"))  # the triggers are gone
    return connection


def test_an_untouched_journal_holds(unguarded: Connection) -> None:
    assert broken_at() == []


@pytest.mark.parametrize(
    "change",
    [
        "at = (SELECT min(at) FROM journal_entry)",
        "actor_id = NULL",
        "act = 'sign_off.unmade'",
        "object_kind = 'enrolment'",
        "object_id = '0'",
        "detail = '{}'",
        "reason_digest = digest",
        "digest = reverse_digest",
    ],
)
def test_a_changed_entry_is_found(unguarded: Connection, change: str) -> None:
    number = unguarded.scalar(text("SELECT number FROM journal_entry WHERE act = 'sign_off.made'"))
    change = change.replace("reverse_digest", f"'{'f' * 64}'")
    unguarded.execute(text(f"UPDATE journal_entry SET {change} WHERE number = :number"), {"number": number})
    assert broken_at()[0] == number


def test_a_changed_entry_with_a_digest_that_fits_is_found_at_the_next(unguarded: Connection) -> None:
    entry = db.session.scalars(select(JournalEntry).where(JournalEntry.act == "sign_off.made")).first()
    assert entry is not None
    entry.detail = {**entry.detail, "outcome": "competent"}
    entry.digest = entry_digest(entry)
    db.session.flush()
    assert broken_at() == [entry.number + 1]


def test_a_removed_entry_is_found(unguarded: Connection) -> None:
    unguarded.execute(text("DELETE FROM journal_text"))
    unguarded.execute(text("DELETE FROM journal_entry WHERE number = 5"))
    assert broken_at() == [6]


def test_an_inserted_entry_is_found(unguarded: Connection) -> None:
    last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc())).first()
    assert last is not None
    db.session.expunge(last)
    inserted = JournalEntry(
        number=last.number + 2,  # as if one more act had been written before it
        at=last.at,
        actor_id=None,
        act="gate.opened",
        object_kind="enrolment",
        object_id=last.object_id,
        detail={},
        reason_digest=None,
        previous="e" * 64,
    )
    inserted.digest = entry_digest(inserted)
    db.session.add(inserted)
    db.session.flush()
    assert broken_at() == [inserted.number]


def test_two_swapped_entries_are_found(unguarded: Connection) -> None:
    for old, new in ((3, -1), (4, 3), (-1, 4)):
        unguarded.execute(text("UPDATE journal_entry SET number = :new WHERE number = :old"), {"new": new, "old": old})
    assert broken_at() == [3, 4, 5]


def test_each_act_is_written_down(cast: Cast) -> None:
    before = len(db.session.scalars(select(JournalEntry.number)).all())
    make_records(cast)
    acts = db.session.scalars(select(JournalEntry.act).order_by(JournalEntry.number)).all()
    assert acts[before:] == [
        "lesson.declared",
        "attempt.started",
        "attempt.closed",
        "gate.opened",
        "readiness.declared",
        "sign_off.made",
        "moderation.drawn",
        "revision.published",
        "cohort.created",
        "enrolment.created",
        "case_run.started",
        "person.added",
        "moderation.judged",
        "gate.opened",
        "sign_off.made",
        "moderation.drawn",
        "issuing_run.begun",
        "person.invited",
        "mistake.reported",
        "sign_off.acknowledged",
        "readiness.declared",
        "sign_off.made",
        "moderation.drawn",
        "moderation.judged",
        "held_record.held",
        "testimony.asked",
        "testimony.given",
        "testimony.asked",
        "safety.pushed",
        "key.withdrawn",
    ]


def test_the_journal_holds_no_name_no_address_and_no_sentence(cast: Cast) -> None:
    make_records(cast)
    journal = json.dumps([list(row) for row in db.session.execute(select(JournalEntry.__table__))], default=str)
    named = [
        word
        for person in db.session.scalars(select(Person))
        for word in (person.name, person.email, person.password_hash)
        if word and word in journal
    ]
    assert named == []
    assert "Again." not in journal
