"""An author at work: writes files as editors do, and looks at pages."""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

from flask.testing import FlaskClient

from app.config import Settings
from app.preview.serving import Preview, preview_of
from app.wiring import wired
from tests.curriculum.rich_course import RICH
from tests.fuzz import write
from tests.lint import lint


class Author:
    """Writes a course in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write({path: text.encode() for path, text in RICH.items()}, folder)

    def save(self, file: str, old: str, new: str) -> None:
        """Replace one text in a file, by renaming a new file as most editors do."""
        path = self.folder / file
        written = path.read_text()
        assert old in written
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(written.replace(old, new, 1))
        beside.replace(path)


class Reader:
    """Looks at the pages of a preview."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        self.client: FlaskClient = preview.app.test_client()

    def page(self, path: str) -> str:
        """The page there, after redirects; it has to be sound."""
        answer = self.client.get(path, follow_redirects=True)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, lint(page)) == (200, [])
        return page

    def item(self, item_id: str) -> str:
        """The trainee's page of an item."""
        return self.page(f"{self.course}/items/{item_id}")

    @property
    def course(self) -> str:
        """The path of the trainee's place in the one course."""
        (edition,) = self.preview.editions.all
        assert edition.enrolment_id is not None
        return f"/enrolments/{edition.enrolment_id}"

    @property
    def token(self) -> dict[str, str]:
        """What each form carries."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page("/"))
        assert found
        return {"csrf_token": found[1]}

    def send(self, path: str, **fields: str) -> str:
        """The page that comes after a form was sent."""
        answer = self.client.post(path, data={**self.token, **fields}, follow_redirects=True)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


class PreviewOf:
    """Makes previews of one folder, which end with the test."""

    def __init__(self, folder: Path, settings: Settings, open_ones: ExitStack) -> None:
        self.folder, self.settings, self.open_ones = folder, settings, open_ones

    def __call__(self, language: str = "en") -> Preview:
        """A preview of the course as it is now."""
        opening = preview_of([self.folder], settings=self.settings, wired=wired, language=language)
        return self.open_ones.enter_context(opening)

    def end(self) -> None:
        """End what was made."""
        self.open_ones.close()


def renewed(preview: Preview) -> None:
    """Look at the folders as often as it takes to notice what was saved."""
    preview.look()
    preview.look()
