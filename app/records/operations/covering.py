"""Working out what an entry covers, from the rows that were written with its act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, inspect

from app.db import Base, db
from app.records.covering import FLOCKS, Covers, flock_digest
from app.records.queries.standing import named, named_as_settled


def covers_of(rows: Iterable[Base]) -> Covers:
    """What an entry holds of these rows, which are written first. All rows of a flock are to be given at once."""
    rows = list(rows)
    if not rows:
        return {}
    db.session.flush()
    covers: Covers = defaultdict(dict)
    flocks: dict[str, Covers] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        table, values = _columns(row)
        key, digest = named(table, values)
        if table.name in FLOCKS:
            flocks[table.name][str(values[FLOCKS[table.name].by])][key] = digest
        else:
            covers[table.name][key] = digest
            covers[table.name] |= dict([settled]) if (settled := named_as_settled(table, values)) else {}
    for name, by_owner in flocks.items():
        covers[name] = {owner: flock_digest(digests) for owner, digests in by_owner.items()}
    return dict(covers)


def _columns(row: Base) -> tuple[Table, dict[str, Any]]:
    mapper = inspect(row).mapper
    table = mapper.local_table
    if not isinstance(table, Table):
        raise TypeError(row)
    return table, {column.name: getattr(row, mapper.get_property_by_column(column).key) for column in table.columns}
