"""Every migration runs up and down with data in the tables, on both databases, and keeps every trigger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, Table, func, select, text
from sqlalchemy.exc import DatabaseError

from app import create_app
from app.config import ROOT, Settings
from app.db import Base, db, writing
from app.records.triggers import APPEND_ONLY, DECLARED
from tests.cast import assemble
from tests.postgres import cluster, programs


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def fresh(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The application over an empty database of each kind."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("fresh")
        yield from _application(settings, f"sqlite:///{folder / 'fresh.sqlite3'}")
        return
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL's server programs are not installed here")
    with cluster(binaries) as url:
        yield from _application(settings, url.replace("postgresql://", "postgresql+psycopg://"))


def _application(settings: Settings, url: str) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_each_migration_goes_up_and_down_and_up_again_with_data(fresh: Flask, settings: Settings) -> None:
    flask_migrate.upgrade()
    with writing():
        assemble(settings.content)
        db.session.commit()
    before = _counts()
    db.session.remove()
    script = ScriptDirectory(str(ROOT / "migrations"))
    first = [revision.revision for revision in script.walk_revisions()][-1]
    flask_migrate.downgrade(revision=first)
    kept = set(_tables()) & set(before)
    flask_migrate.upgrade()
    assert _counts() == {table: count if table in kept else 0 for table, count in before.items()}
    assert (before["person"], before["journal_entry"] > 9) == (9, True)
    db.session.remove()
    flask_migrate.downgrade(revision="base")
    assert _triggers() == set()
    assert set(_tables()) <= {"alembic_version"}
    flask_migrate.upgrade()
    assert set(_counts().values()) == {0}


def test_the_migrated_tables_are_those_of_the_models(fresh: Flask) -> None:
    flask_migrate.upgrade()
    full_text = {name for name in _tables() if name.startswith("search_text_index")}  # SQLite's own
    assert set(_tables()) - {"alembic_version"} - full_text == set(Base.metadata.tables)
    flask_migrate.check()


def test_every_declared_trigger_stands(fresh: Flask) -> None:
    flask_migrate.upgrade()
    full_text = {name for name in _triggers() if name.startswith("search_text_")}
    assert _triggers() - full_text == {trigger.name for trigger in DECLARED}
    assert len(full_text) == (3 if db.engine.dialect.name == "sqlite" else 0)


@pytest.mark.parametrize("table", ["revision", "journal_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest = 'other'", "DELETE FROM {}"])
def test_append_only_rows_are_neither_changed_nor_removed(
    fresh: Flask, settings: Settings, table: str, statement: str
) -> None:
    assert table in APPEND_ONLY
    flask_migrate.upgrade()
    if not _counts()["person"]:
        with writing():
            assemble(settings.content)
            db.session.commit()
    with pytest.raises(DatabaseError, match=f"{table} is append-only"):
        db.session.execute(text(statement.format(table)))
    db.session.rollback()


def _tables() -> dict[str, Table]:
    found = MetaData()
    found.reflect(db.engine)
    return dict(found.tables)


def _counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def _triggers() -> set[Any]:
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with db.engine.connect() as connection:
        return set(connection.scalars(text(sqlite if db.engine.dialect.name == "sqlite" else postgresql)))
