"""Reading whole tables as they stand, in bounded memory, also when somebody wrote into them what can't be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select, type_coerce
from sqlalchemy.types import NullType

AT_ONCE = 1_000
"""Rows that are held in memory."""
Values = dict[str, Any]
UNREADABLE = (ValueError, TypeError, AttributeError)
"""What decoders raise at what they can't read."""


class Rows:
    """The rows of a table, read as the database holds them and decoded one by one: what can't be decoded, because
    it is no id, time or JSON, spoils its own row only."""

    def __init__(self, table: Table, connection: Connection) -> None:
        self.table = table
        self._connection = connection
        self._decoders: dict[str, Callable[[Any], Any] | None] = {
            column.name: column.type.dialect_impl(connection.dialect).result_processor(connection.dialect, None)
            for column in table.columns
        }

    def select(self, *more: ColumnElement[Any]) -> Select[Any]:
        """A statement for the whole table, with further columns behind its own."""
        columns: list[ColumnElement[Any]] = [
            *(type_coerce(column, NullType()).label(column.name) for column in self.table.columns),
            *more,
        ]
        return select(*columns)

    def read(self, statement: Select[Any]) -> Iterator[Row[Any]]:
        """The raw rows of a statement that `select` made."""
        options = {"stream_results": True, "yield_per": AT_ONCE}
        yield from self._connection.execute(statement, execution_options=options)

    def decoded(self, row: Row[Any]) -> Values | None:
        """The row's columns by name; None when they can't be read."""
        try:
            return {name: self._decode(name, value) for name, value in zip(self._decoders, row, strict=False)}
        except UNREADABLE:
            return None

    def decoded_column(self, row: Row[Any], name: str) -> Any:
        """One column of a row that can't be read otherwise; as the database holds it if need be."""
        value = getattr(row, name)
        try:
            return self._decode(name, value)
        except UNREADABLE:
            return value

    def _decode(self, name: str, value: Any) -> Any:
        decode = self._decoders[name]
        return decode(value) if decode else value
