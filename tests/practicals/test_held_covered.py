"""What is held is named by the journal: whoever changes it in the database is found, before it is settled and after."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, delete, text, update
from sqlalchemy.exc import DBAPIError

from app.assessments.practicals.models import HeldRecord
from app.assessments.practicals.operations import drop_held_record, record_after_all
from app.assessments.practicals.queries import held_record_seen_by
from app.courses.facts import EnrolledItem
from app.db import Base, db
from app.people.operations import set_pin
from app.records.queries.verifying import verify
from app.records.triggers import DECLARED
from app.shared.ids import new_id
from tests.cast import BEFORE, NOON, Cast
from tests.practicals.holding import held

HELD = Base.metadata.tables["held_record"]


@pytest.fixture
def waiting(bench: EnrolledItem, cast: Cast) -> HeldRecord:
    """A record of the trainee's work that is held since the instructor's PIN was wrong."""
    set_pin(cast.instructor.id, pin="4826", by=cast.instructor.id, at=BEFORE)
    return held(cast.enrolment_id, by=cast.instructor, remark="Clean work")


def _drop(row: HeldRecord, cast: Cast) -> None:
    seen = held_record_seen_by(cast.instructor, held_id=row.id)
    assert seen is not None
    drop_held_record(seen, reason="Judged again.", by=cast.instructor.id, at=NOON)


def _found(connection: Connection) -> list[tuple[str, str, str]]:
    db.session.flush()
    return [(fault.code, fault.table, fault.key) for fault in verify(connection).faults]


def _unguarded(connection: Connection) -> None:
    """As for somebody who can do everything to the database."""
    for trigger in DECLARED:
        if trigger.table == "held_record":
            for statement in trigger.drop(connection.dialect.name):
                connection.execute(text(statement))


def _write(connection: Connection, row: HeldRecord, **values: Any) -> None:
    connection.execute(update(HELD).where(HELD.c.id == row.id).values(**values))


def test_what_is_held_is_sound_before_and_after_it_is_settled(
    waiting: HeldRecord, cast: Cast, connection: Connection
) -> None:
    assert (_found(connection), verify(connection).records["held_record"]) == ([], 1)
    seen = held_record_seen_by(cast.instructor, held_id=waiting.id)
    assert seen is not None
    assert record_after_all(seen, by=cast.instructor, signed_as="pin", override="", at=NOON) == ""
    assert (_found(connection), verify(connection).records["held_record"]) == ([], 2)


@pytest.mark.parametrize("column", ["body", "photos", "received_at", "item_id", "assessor_id", "enrolment_id"])
def test_whatever_was_put_down_is_found_when_it_is_changed(
    waiting: HeldRecord, cast: Cast, connection: Connection, column: str
) -> None:
    other = {
        "body": waiting.body | {"levels": {"strap-safe": "not_met"}},
        "photos": [],
        "received_at": BEFORE,
        "item_id": "another",
        "assessor_id": cast.coordinator.id,
        "enrolment_id": cast.other_enrolment_id,
    }
    _unguarded(connection)
    _write(connection, waiting, **{column: other[column]})
    assert _found(connection) == [("record-changed", "held_record", str(waiting.id))]


def test_a_held_record_that_was_removed_or_put_there_is_found(
    waiting: HeldRecord, cast: Cast, connection: Connection
) -> None:
    _unguarded(connection)
    row = connection.execute(HELD.select().where(HELD.c.id == waiting.id)).one()
    other = new_id()
    connection.execute(delete(HELD).where(HELD.c.id == waiting.id))
    connection.execute(HELD.insert().values(row._asdict() | {"id": other}))
    assert _found(connection) == [
        ("record-missing", "held_record", str(waiting.id)),
        ("record-inserted", "held_record", str(other)),
    ]


def test_that_it_was_settled_past_the_application_is_found(
    waiting: HeldRecord, cast: Cast, connection: Connection
) -> None:
    _write(connection, waiting, settled_at=NOON, settled_by=cast.instructor.id, settled_as="dropped")
    assert _found(connection) == [("record-inserted", "held_record", f"{waiting.id}/settled")]


def test_that_it_was_opened_again_or_settled_otherwise_is_found(
    waiting: HeldRecord, cast: Cast, connection: Connection
) -> None:
    _drop(waiting, cast)
    _unguarded(connection)
    _write(connection, waiting, settled_as="recorded")
    assert _found(connection) == [("record-changed", "held_record", f"{waiting.id}/settled")]
    _write(connection, waiting, settled_at=None, settled_as=None)
    assert _found(connection) == [("record-missing", "held_record", f"{waiting.id}/settled")]


@pytest.mark.parametrize("values", [{"body": {}}, {"photos": []}, {"item_id": "another"}])
def test_the_database_itself_keeps_what_was_put_down(
    waiting: HeldRecord, connection: Connection, values: dict[str, Any]
) -> None:
    with pytest.raises(DBAPIError, match="what is held does not change"):
        _write(connection, waiting, **values)


def test_what_is_settled_stays_so_and_nothing_held_is_removed(
    waiting: HeldRecord, cast: Cast, connection: Connection
) -> None:
    with pytest.raises(DBAPIError, match="held records are kept"), connection.begin_nested():
        connection.execute(delete(HELD))
    _drop(waiting, cast)
    db.session.flush()
    with pytest.raises(DBAPIError, match="what is held does not change"):
        _write(connection, waiting, settled_as=None, settled_at=None)
