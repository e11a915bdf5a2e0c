"""A school on either database, and hands that can do everything to it: no trigger or foreign key holds them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import flask_migrate
from flask import Flask
from sqlalchemy import Column, Connection, Row, Table, delete, insert, select, text, update

from app import create_app
from app.assessments.cases.models import CaseRun
from app.assessments.practicals.operations import acknowledge
from app.assessments.practicals.queries import seen_sign_off_by_id
from app.config import Settings
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import enrolment_facts
from app.db import Base, UtcDateTime, db, writing
from app.records.faults import Fault
from app.records.operations.past import cover_what_stands
from app.records.queries.verifying import verify
from app.records.triggers import DECLARED
from app.shared.ids import new_id
from tests.cases import sitting
from tests.cast import NOON, Cast, assemble
from tests.house.records import make_records
from tests.practicals.making import signed_off
from tests.quizzes.sittings import RIGHT, UNSAFE, begin, finish

Key = tuple[Any, ...]


@contextmanager
def school(settings: Settings, url: str) -> Iterator[Flask]:
    """The application over a database of its own, in which people have done everything that is covered."""
    with opened(settings, url) as app:
        flask_migrate.upgrade()
        with writing():
            live(assemble(settings.content))
            db.session.commit()
        db.session.remove()
        yield app


@contextmanager
def opened(settings: Settings, url: str) -> Iterator[Flask]:
    """The application over that database, in its context."""
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def live(cast: Cast) -> None:
    """Let the trainees read, answer, find a fault, be signed off and sign."""
    records = make_records(cast)
    other = enrolment_facts(cast.other_enrolment_id)
    quiz = EnrolledItem(other, other.curriculum.items["safety-quiz"])
    finish(begin(quiz), quiz, UNSAFE)
    finish(begin(quiz, at=NOON + timedelta(days=2)), quiz, RIGHT, at=NOON + timedelta(days=2))
    place = enrolment_facts(records.case_enrolment)
    phone = EnrolledItem(place, place.curriculum.items[sitting.ITEM])
    sitting.do(db.session.get_one(CaseRun, records.case_run), phone, *sitting.SOLUTION)
    acknowledge(seen_sign_off_by_id(records.sign_off), by=cast.trainee.id, at=NOON)
    signed_off(cast.item("esd-bench"), cast)
    # Whatever an operation wrote is named by now; these `make_records` writes past theirs.
    unnamed = {fault.table for fault in verify(db.session.connection()).faults}
    assert unnamed == {"certificate", "sign_off_clash"}, unnamed
    cover_what_stands(at=NOON)


@contextmanager
def hands(app: Flask, *, keep: bool = False) -> Iterator[Connection]:
    """A connection on which nothing holds; what was done on it is undone at the end, unless it is to be kept."""
    with app.app_context(), writing(), db.engine.connect() as connection:
        _foreign_keys(connection, "OFF")
        transaction = connection.begin()
        for trigger in DECLARED:
            for statement in trigger.drop(connection.dialect.name):
                connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection
        if keep:
            transaction.commit()
        else:
            transaction.rollback()
        _foreign_keys(connection, "ON")


def _foreign_keys(connection: Connection, state: str) -> None:
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":  # which changes it outside of transactions only
        driver.execute(f"PRAGMA foreign_keys = {state}")


def found(connection: Connection) -> list[tuple[Any, ...]]:
    """What is found of each fault: its code, then the number of an entry, or the table and key of a record."""
    return [told(fault) for fault in verify(connection).faults]


def told(fault: Fault) -> tuple[Any, ...]:
    """A fault in short."""
    if fault.table:
        return (fault.code, fault.table, fault.key, *filter(None, [fault.other_key]))
    return (fault.code, fault.entry, *filter(None, [fault.other]))


def rows_of(connection: Connection, table: Table) -> list[Row[Any]]:
    """What a table holds, in the order of its keys."""
    return list(connection.execute(select(table).order_by(*table.primary_key)))


def key_of(table: Table, row: Row[Any]) -> str:
    """As entries write it."""
    return "/".join(str(getattr(row, column.name)) for column in table.primary_key)


def change(connection: Connection, table: Table, row: Row[Any], values: dict[str, Any]) -> None:
    """Write into that row."""
    connection.execute(update(table).where(*_same(table, row)).values(values))


def remove(connection: Connection, table: Table, row: Row[Any]) -> None:
    """Take that row away."""
    connection.execute(delete(table).where(*_same(table, row)))


def put(connection: Connection, table: Table, row: Row[Any], **values: Any) -> None:
    """A copy of that row, with these values."""
    connection.execute(insert(table).values(row._asdict() | values))


def other(column: Column[Any], value: Any) -> Any:
    """Another value that could stand there."""
    if isinstance(column.type, UtcDateTime):
        return (value or NOON) + timedelta(days=1)
    kind = column.type.python_type
    if kind is UUID:
        return new_id()
    if kind is bool:
        return not value
    if kind is date:
        return (value or NOON.date()) + timedelta(days=1)
    if kind is int:
        return (value or 0) + 1_000
    return f"{value or ''}0"[-40:] if kind is str else {"other": [value]}


def table(name: str) -> Table:
    """The table of that name."""
    return Base.metadata.tables[name]


def _same(of: Table, row: Row[Any]) -> list[Any]:
    return [column == getattr(row, column.name) for column in of.primary_key]
