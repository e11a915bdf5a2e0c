"""Finding revisions, and the curricula compiled from them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from app.courses.facts import Image, RevisionFacts, RevisionItem, RevisionSources, SourceFile
from app.courses.models import Course, Revision
from app.curriculum.archive import PackedCourse
from app.curriculum.compiler import compile_course
from app.curriculum.model import Curriculum
from app.db import db
from app.people.member import Member
from app.shared.storage import files

# A revision never changes, so that what a process compiled once stays right for its lifetime.
# By digest too: two courses may have the same sources, and a revision never committed leaves its id to another.
_compiled: dict[tuple[int, str], Curriculum] = {}

TEXTS = (".md", ".yaml")
"""How the names of sources end that people write."""

# Nothing else is ever served as an image, whatever its file claims to be.
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}


class BrokenRevisionError(Exception):
    """A published revision that no longer compiles: the compiler's mistake, since publishing checked it."""


def curriculum_of(revision_id: int) -> Curriculum:
    """The compiled curriculum of a revision, from memory after the first time. Raises BrokenRevisionError."""
    row = db.session.execute(select(Revision.digest).where(Revision.id == revision_id)).one()
    return curriculum_by_digest(row.digest, revision_id)


def curriculum_by_digest(digest: str, revision_id: int) -> Curriculum:
    """The same for callers that know the digest already: no query when the process has compiled it before."""
    if (revision_id, digest) not in _compiled:
        revision, track_id = db.session.execute(
            select(Revision, Course.track_id).join(Course).where(Revision.id == revision_id)
        ).one()
        sources = revision_files(revision)
        compiled = compile_course(sources, track_id=track_id, course_id=revision.course_id, are_published=True)
        if compiled.curriculum is None:
            raise BrokenRevisionError(f"revision {revision.number} of {revision.course_id}: {compiled.problems[:3]}")
        keep_compiled(revision_id, digest, compiled.curriculum)
    return _compiled[revision_id, digest]


def keep_compiled(revision_id: int, digest: str, curriculum: Curriculum) -> None:
    """Keep in memory what was compiled of that revision, so that this process needn't."""
    _compiled[revision_id, digest] = curriculum


def revision_files(revision: Revision) -> dict[str, bytes]:
    """What was published as a revision, by path, from the file store."""
    return {path: files.get(name) for path, name in revision.files.items()}


def newest_revision(course_id: str) -> Revision | None:
    """The course's revision with the highest number, those aside that were composed for cohorts."""
    line = select(Revision).where(Revision.course_id == course_id, in_line())
    return db.session.scalar(line.order_by(Revision.number.desc()).limit(1))


def newer_revision(revision_id: int) -> int | None:
    """The id of the newest revision of that one's course, those aside that were composed for cohorts; None: it is that
    one, or has the same sources. One query."""
    own = aliased(Revision)
    line = select(Revision.id, Revision.digest, own.digest.label("own")).join(own, own.course_id == Revision.course_id)
    newest = line.where(own.id == revision_id, in_line()).order_by(Revision.number.desc()).limit(1)
    row = db.session.execute(newest).one_or_none()
    return row.id if row and row.digest != row.own else None


def in_line() -> ColumnElement[bool]:
    """The condition that a revision stands in its course's line: it was not composed for a cohort."""
    return Revision.base_id.is_(None)


def newest_revisions(*, most: int = 1, language: str = "") -> list[RevisionFacts]:
    """The `most` newest revisions of every course, by track and title, the newest first, for those who read
    `language`, those aside that were composed for cohorts. One query."""
    place = func.row_number().over(partition_by=Revision.course_id, order_by=Revision.number.desc())
    placed = select(Revision.id, place.label("place")).where(in_line()).subquery()
    newest = select(placed.c.id).where(placed.c.place <= most)
    found = [_facts(row, language) for row in db.session.scalars(select(Revision).where(Revision.id.in_(newest)))]
    return sorted(found, key=lambda each: (each.curriculum.track.order, each.curriculum.title, -each.number))


