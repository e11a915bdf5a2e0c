"""The demonstration school in a database of its own, made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.config import ROOT, Settings
from app.courses.operations.content import publish_content
from app.db import Base, db, writing
from app.demo.school import seed
from tests.databases import fresh_database

AT = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
"""A Thursday afternoon."""
SIZE = 345

SECRET = {
    "person": {"password_hash"},
    "pin": {"pin_hash"},
    "journal_entry": {"digest", "previous", "reason_digest", "detail", "covers"},
    "journal_text": {"salt"},
    "sign_off": {"remark_digest"},
    "sign_off_remark": {"salt"},
    "bench_text": {"salt"},
    "acknowledgement": {"words_digest"},
    "testimony_request": {"code_digest", "witness_digest"},
    "testimony": {"text_digest"},
    "moderator_judgement": {"text_digest"},
    "moderation_answer": {"text_digest"},
    "certificate": {"code", "facts_digest", "pdf_digest", "credential_digest", "jwt_digest", "status_index"},
    "certificate_facts": {"facts", "salt"},
}
"""Salts, codes and places drawn by lot, and what is made of them."""


def _rows(table: Any) -> list[dict[str, Any]]:
    """What stands in a table, secrets aside."""
    columns = [column for column in table.columns if column.name not in SECRET.get(table.name, ())]
    found = db.session.execute(select(*columns).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in found]


def everything() -> dict[str, list[dict[str, Any]]]:
    """What stands in every table."""
    return {table.name: _rows(table) for table in Base.metadata.sorted_tables}


@dataclass(frozen=True)
class Seeded:
    """The application over the school, the school's settings, the lines that `seed` returned, and what it wrote."""

    app: Flask
    settings: Settings
    lines: list[str]
    rows: dict[str, list[dict[str, Any]]]


def published(settings: Settings, folder: Path, content: Path = ROOT / "content") -> tuple[Flask, Settings]:
    """An application over an empty database in `folder` with the real courses, and its settings."""
    own = replace(settings, instance=folder / "instance", database_url=fresh_database(folder), content=content)
    app = create_app(own)
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            publish_content(own.content, by=None, at=AT)
            db.session.commit()
        db.session.remove()
    return app, own


@pytest.fixture(scope="session")
def demonstration(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """The school as of AT."""
    app, own = published(settings, tmp_path_factory.mktemp("demonstration"))
    with app.app_context():
        lines = seed(own, at=AT)
        rows = everything()
        db.session.remove()
    yield Seeded(app, own, lines, rows)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def larger(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """The school as of AT with SIZE trainees, the demonstration's among them."""
    app, own = published(settings, tmp_path_factory.mktemp("larger"))
    with app.app_context():
        lines = seed(own, at=AT, size=SIZE)
        db.session.remove()
    yield Seeded(app, own, lines, {})
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def large(larger: Seeded) -> Iterator[Seeded]:
    """The same, in its application context."""
    with larger.app.app_context():
        yield larger
        db.session.remove()


@pytest.fixture(scope="module")
def seeded(demonstration: Seeded) -> Iterator[Seeded]:
    """The same, in its application context."""
    with demonstration.app.app_context():
        yield demonstration
        db.session.remove()
