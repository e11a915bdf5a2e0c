"""What tests of certificates share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.certificates.keyring import key_files
from app.certificates.models import Certificate
from app.config import Settings
from tests.cast import Cast
from tests.certificates.finished import PUBLIC_URL, issued
from tests.conftest import ClientOf
from tests.lint import PageClient


@pytest.fixture
def school(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The school at the address that its certificates name."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", PUBLIC_URL)


@pytest.fixture
def certificate(cast: Cast, school: None) -> Certificate:
    """The trainee's certificate."""
    return issued(cast)


@pytest.fixture
def stranger(client_of: ClientOf) -> PageClient:
    """Whoever checks a badge."""
    return client_of(None)


@pytest.fixture
def own_keys(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder for keys of this test alone."""
    settings: Settings = app.extensions["settings"]
    folder = tmp_path / "keys"
    key_files.open(folder, school=settings.school_name, address=settings.public_url)
    yield folder
    key_files.open(settings.keys, school=settings.school_name, address=settings.public_url)


@pytest.fixture
def flask(app: Flask) -> Callable[..., Result]:
    """Runs `flask` with these words."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))
