"""The school of a trial: who is in it, which course they have, and how it is renewed while that is written.

For each language of the course somebody reads it with nothing locked: that is the preview. Whoever takes a test run is
somebody new, for whom everything is locked as for any trainee. And an author reads it with its answers.

All of it is called inside of the trial. Ids are fixed where there is one of a kind, so that every server process finds
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import delete, select

from app.authoring.facts import DraftFacts
from app.authoring.queries.drafts import compiled
from app.config import LANGUAGES
from app.courses.models import Cohort, Enrolment, Revision, Site
from app.courses.operations.cohorts import add_site
from app.courses.operations.enrolments import enrol
from app.courses.operations.revisions import add_revision
from app.courses.operations.searchable import index_revision
from app.courses.queries.revisions import (
    curriculum_by_digest,
    is_compiled,
    keep_compiled,
    newest_revision,
    revision_files,
)
from app.curriculum.digest import source_digest
from app.curriculum.model import Curriculum
from app.db import db
from app.people.member import Member
from app.people.queries import person_by_id, sign_ins_of
from app.preview.operations import author_signed_in, begin_cohort, follow, open_gates, signed_in
from app.shared.fulltext import search_text

PREVIEW, TEST, AUTHOR = (uuid5(NAMESPACE_URL, f"etabli:trial/{name}") for name in ("preview", "test", "author"))


@dataclass(frozen=True)
class Names:
    """What a trial calls its people and places, in its author's language."""

    trainee: str
    author: str
    preview: str
    test: str
    site: str
    language: str
    """That language."""
    time_zone: str


@dataclass(frozen=True)
class Reader:
    """As whom a page of a trial is read."""

    sign_in_id: UUID
    place: UUID | None
    """Their enrolment; None: an author's."""


def move_in(names: Names, *, at: datetime) -> None:
    """The school, still without a course."""
    add_site(names.site, time_zone=names.time_zone, by=None, at=at)
    author_signed_in(names.author, language=names.language, at=at, person_id=AUTHOR)


def renew(sources: Mapping[str, bytes], curriculum: Curriculum, names: Names, *, at: datetime) -> Revision:
    """Let everybody have the course as these sources say, of which `curriculum` was made."""
    newest = newest_revision(curriculum.id)
    if newest is not None and newest.digest == source_digest(sources):
        keep_compiled(newest.id, newest.digest, curriculum)
        return newest
    revision = add_revision(sources, curriculum, is_found=False, by=None, at=at)
    if newest is None:
        _begin_cohorts(revision, names, at=at)
    for language in languages_of(curriculum):
        _give_place(language, names, at=at)
    for place, cohort_id in db.session.execute(select(Enrolment.id, Enrolment.cohort_id)).all():
        follow(place, revision, curriculum, at=at)
        if cohort_id == PREVIEW:
            open_gates(place, curriculum, at=at)
    db.session.get_one(Cohort, TEST).revision_id = revision.id
    db.session.flush()
    return revision


def let_find(revision: Revision) -> None:
    """Let what the trial shows be found by its words, and nothing older. Not before somebody searches: it takes longer
    than all the rest of renewing."""
    owners = search_text.c.owner
    indexed = select(owners).where(search_text.c.kind == "item", owners.startswith(f"{revision.id}/"))
    if db.session.scalar(indexed.limit(1)) is None:
        db.session.execute(delete(search_text).where(search_text.c.kind.in_(("item", "term"))))
        index_revision(revision.id, curriculum_by_digest(revision.digest, revision.id))


def begin_test(place: UUID, names: Names, *, at: datetime) -> None:
    """Somebody new, who has done nothing yet. The same place twice is one."""
    if db.session.get(Enrolment, place) is None:
        _enrol(signed_in(names.trainee, language=names.language, at=at), place, TEST, at=at)


def reader_called(reader: str) -> Reader | None:
    """As whom pages are read that are opened as `reader`: a language of the course, `test` or `author`; None: nobody,
    or not yet."""
    if reader == "author":
        return Reader(sign_ins_of(AUTHOR)[0].id, None)
    enrolments = select(Enrolment)
    if reader == "test":
        found = enrolments.where(Enrolment.cohort_id == TEST).order_by(
            Enrolment.enrolled_at.desc(), Enrolment.id.desc()
        )
    else:
        found = enrolments.where(Enrolment.id == place_for(reader))
    enrolment = db.session.scalar(found.limit(1))
    return Reader(sign_ins_of(enrolment.person_id)[0].id, enrolment.id) if enrolment else None


def recalled(draft: DraftFacts) -> Revision | None:
    """What the trial shows, compiled in this process too, whichever has renewed it; None: nothing yet."""
    revision = newest_revision(draft.course_id)
    if revision is not None and not is_compiled(revision.id, revision.digest):
        made = compiled(draft, revision_files(revision)).curriculum
        if made is not None:
            keep_compiled(revision.id, revision.digest, made)
    return revision


def place_for(language: str) -> UUID:
    """The enrolment of whoever previews the course in that language."""
    return uuid5(PREVIEW, language)


def languages_of(curriculum: Curriculum) -> tuple[str, ...]:
    """In which the course can be read, its own first."""
    return (curriculum.language, *curriculum.translations)


def _begin_cohorts(revision: Revision, names: Names, *, at: datetime) -> None:
    site_id = db.session.scalars(select(Site.id)).one()
    for name, cohort_id in ((names.preview, PREVIEW), (names.test, TEST)):
        begin_cohort(name, site_id=site_id, revision_id=revision.id, at=at, cohort_id=cohort_id)


def _give_place(language: str, names: Names, *, at: datetime) -> None:
    place = place_for(language)
    if db.session.get(Enrolment, place) is None:
        spoken = language if language in LANGUAGES else names.language
        _enrol(signed_in(names.trainee, language=spoken, at=at), place, PREVIEW, at=at)


def _enrol(trainee: Member, place: UUID, cohort_id: UUID, *, at: datetime) -> None:
    enrol(person_by_id(trainee.id), cohort_id=cohort_id, by=None, at=at, enrolment_id=place)
