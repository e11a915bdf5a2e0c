"""What a school published stays readable when a later checker finds fault with it."""

from __future__ import annotations

import pytest

from app.courses.models import Course, Revision
from app.courses.queries.revisions import BrokenRevisionError, curriculum_of
from app.curriculum.compiler import compile_course
from app.curriculum.digest import source_digest
from app.curriculum.folder import Sources
from app.db import db
from app.shared.storage import files
from tests.cast import NOON, Cast
from tests.curriculum.small_course import sources

LESSON = "week-02/10-lesson-2.md"
FAULTY = "---\ntitle: Lesson 2\nminutes: 10\n---\nRead [this](gone).\n"


def published_before(found: Sources) -> int:
    """The id of a revision with these sources, made as an earlier version of the program would have."""
    db.session.add(Course(id="phone-repair", track_id="mobile", created_at=NOON))
    db.session.flush()
    stored = {path: files.put(data) for path, data in found.items()}
    revision = Revision(
        course_id="phone-repair", number=1, digest=source_digest(found), files=stored, published_at=NOON
    )
    db.session.add(revision)
    db.session.flush()
    return revision.id


def test_a_revision_that_is_faulty_by_now_is_still_taught(cast: Cast) -> None:
    found = sources({LESSON: FAULTY})
    assert compile_course(found, track_id="mobile", course_id="phone-repair").curriculum is None
    taught = curriculum_of(published_before(found))
    sound = compile_course(sources(), track_id="mobile", course_id="phone-repair").curriculum
    assert sound is not None
    assert list(taught.items) == list(sound.items)
    assert {name: item for name, item in taught.items.items() if name != "lesson-2"} == {
        name: item for name, item in sound.items.items() if name != "lesson-2"
    }


def test_what_never_was_a_course_is_none(cast: Cast) -> None:
    revision_id = published_before({"week-01/week.md": b""})
    with pytest.raises(BrokenRevisionError):
        curriculum_of(revision_id)
