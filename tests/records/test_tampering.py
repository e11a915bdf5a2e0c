"""Somebody who can do everything to the database changes, removes, inserts and swaps: each is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, Row, Table, text
from sqlalchemy.exc import DBAPIError

from app.records.beside import BESIDE
from app.records.chain import entry_digest
from app.records.covering import COVERED, ENDS, FLOCKS, NAMED_WHEN_COUNTED, NOT_COVERED, SETTLED
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from app.records.triggers import APPEND_ONLY
from app.shared.ids import new_id
from tests.records.hands import change, found, hands, key_of, other, put, remove, rows_of, table

FILLED = {
    *("revision", "gate_decision", "lesson_declaration", "response", "mark", "question_mark", "case_act", "case_mark"),
    *("readiness", "sign_off", "criterion_level", "evidence", "acknowledgement", "certificate", "attempt", "case_run"),
}
"""The tables in which people have left rows here."""
SINGLE = sorted(FILLED - set(FLOCKS))


@pytest.fixture
def connection(lived: Flask) -> Iterator[Connection]:
    """Hands on it, whose traces are gone afterwards."""
    with hands(lived) as connection:
        yield connection


def entry(connection: Connection, act: str) -> Row[Any]:
    """The last entry of that act."""
    return [row for row in rows_of(connection, table("journal_entry")) if row.act == act][-1]


def in_records(connection: Connection) -> list[tuple[Any, ...]]:
    """What is found, words aside: where a record holds another digest, its words don't fit it either."""
    return [each for each in found(connection) if each[0] != "text-changed"]


def rewritten(connection: Connection, number: int, **values: Any) -> None:
    """Change an entry, with a digest made to fit."""
    journal = table("journal_entry")
    row = rows_of(connection, journal)[number - 1]
    made = JournalEntry(**(row._asdict() | values))
    change(connection, journal, row, {**values, "digest": entry_digest(made)})


def test_every_append_only_table_is_covered_or_said_why_not() -> None:
    assert set(COVERED) == (set(APPEND_ONLY) | set(ENDS) | set(SETTLED)) - set(NOT_COVERED)
    assert sorted(NOT_COVERED) == ["journal_entry", "practice_answer"]
    assert sorted(NAMED_WHEN_COUNTED) == ["late_response"]
    assert all(NOT_COVERED.values())


def test_what_nobody_touched_is_sound(connection: Connection) -> None:
    verdict = verify(connection)
    assert ([asdict(fault) for fault in verdict.faults], verdict.sound) == ([], True)
    assert {name for name, rows in verdict.records.items() if rows} >= FILLED
    assert verdict.entries == len(rows_of(connection, table("journal_entry")))


@pytest.mark.parametrize("name", SINGLE)
def test_a_changed_column_of_a_record_is_found(connection: Connection, name: str) -> None:
    changed_table, changed = table(name), []
    row = rows_of(connection, changed_table)[0]
    for column in changed_table.columns:
        if column.primary_key:
            continue
        with connection.begin_nested() as point:
            try:
                change(connection, changed_table, row, {column.name: other(column, getattr(row, column.name))})
            except DBAPIError:  # a rule of the table itself: nothing was changed
                point.rollback()
                continue
            assert in_records(connection) == [("record-changed", name, key_of(changed_table, row))], column.name
            changed.append(column.name)
            point.rollback()
    assert changed


@pytest.mark.parametrize("name", SINGLE)
def test_a_removed_record_is_found(connection: Connection, name: str) -> None:
    row = rows_of(connection, table(name))[0]
    key = key_of(table(name), row)
    remove(connection, table(name), row)
    assert ("record-missing", name, key) in found(connection)


@pytest.mark.parametrize("name", sorted(set(SINGLE) - {"acknowledgement"}))
def test_an_inserted_record_is_found(connection: Connection, name: str) -> None:
    before = rows_of(connection, table(name))
    put(connection, table(name), before[0], **fresh(table(name), before[0]))
    [inserted] = {key_of(table(name), row) for row in rows_of(connection, table(name))} - {
        key_of(table(name), row) for row in before
    }
    assert found(connection) == [("record-inserted", name, inserted)]


def test_an_inserted_acknowledgement_is_found(connection: Connection) -> None:
    signed = table("acknowledgement")
    row = rows_of(connection, signed)[0]
    signed_ids = {each.sign_off_id for each in rows_of(connection, signed)}
    other_id = next(made.id for made in rows_of(connection, table("sign_off")) if made.id not in signed_ids)
    put(connection, signed, row, sign_off_id=other_id)
    assert found(connection) == [("record-inserted", "acknowledgement", str(other_id))]


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """The others of these values."""
    return {name: value for name, value in values.items() if name not in names}


