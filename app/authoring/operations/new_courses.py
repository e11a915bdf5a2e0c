"""Beginning a course that isn't there yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.authoring.blocks import bare_course
from app.authoring.models import Draft
from app.authoring.operations.drafts import begin_course
from app.authoring.queries.tracks import track_file_of
from app.curriculum.beginning import new_course, track_file
from app.curriculum.folder import TRACK
from app.shared.storage import files


@dataclass(frozen=True)
class NewCourse:
    """What has to be known of a course before its first file is written. Its ids have to be sound."""

    course_id: str
    title: str
    language: str
    weeks: int
    track_id: str
    track_title: str | None
    """Of a track that isn't there yet."""
    is_tutorial: bool
    """Whether it begins with texts that show how everything is written; else its weeks are empty."""


def begin_new_course(wanted: NewCourse, *, by: UUID, at: datetime) -> Draft:
    """The draft of the course, with its first files in it. The same request twice begins one.

    Raises CourseTaken.
    """
    sources = _sources(wanted)
    held = track_file_of(wanted.track_id)
    if held:
        sources[TRACK] = files.get(held)
    elif wanted.track_title:
        sources[TRACK] = track_file(wanted.track_title, wanted.language).encode()
    return begin_course(sources, course_id=wanted.course_id, track_id=wanted.track_id, by=by, at=at)


def _sources(wanted: NewCourse) -> dict[str, bytes]:
    track_id, title, weeks, language = wanted.track_id, wanted.title, wanted.weeks, wanted.language
    if not wanted.is_tutorial:
        return bare_course(track_id=track_id, title=title, weeks=weeks, language=language)
    return new_course(track_id=track_id, course_id=wanted.course_id, title=title, weeks=weeks, language=language)
