"""A school on each of the two databases, whichever the other tests run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.config import Settings
from tests.postgres import cluster, programs
from tests.records.hands import school


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A school in which things have happened, on each database."""
    if request.param == "sqlite":
        with school(settings, f"sqlite:///{tmp_path_factory.mktemp('tampering') / 'school.sqlite3'}") as app:
            yield app
        return
    binaries = programs()
    if binaries is None:
        pytest.skip("PostgreSQL's server programs are not installed here")
    with cluster(binaries) as url, school(settings, url.replace("postgresql://", "postgresql+psycopg://")) as app:
        yield app
