"""Courses that tests publish at the desk."""

from __future__ import annotations

from app.authoring.facts import DraftFacts
from app.authoring.operations.publishing import publish_draft
from app.authoring.queries.drafts import text_of
from app.courses.models import Revision
from app.courses.queries.revisions import newest_revision
from app.db import db
from app.shared.storage import files
from tests.authoring.drafts import COURSE_ID, begun, facts_of, wrote
from tests.cast import NOON, Cast


def text_in(revision: Revision, path: str) -> str:
    """A text of the revision."""
    return files.get(revision.files[path]).decode()


def newest() -> Revision:
    """The newest revision of the cast's course."""
    found = newest_revision(COURSE_ID)
    assert found is not None
    return found


def changed(cast: Cast, path: str, old: str, new: str) -> DraftFacts:
    """The draft of the cast's course, in which something is replaced."""
    draft = begun(cast)
    written = text_of(draft, path).text
    assert old in written
    wrote(cast, draft, path, written.replace(old, new))
    return facts_of(cast, draft)


def at_the_desk(cast: Cast, path: str, old: str, new: str, *, note: str = "Said better.") -> Revision:
    """The revision that comes of replacing something in a file of the cast's course at the desk."""
    draft = changed(cast, path, old, new)
    made = publish_draft(draft.id, version=draft.version, note=note, knowingly=False, by=cast.author.id, at=NOON)
    db.session.commit()
    return made
