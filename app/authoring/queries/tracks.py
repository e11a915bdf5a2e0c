"""The tracks that a new course can be in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.authoring.models import Draft
from app.courses.models import Course, Revision
from app.courses.queries.revisions import in_line, newest_revisions
from app.curriculum.folder import TRACK
from app.db import db
from app.people.member import Member


@dataclass(frozen=True)
class TrackChoice:
    """A track of the school."""

    id: str
    title: str
    """As those read it who choose."""


def tracks_seen_by(member: Member) -> tuple[TrackChoice, ...] | None:
    """Every track in which there is a published course or one that is being written, in the school's order; None for
    whoever is no author. Two queries."""
    if not member.is_a("author"):
        return None
    found: dict[str, TrackChoice] = {}
    for revision in newest_revisions(language=member.language):
        track = revision.curriculum.track
        title = track.title.get(member.language) or track.title[revision.curriculum.language]
        found.setdefault(track.id, TrackChoice(track.id, title))
    for track_id in db.session.scalars(select(Draft.track_id).where(Draft.ended_at.is_(None))):
        found.setdefault(track_id, TrackChoice(track_id, track_id))
    return tuple(found.values())


def track_file_of(track_id: str) -> str | None:
    """The digest of the file of a track, as the last course in it that was published has it, or else one that is being
    written; None: there is no such track. Two queries."""
    line = select(Revision.files).join(Course).where(Course.track_id == track_id, in_line())
    published = line.order_by(Revision.published_at.desc(), Revision.id.desc()).limit(1)
    drafted = select(Draft.files).where(Draft.track_id == track_id, Draft.ended_at.is_(None)).order_by(Draft.begun_at)
    held = db.session.scalar(published) or db.session.scalar(drafted.limit(1)) or {}
    return held.get(TRACK)
