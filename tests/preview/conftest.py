"""Fixtures: previews of the rich course, in a folder that tests may write to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.config import Settings
from app.preview.serving import Preview
from app.shared.keys import keys
from app.shared.storage import files
from tests.preview.author import Author, PreviewOf


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """Somebody who writes the rich course."""
    return Author(tmp_path / "content" / "mobile" / "phone-repair")


@pytest.fixture
def preview_of_it(author: Author, settings: Settings) -> Iterator[PreviewOf]:
    """Makes a preview of it as it is then."""
    with ExitStack() as open_ones:
        yield PreviewOf(author.folder, settings, open_ones)
    # There is one store and one key a process: other tests go on with theirs.
    files.open(settings.files_url)
    keys.open(settings.secret_key)


@pytest.fixture
def preview(preview_of_it: PreviewOf) -> Preview:
    """A preview of it as it is."""
    return preview_of_it()
