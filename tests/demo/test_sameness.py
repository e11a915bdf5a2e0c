"""The demonstration school is the same each time it is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import Settings
from app.db import db
from app.demo.school import seed
from app.shared.ids import new_id
from tests.demo.conftest import AT, Seeded, everything, published


@pytest.mark.lane("postgresql")
def test_made_twice_for_the_same_moment_it_is_the_same(
    demonstration: Seeded, settings: Settings, tmp_path: Path
) -> None:
    app, own = published(settings, tmp_path)
    with app.app_context():
        seed(own, at=AT)
        again = everything()
        db.session.remove()
        db.engine.dispose()
    first = demonstration.rows
    assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in first.items()}
    for name, rows in first.items():
        assert again[name] == rows, name


def test_ids_that_are_made_afterwards_are_new_ones(demonstration: Seeded) -> None:
    assert new_id() != new_id()