def revision_item(member: Member, *, revision_id: int, item_id: str) -> RevisionItem | None:
    """One item of a revision, also by a former id; None for trainees, and when there is no such item."""
    revision = db.session.get(Revision, revision_id) if member.is_staff else None
    if revision is None:
        return None
    facts = _facts(revision, member.language)
    item = facts.curriculum.item_called(item_id)
    return RevisionItem(facts, item) if item else None


def revision_facts(member: Member, *, revision_id: int) -> RevisionFacts | None:
    """A revision as staff read it; None for trainees."""
    revision = db.session.get(Revision, revision_id) if member.is_staff else None
    return _facts(revision, member.language) if revision else None


def composed_of(revision_id: int) -> tuple[int, int] | None:
    """The numbers of the revision that this one keeps to and of the newer one that it has some parts from; None: it
    wasn't composed. One query."""
    composed, base, source = (aliased(Revision) for _ in range(3))
    statement = select(base.number.label("base"), source.number.label("source")).select_from(composed)
    joined = statement.join(base, base.id == composed.base_id).join(source, source.id == composed.source_id)
    row = db.session.execute(joined.where(composed.id == revision_id)).one_or_none()
    return (row.base, row.source) if row else None


def revision_sources(member: Member, *, revision_id: int) -> RevisionSources | None:
    """What was published as a revision, file by file; None for trainees."""
    revision = db.session.get(Revision, revision_id) if member.is_staff else None
    return _sources(revision) if revision else None


def source_file(member: Member, *, revision_id: int, path: str) -> SourceFile | None:
    """One text of a revision, as it was published; None for trainees, and for what is no text. One query."""
    revision = db.session.get(Revision, revision_id) if member.is_staff else None
    if revision is None or path not in revision.files or not path.endswith(TEXTS):
        return None
    lines = files.get(revision.files[path]).decode().splitlines()
    return SourceFile(_facts(revision, member.language), path, tuple(lines))


def sources_of(course_id: str, number: int) -> RevisionSources | None:
    """What was published as the so-many-th revision of a course; None when there is none."""
    revision = db.session.scalar(select(Revision).where(Revision.course_id == course_id, Revision.number == number))
    return _sources(revision) if revision else None


def published_courses(member: Member) -> list[RevisionFacts] | None:
    """The newest revision of every course, as staff read them; None for trainees."""
    return newest_revisions(language=member.language) if member.is_staff else None


def image(digest: str, ending: str) -> Image | None:
    """The image of that digest, if a published course has it under a name with that ending (`svg`…)."""
    media_type = MEDIA_TYPES.get(ending)
    if media_type is None or not (_is_shown(digest, ending) or _is_published(digest, ending)):
        return None
    return Image(files.get(digest), media_type)


def _is_shown(digest: str, ending: str) -> bool:
    return any(_holds(curriculum.images, digest, ending) for curriculum in _compiled.values())


def _is_published(digest: str, ending: str) -> bool:
    # Only after a restart, before the curriculum was read again.
    return any(_holds(paths, digest, ending) for paths in db.session.scalars(select(Revision.files)))


def _holds(paths: Mapping[str, str], digest: str, ending: str) -> bool:
    return any(each == digest and path.lower().endswith(f".{ending}") for path, each in paths.items())


def _sources(revision: Revision) -> RevisionSources:
    track_id = db.session.execute(select(Course.track_id).where(Course.id == revision.course_id)).scalar_one()
    sources = revision_files(revision)
    return RevisionSources(revision.number, PackedCourse(track_id, revision.course_id, sources))


def _facts(revision: Revision, language: str) -> RevisionFacts:
    curriculum = curriculum_by_digest(revision.digest, revision.id).in_language(language)
    return RevisionFacts(revision.id, revision.number, revision.published_at, curriculum)
