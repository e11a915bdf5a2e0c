"""What was issued stays as it was, whatever the school changes later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.certificates.keyring import key_files
from app.certificates.letterhead import letterhead
from app.certificates.operations import renew_key
from app.certificates.wording import wordings
from app.config import Settings
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.people.operations import change_person
from app.people.queries import person_by_id
from app.shared.storage import files
from tests.cast import Cast
from tests.certificates.finished import ISSUED, issued
from tests.certificates.paper import words_on
from tests.certificates.test_routes import TOKEN
from tests.conftest import ClientOf
from tests.courses.unwritten import COURSE

LATER = ISSUED + timedelta(days=400)


@pytest.fixture
def other_letterhead(app: Flask, tmp_path: Path) -> Iterator[None]:
    """The school with another logo, other words and keys that are about to be renewed, for one test."""
    settings: Settings = app.extensions["settings"]
    logo = tmp_path / "logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9H0z'/></svg>")
    (tmp_path / "certificate.en.yaml").write_text("awarded: presented to\nkind: Another sheet\n")
    key_files.open(tmp_path / "keys", school=settings.school_name, address=settings.public_url)
    yield
    letterhead.open(settings.logo)
    wordings.open(settings.wordings)
    key_files.open(settings.keys, school=settings.school_name, address=settings.public_url)


@pytest.mark.usefixtures("other_letterhead")
def test_later_changes_of_name_course_words_logo_and_keys_touch_nothing(
    cast: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    certificate = issued(cast)
    stored = (certificate.pdf_digest, certificate.credential_digest, certificate.jwt_digest)
    kept = [files.get(digest) for digest in stored if digest]
    pdf, page = f"/certificates/{certificate.id}.pdf", f"/c/{certificate.code}"
    coordinator, stranger = client_of(cast.coordinator), client_of(None)
    served = coordinator.get(pdf).data, TOKEN.sub("", stranger.get(page).text)

    change_person(person_by_id(cast.trainee.id), name="Tara Otherwise", email=None, by=None, at=LATER)
    sources = {path: text.replace(b"Tiny phone", b"Huge phone") for path, text in read_course(COURSE).sources.items()}
    publish(sources, course_id=COURSE.name, track_id=COURSE.parent.name, by=None, at=LATER)
    wordings.open(tmp_path)
    letterhead.open(tmp_path / "logo.svg")
    renew_key("pdf", at=LATER)

    assert len(kept) == 3
    assert [files.get(digest) for digest in stored if digest] == kept
    assert (coordinator.get(pdf).data, TOKEN.sub("", stranger.get(page).text)) == served
    first = words_on(served[0])[0]
    assert ("awarded to Tara Trainee" in first, "Otherwise" in first, "Another sheet" in first) == (True, False, False)
