"""A school where people act in the same moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.config import Settings
from tests.cast import Cast
from tests.side_by_side import school_apart


@pytest.fixture(scope="package")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school of its own whose changes stay; each test takes another member of the cast."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as school:
        yield school
