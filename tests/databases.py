"""Empty databases for the tests: SQLite files, or databases of their own in a PostgreSQL cluster.

TEST_DATABASE_URL names the cluster (`tests/postgres.py` starts one); without it everything is SQLite.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

_withheld = False


@contextmanager
def withheld(withhold: bool) -> Iterator[None]:
    """Whether whoever asks for a database until the end of the block gets none, but a failure that says why."""
    global _withheld
    before, _withheld = _withheld, withhold
    try:
        yield
    finally:
        _withheld = before


def fresh_database(folder: Path) -> str:
    """The address of an empty database: a new one in the cluster, or the file etabli.sqlite3 in `folder`.

    Fails in a test that isn't known to need one, since it would meet only one of the two kinds (`tests/lanes.py`)."""
    if _withheld:
        pytest.fail("This test needs a database, and none of its fixtures says so: mark it `database`.")
    cluster = os.environ.get("TEST_DATABASE_URL")
    if not cluster:
        return f"sqlite:///{folder / 'etabli.sqlite3'}"
    name = f"etabli_{secrets.token_hex(8)}"
    server = create_engine(_driven(cluster), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return make_url(_driven(cluster)).set(database=name).render_as_string(hide_password=False)


def own_database(folder: Path) -> dict[str, str]:
    """The setting that gives an installation in `folder` a database of its own; on SQLite it makes one unasked."""
    address = fresh_database(folder)
    return {"ETABLI_DATABASE_URL": address} if os.environ.get("TEST_DATABASE_URL") else {}


def _driven(address: str) -> str:
    return address.replace("postgresql://", "postgresql+psycopg://")