def fresh(of: Table, row: Row[Any]) -> dict[str, Any]:
    """What has to be another value in a copy of the row, so that the table takes it."""
    unique = {column.name for column in of.columns if column.unique or column.primary_key}
    unique |= {column.name for index in of.indexes if index.unique for column in index.columns}
    for constraint in of.constraints:
        if type(constraint).__name__ == "UniqueConstraint":
            unique.add(list(constraint.columns)[-1].name)  # type: ignore[attr-defined]
    if of.name == "criterion_level":
        unique.discard("sign_off_id")
    # What is empty clashes with nothing.
    return {name: other(of.c[name], getattr(row, name)) for name in unique if getattr(row, name) is not None}


@pytest.mark.parametrize("name", ["sign_off", "criterion_level", "attempt", "revision"])
def test_two_swapped_records_are_found(connection: Connection, name: str) -> None:
    swapped = table(name)
    one, two = rows_of(connection, swapped)[:2]
    keys = {column.name for column in swapped.primary_key}
    spare = {column: value for column, value in fresh(swapped, one).items() if column not in keys}
    contents = [{c: v for c, v in row._asdict().items() if c not in keys} for row in (one, two)]
    change(connection, swapped, two, {**contents[1], **spare})
    change(connection, swapped, one, contents[1])
    change(connection, swapped, two, contents[0])
    pair = sorted([key_of(swapped, one), key_of(swapped, two)])
    [(code, where, *named)] = in_records(connection)
    assert (code, where, sorted(named)) == ("records-swapped", name, pair)


@pytest.mark.parametrize("name", sorted(FLOCKS))
def test_of_a_flock_each_change_is_found_and_the_flock_named(connection: Connection, name: str) -> None:
    flock, by = table(name), FLOCKS[name].by
    row = rows_of(connection, flock)[0]
    named = [("flock-changed", name, str(getattr(row, by)))]
    for column in flock.columns:
        if column.name in {by, "device_id", "sequence"}:
            continue
        with connection.begin_nested() as point:
            change(connection, flock, row, {column.name: other(column, getattr(row, column.name))})
            assert found(connection) == named, column.name
            point.rollback()
    with connection.begin_nested() as point:
        put(connection, flock, row, **without(fresh(flock, row), by))
        assert found(connection) == named
        point.rollback()
    remove(connection, flock, row)
    assert found(connection) == named


def test_answers_put_into_an_attempt_that_ended_without_any_are_found(connection: Connection) -> None:
    answered = {row.attempt_id for row in rows_of(connection, table("response"))}
    [empty] = [row for row in rows_of(connection, table("attempt")) if row.id not in answered]
    row = rows_of(connection, table("response"))[0]
    put(connection, table("response"), row, id=new_id(), attempt_id=empty.id)
    assert found(connection) == [("record-inserted", "response", str(empty.id))]


def test_an_attempt_opened_again_is_found(connection: Connection) -> None:
    row = rows_of(connection, table("attempt"))[0]
    change(connection, table("attempt"), row, {"closed_at": None})
    assert found(connection) == [("record-changed", "attempt", str(row.id))]


@pytest.mark.parametrize(
    "values",
    [
        {"actor_id": None},
        {"act": "sign_off.unmade"},
        {"object_kind": "enrolment"},
        {"object_id": "0"},
        {"detail": {}},
        {"covers": None},
        {"reason_digest": "a" * 64},
        {"digest": "f" * 64},
    ],
)
def test_a_changed_entry_is_found(connection: Connection, values: dict[str, Any]) -> None:
    row = entry(connection, "sign_off.made")
    change(connection, table("journal_entry"), row, values)
    codes = found(connection)
    assert codes[0] == ("entry-changed", row.number)
    assert all(code == "record-inserted" for code, *_ in codes[1:])
    assert (len(codes) > 1) == ("covers" in values)


def test_an_entry_with_a_digest_made_to_fit_is_found_at_the_next(connection: Connection) -> None:
    number = entry(connection, "readiness.declared").number
    rewritten(connection, number, detail={"item": "another"})
    assert found(connection) == [("entry-unlinked", number + 1, number)]


def test_a_removed_entry_is_found(connection: Connection) -> None:
    row = entry(connection, "readiness.declared")
    remove(connection, table("journal_entry"), row)
    [(code, *numbers), inserted] = found(connection)
    assert (code, numbers) == ("entry-missing", [row.number, row.number])
    assert inserted[:2] == ("record-inserted", "readiness")  # nobody names it any more


def test_removed_entries_whose_numbers_were_closed_up_are_found(connection: Connection) -> None:
    row = entry(connection, "person.invited")
    remove(connection, table("journal_entry"), row)
    shift(connection, row.number, -1)
    assert found(connection) == [("entry-missing", row.number, row.number)]


