"""Many write the journal in the same moment: it stays one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from flask import Flask
from sqlalchemy import Connection, select

from app.assessments.practicals.models import Readiness
from app.courses.models import Enrolment
from app.db import db
from app.records.operations.journal import write_journal
from app.records.queries.verifying import one_state, verify
from app.shared.ids import new_id
from tests.cast import NOON
from tests.records.hands import rows_of, table
from tests.side_by_side import in_the_same_moment

WRITERS, ACTS = 8, 12


def write(enrolment_id: UUID, writer: int) -> None:
    """Write some acts, each with a record and in a transaction of its own; every third is given up."""
    for number in range(ACTS):
        row = Readiness(id=new_id(), enrolment_id=enrolment_id, item_id="esd-bench", declared_at=NOON)
        db.session.add(row)
        detail = {"writer": writer, "number": number}
        write_journal("readiness.declared", by=None, at=NOON, kind="readiness", id=row.id, detail=detail, covers=[row])
        if number % 3:
            db.session.commit()
        else:
            db.session.rollback()


def entries(connection: Connection) -> list[tuple[int, str]]:
    """Number and act of each entry."""
    return [(row.number, row.act) for row in rows_of(connection, table("journal_entry"))]


def test_the_chain_stays_linear_under_writers_in_the_same_moment(lived: Flask) -> None:
    enrolment_id = db.session.scalars(select(Enrolment.id).limit(1)).one()
    before = entries(db.session.connection())
    db.session.remove()
    in_the_same_moment(lived, [partial(write, enrolment_id, writer) for writer in range(WRITERS)])
    after = entries(db.session.connection())
    written = WRITERS * ACTS * 2 // 3
    assert [number for number, _ in after] == list(range(1, len(before) + written + 1))
    assert after[len(before) :] == [(len(before) + 1 + n, "readiness.declared") for n in range(written)]
    verdict = verify(db.session.connection())
    assert (verdict.sound, verdict.entries) == (True, len(after))


def test_what_is_written_while_somebody_looks_is_no_fault(lived: Flask) -> None:
    enrolment_id = db.session.scalars(select(Enrolment.id).limit(1)).one()
    db.session.remove()

    def look() -> bool:
        with one_state() as connection:
            return verify(connection).sound

    def busy(writer: int) -> bool:
        write(enrolment_id, writer)
        return True

    acts: list[Callable[[], bool]] = [look, *(partial(busy, writer) for writer in range(3))]
    assert in_the_same_moment(lived, acts) == [True] * 4
