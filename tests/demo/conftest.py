"""The demonstration school in a database of its own, made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import flask_migrate
import pytest
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.courses.operations.content import publish_content
from app.db import db, writing
from app.demo.school import seed

AT = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
"""A Thursday afternoon."""


@dataclass(frozen=True)
class Seeded:
    """The application over the school, the school's settings, and the lines that `seed` returned."""

    app: Flask
    settings: Settings
    lines: list[str]


@pytest.fixture(scope="module")
def seeded(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seeded]:
    """The school as of AT."""
    folder = tmp_path_factory.mktemp("demonstration")
    address = f"sqlite:///{folder / 'etabli.sqlite3'}"
    own = replace(settings, instance=folder / "instance", database_url=address, content=ROOT / "content")
    app = create_app(own)
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            publish_content(own.content, by=None, at=AT)
            db.session.commit()
        lines = seed(own, at=AT)
        yield Seeded(app, own, lines)
        db.session.remove()
        db.engine.dispose()