def test_an_inserted_entry_is_found(connection: Connection) -> None:
    row = entry(connection, "person.invited")
    shift(connection, row.number - 1, 1)
    made = JournalEntry(**(row._asdict() | {"object_id": "0", "previous": "e" * 64}))
    put(
        connection,
        table("journal_entry"),
        row,
        object_id="0",
        previous="e" * 64,
        digest=entry_digest(made),
    )
    assert found(connection) == [("entry-unlinked", row.number, row.number - 1), ("entry-inserted", row.number)]


def test_an_entry_put_behind_the_last_one_is_found(connection: Connection) -> None:
    last = rows_of(connection, table("journal_entry"))[-1]
    values = {"number": last.number + 1, "previous": "e" * 64}
    made = JournalEntry(**(last._asdict() | values))
    put(connection, table("journal_entry"), last, **values, digest=entry_digest(made))
    assert found(connection) == [("entry-unlinked", last.number + 1, last.number)]


def shift(connection: Connection, after: int, by: int) -> None:
    """Move all entries after that one further down or up."""
    far = 1_000_000
    move = "UPDATE journal_entry SET number = number + :by WHERE number > :after"
    connection.execute(text(move), {"by": far, "after": after})
    connection.execute(text(move), {"by": by - far, "after": far})


@pytest.mark.parametrize("distance", [1, 5])
def test_two_swapped_entries_are_found(connection: Connection, distance: int) -> None:
    for old, new in ((7, -1), (7 + distance, 7), (-1, 7 + distance)):
        connection.execute(text(f"UPDATE journal_entry SET number = {new} WHERE number = {old}"))
    assert found(connection) == [("entries-swapped", 7, 7 + distance)]


def test_a_fork_is_found(connection: Connection) -> None:
    """Two entries that follow the same one, where nothing forbids it any more."""
    loosen(connection)
    last = rows_of(connection, table("journal_entry"))[-1]
    made = JournalEntry(**(last._asdict() | {"number": last.number + 1, "object_id": "0"}))
    put(
        connection,
        table("journal_entry"),
        last,
        number=made.number,
        object_id="0",
        digest=entry_digest(made),
    )
    assert found(connection) == [("entry-forks", made.number, last.number - 1)]


def loosen(connection: Connection) -> None:
    """Take the rule away by which the chain can't fork."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE journal_entry DROP CONSTRAINT uq_journal_entry_previous"))
        return
    connection.execute(text("ALTER TABLE journal_entry RENAME TO strict"))
    connection.execute(text("CREATE TABLE journal_entry AS SELECT * FROM strict"))


def test_what_can_not_be_read_is_found(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        pytest.skip("PostgreSQL takes only times for times")
    connection.execute(text("UPDATE journal_entry SET at = 'never' WHERE number = 5"))
    [declared] = rows_of(connection, table("lesson_declaration"))
    connection.execute(text("UPDATE lesson_declaration SET declared_at = 'never'"))
    assert found(connection) == [("entry-changed", 5), ("record-changed", "lesson_declaration", str(declared.id))]


def test_words_that_were_changed_are_found_and_erased_ones_are_no_fault(connection: Connection) -> None:
    texts = table("sign_off_remark")
    row = rows_of(connection, texts)[0]
    with connection.begin_nested() as point:
        change(connection, texts, row, {"text": "Excellent."})
        assert found(connection) == [("text-changed", "sign_off", str(row.sign_off_id))]
        point.rollback()
    remove(connection, texts, row)
    assert found(connection) == []


def test_a_certificates_words_that_were_changed_are_found(connection: Connection) -> None:
    facts = table("certificate_facts")
    [row] = rows_of(connection, facts)
    change(connection, facts, row, {"facts": row.facts | {"holder": "Somebody Else"}})
    assert found(connection) == [("text-changed", "certificate", str(row.certificate_id))]


def test_a_record_named_anew_after_it_was_changed_is_found(connection: Connection) -> None:
    made = entry(connection, "readiness.declared")
    last = rows_of(connection, table("journal_entry"))[-1]
    [key] = made.covers["readiness"]
    values = {"number": last.number + 1, "previous": last.digest, "covers": {"readiness": {key: "b" * 64}}}
    again = JournalEntry(**(made._asdict() | values))
    put(connection, table("journal_entry"), made, **values, digest=entry_digest(again))
    assert found(connection) == [("record-named-again", "readiness", key)]


def test_the_words_beside_are_looked_up_where_they_lie() -> None:
    for beside in BESIDE:
        assert {beside.text, beside.owner, "salt"} <= set(table(beside.table).c.keys())
        assert beside.digest in table(beside.record).c
        assert ("kind" in table(beside.table).c) == bool(beside.kind)
