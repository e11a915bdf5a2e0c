"""Rows that are written in bulk, in an order that every foreign key and trigger agrees with."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update

from app.assessments.cases.models import CaseAct, CaseMark, CaseRun
from app.assessments.quizzes.models import Attempt, Mark, QuestionMark, Response
from app.db import Base, db
from app.records.models import JournalEntry, JournalText
from app.records.operations.journal import FIRST, entry_digest
from app.shared.digests import new_salt, salted
from app.shared.fulltext import index_texts

Row = dict[str, Any]
MARKS = (Mark, QuestionMark, CaseMark)
"""Written once attempts and runs are over."""


class Sort(NamedTuple):
    """What is begun, acted in, and over for good: nothing is added to it afterwards."""

    begun: type[Base]
    within: type[Base]
    ended: str
    """The column that says when it was over."""


ATTEMPT, RUN = Sort(Attempt, Response, "closed_at"), Sort(CaseRun, CaseAct, "ended_at")


class Happening(NamedTuple):
    """An act for the journal."""

    at: datetime
    act: str
    by: UUID | None
    kind: str
    id: UUID
    detail: Row
    reason: str


class Ledger:
    """What is to be written next."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[Row]] = defaultdict(list)
        self._begun: dict[tuple[Sort, int], list[Row]] = defaultdict(list)
        self._within: dict[tuple[Sort, int], list[Row]] = defaultdict(list)
        self._happenings: list[Happening] = []
        self._found_by: dict[str, str] = {}

    def add(self, model: type[Base], **values: Any) -> None:
        """A row; every column that may be empty has to be named the same way each time."""
        self._rows[table_of(model)].append(values)

    def add_ended(self, sort: Sort, row: Row, within: list[Row]) -> None:
        """An attempt or run that is over, with what was answered or done in it."""
        self._begun[sort, row["number"]].append(row)
        self._within[sort, row["number"]] += within

    def add_person(self, person_id: UUID, words: str) -> None:
        """Let that person be found by these words."""
        self._found_by[str(person_id)] = words

    def happened(
        self,
        at: datetime,
        act: str,
        *,
        by: UUID | None,
        kind: str,
        id: UUID,  # noqa: A002 - the word that every caller thinks of
        reason: str = "",
        **detail: Any,
    ) -> None:
        """An act for the journal, in whatever order."""
        self._happenings.append(Happening(at, act, by, kind, id, detail, reason))

    def write(self) -> None:
        """Write everything that was added since the last time."""
        ended = {table_of(model) for sort in (ATTEMPT, RUN) for model in (sort.begun, sort.within)}
        judged = {table_of(model) for model in MARKS}
        tables = [table for table in Base.metadata.sorted_tables if table not in ended]
        for table in tables:
            if table not in judged:
                self._insert(table)
        for sort, number in sorted(self._begun, key=lambda key: key[1]):
            self._write_ended(sort, number)
        for table in tables:
            if table in judged:
                self._insert(table)
        self._write_journal()
        if self._found_by:
            index_texts("person", self._found_by)
        self.__init__()  # type: ignore[misc] # an empty page

    def _insert(self, table: Table) -> None:
        if rows := self._rows.pop(table, None):
            db.session.execute(insert(table), rows)

    def _write_ended(self, sort: Sort, number: int) -> None:
        """Those with that number: nobody has two that run at the same time, and what is done comes before the end."""
        rows, table = self._begun[sort, number], table_of(sort.begun)
        db.session.execute(insert(table), [{**row, sort.ended: None} for row in rows])
        db.session.execute(insert(table_of(sort.within)), self._within[sort, number])
        ending = update(table).where(table.c.id == bindparam("of")).values({sort.ended: bindparam("at")})
        db.session.connection().execute(ending, [{"of": row["id"], "at": row[sort.ended]} for row in rows])

    def _write_journal(self) -> None:
        """Append to the chain what happened, in the order of time."""
        last = db.session.execute(
            select(JournalEntry.number, JournalEntry.digest).order_by(JournalEntry.number.desc()).limit(1)
        ).first()
        number, previous = (last.number, last.digest) if last else (0, FIRST)
        entries, texts = [], []
        for happening in sorted(self._happenings, key=lambda each: each.at):
            number, salt = number + 1, new_salt()
            entries.append(_entry(happening, number, previous, salt))
            previous = entries[-1]["digest"]
            if happening.reason:
                texts.append({"entry_number": number, "text": happening.reason, "salt": salt})
        for table, rows in ((table_of(JournalEntry), entries), (table_of(JournalText), texts)):
            if rows:
                db.session.execute(insert(table), rows)


def table_of(model: type[Base]) -> Table:
    """The table of a model: rows go into it without the ORM, which would take many times as long."""
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(model)
    return table


def _entry(happening: Happening, number: int, previous: str, salt: str) -> Row:
    row = {
        "number": number,
        "at": happening.at,
        "actor_id": happening.by,
        "act": happening.act,
        "object_kind": happening.kind,
        "object_id": str(happening.id),
        "detail": happening.detail,
        "reason_digest": salted(happening.reason, salt) if happening.reason else None,
        "previous": previous,
    }
    return {**row, "digest": entry_digest(JournalEntry(**row))}
