"""Fixtures: one migrated database with the cast in it; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import hypothesis
import pytest
from flask import Flask
from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, event

from app import create_app
from app.certificates.operations import make_keys
from app.config import Settings
from app.db import db, writing
from app.people.member import Member
from tests.cast import Cast, assemble
from tests.databases import fresh_database
from tests.lint import PageClient

pytest_plugins = ["tests.lanes"]
# How long an example takes says how busy the machine is, and no more.
hypothesis.settings.register_profile("default", deadline=None)
KEYS_MADE = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
Queries = list[str]
ClientOf = Callable[[Member | None], PageClient]
CountQueries = Callable[[], AbstractContextManager[Queries]]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a school that lives in a temporary folder."""
    folder = tmp_path_factory.mktemp("school")
    return Settings.read(
        {
            "ETABLI_MODE": "testing",
            "ETABLI_INSTANCE": str(folder),
            "ETABLI_DATABASE_URL": fresh_database(folder),
            "ETABLI_FILES_URL": f"file://{folder / 'files'}",
            "ETABLI_CONTENT": str(Path(__file__).parent / "content"),
            "ETABLI_SCHOOL_NAME": "École de la réparation",
        }
    )


@pytest.fixture(scope="session")
def app_with_cast(settings: Settings) -> Iterator[tuple[Flask, Cast]]:
    """The application over a migrated database that holds the cast."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = PageClient
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            cast = assemble(settings.content)
            make_keys(at=KEYS_MADE)
            db.session.commit()
        db.session.remove()
    yield app, cast
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def connection(app_with_cast: tuple[Flask, Cast]) -> Iterator[Connection]:
    """The one connection of this test, in a transaction that is rolled back at its end."""
    app, _ = app_with_cast
    with app.app_context(), writing(), db.engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def app(app_with_cast: tuple[Flask, Cast], connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The application; what it commits lies in the test's own transaction."""
    app, _ = app_with_cast
    # Flask-SQLAlchemy's session chooses the engine itself and ignores a bind that it is given.
    monkeypatch.setattr(Session, "get_bind", lambda *_args, **_more: connection)
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    with app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def cast(app: Flask, app_with_cast: tuple[Flask, Cast]) -> Cast:
    """The people of the tests, in the test's own transaction."""
    return app_with_cast[1]


@pytest.fixture
def client_of(app: Flask) -> ClientOf:
    """Makes a client that is signed in as a member; None: a stranger."""

    def signed_in(member: Member | None) -> PageClient:
        client = app.test_client()
        assert isinstance(client, PageClient)
        if member is not None:
            with client.session_transaction() as session:
                session["_user_id"] = member.get_id()
                session["_fresh"] = True
        return client

    return signed_in


@pytest.fixture
def count_queries(connection: Connection) -> CountQueries:
    """`with count_queries() as queries:` collects the SQL statements, savepoints aside."""

    @contextmanager
    def counting() -> Iterator[Queries]:
        queries: Queries = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                queries.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        try:
            yield queries
        finally:
            event.remove(connection, "before_cursor_execute", note)

    return counting
