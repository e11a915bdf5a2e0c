"""A draft is a course as its authors are writing it: one at a time, shared by all, begun from what is published."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from app.authoring.models import Draft, DraftSave
from app.authoring.operations.drafts import (
    CourseTaken,
    DraftEnded,
    NothingPublished,
    begin_course,
    begin_draft,
    discard_draft,
)
from app.authoring.operations.saving import save_file
from app.authoring.queries.drafts import compiled, draft_file, draft_seen_by, open_drafts, sources_of
from app.courses.models import Revision
from app.courses.operations.composing import composed_revision
from app.courses.operations.revisions import publish
from app.courses.queries.revisions import revision_files
from app.db import db
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, COURSE_ID, another_author, begun, facts_of, wrote
from tests.cast import NOON, Cast
from tests.conftest import CountQueries


def journal(draft_id: object) -> list[tuple[str, dict[str, object]]]:
    """What the journal says of a draft."""
    entries = select(JournalEntry).where(JournalEntry.object_id == str(draft_id)).order_by(JournalEntry.number)
    return [(entry.act, entry.detail) for entry in db.session.scalars(entries)]


def new_course(cast: Cast) -> dict[str, bytes]:
    """The sources of a course that isn't there yet."""
    revision = db.session.get_one(Revision, cast.revision_id)
    return revision_files(revision)


def test_a_draft_begins_as_what_is_published(cast: Cast) -> None:
    draft = begun(cast)
    revision = db.session.get_one(Revision, cast.revision_id)
    assert (draft.course_id, draft.track_id, draft.base_id) == (COURSE_ID, "mobile", cast.revision_id)
    assert (draft.files, draft.base_digest, draft.version) == (revision.files, revision.digest, 0)
    assert (draft.begun_by, draft.begun_at) == ("Aude Author", NOON)
    assert journal(draft.id) == [("draft.begun", {"course": COURSE_ID, "base": cast.revision_id})]


def test_a_draft_begins_from_the_newest_revision_in_the_course_s_line(cast: Cast) -> None:
    revision = db.session.get_one(Revision, cast.revision_id)
    sources = {**revision_files(revision), BENCH: b"---\ntitle: Other bench\nminutes: 3\n---\n\nText.\n"}
    newer, _ = publish(sources, course_id=COURSE_ID, track_id="mobile", by=None, at=NOON)
    composed_revision(cast.revision_id, newer.id, accepted=[], by=None, at=NOON)
    assert begun(cast).base_id == newer.id


def test_there_is_one_draft_of_a_course_at_a_time(cast: Cast) -> None:
    draft, other = begun(cast), another_author()
    assert begin_draft(COURSE_ID, by=other.id, at=NOON).id == draft.id
    assert [act for act, _ in journal(draft.id)] == ["draft.begun"]


def test_no_draft_begins_from_nothing(cast: Cast) -> None:
    with pytest.raises(NothingPublished):
        begin_draft("no-such-course", by=cast.author.id, at=NOON)


def test_a_new_course_begins_with_its_sources(cast: Cast) -> None:
    sources = new_course(cast)
    draft = facts_of(cast, begin_course(sources, course_id="new", track_id="mobile", by=cast.author.id, at=NOON))
    assert (draft.base_id, draft.base_number, draft.base_digest, draft.version) == (None, None, "", 0)
    assert sources_of(draft) == sources
    assert compiled(draft, sources_of(draft)).curriculum is not None


def test_the_same_new_course_twice_is_one(cast: Cast) -> None:
    values = {"course_id": "new", "track_id": "mobile", "by": cast.author.id, "at": NOON}
    first, second = (begin_course(new_course(cast), **values) for _ in range(2))  # type: ignore[arg-type]
    assert first.id == second.id


def test_a_new_course_takes_no_other_s_name(cast: Cast) -> None:
    sources, own = new_course(cast), {"track_id": "mobile", "by": cast.author.id, "at": NOON}
    with pytest.raises(CourseTaken):
        begin_course(sources, course_id=COURSE_ID, **own)  # type: ignore[arg-type]
    draft = begin_course(sources, course_id="new", **own)  # type: ignore[arg-type]
    with pytest.raises(CourseTaken):
        begin_course({}, course_id="new", **own)  # type: ignore[arg-type]
    with pytest.raises(CourseTaken):
        begin_course(sources, course_id="new", track_id="mobile", by=another_author().id, at=NOON)
    wrote(cast, facts_of(cast, draft), BENCH, "Text.")
    with pytest.raises(CourseTaken):
        begin_course(sources, course_id="new", **own)  # type: ignore[arg-type]


def test_a_draft_that_is_thrown_away_is_over_and_the_next_begins_anew(cast: Cast) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "Text.")
    for _ in range(2):
        discard_draft(draft.id, by=cast.author.id, at=NOON)
    assert journal(draft.id)[1:] == [("draft.discarded", {"course": COURSE_ID, "version": 1})]
    assert draft_seen_by(cast.author, draft_id=draft.id) is None
    with pytest.raises(DraftEnded):
        save_file(draft.id, BENCH, b"More.", before=None, act_id=new_id(), by=cast.author.id, at=NOON)
    again = begun(cast)
    assert (again.id == draft.id, again.files) == (False, draft.files)


def test_a_draft_that_was_published_is_not_thrown_away(cast: Cast) -> None:
    row = db.session.get_one(Draft, begun(cast).id)
    row.ended_at, row.outcome, row.published_id = NOON, "published", cast.revision_id
    db.session.flush()
    with pytest.raises(DraftEnded):
        discard_draft(row.id, by=cast.author.id, at=NOON)


@pytest.mark.parametrize("statement", ["UPDATE draft SET version = 9", "DELETE FROM draft"])
def test_a_draft_that_is_over_stays_as_it_was(cast: Cast, statement: str) -> None:
    discard_draft(begun(cast).id, by=cast.author.id, at=NOON)
    with pytest.raises(DatabaseError, match="draft"):
        db.session.execute(text(statement))


@pytest.mark.parametrize("statement", ["UPDATE draft_save SET act = 'drew'", "DELETE FROM draft_save"])
def test_what_was_saved_is_neither_changed_nor_removed(cast: Cast, statement: str) -> None:
    wrote(cast, begun(cast), BENCH, "Text.")
    with pytest.raises(DatabaseError, match="draft_save is append-only"):
        db.session.execute(text(statement))


def test_only_authors_see_drafts(cast: Cast) -> None:
    draft = begun(cast)
    others = (cast.trainee, cast.instructor, cast.coordinator, cast.moderator, cast.outsider_coordinator)
    assert [draft_seen_by(each, draft_id=draft.id) for each in others] == [None] * 5
    assert [open_drafts(each) for each in others] == [None] * 5
    assert [draft_file(each, draft_id=draft.id, path=BENCH) for each in others] == [None] * 5
    assert open_drafts(another_author()) == {COURSE_ID: draft}


def test_a_draft_is_found_with_one_query(cast: Cast, count_queries: CountQueries) -> None:
    draft = begun(cast)
    with count_queries() as queries:
        found = draft_file(cast.author, draft_id=draft.id, path=BENCH)
    assert (len(queries), found and (found.path, found.digest)) == (1, (BENCH, draft.files[BENCH]))


def test_a_text_that_is_not_there_is_not_found(cast: Cast) -> None:
    draft = begun(cast)
    paths = ("week-01/10-gone.md", "images/bench.svg", "", "../track.yaml ", "../../etc/passwd")
    assert [draft_file(cast.author, draft_id=draft.id, path=path) for path in paths] == [None] * 5
    assert draft_seen_by(cast.author, draft_id=new_id()) is None


def test_what_a_draft_holds_is_compiled_with_what_is_being_typed(cast: Cast) -> None:
    draft = begun(cast)
    sources = {**sources_of(draft), BENCH: b"---\ntitle: Typed\nminutes: 3\n---\n\n![Bench](../images/bench.svg)\n"}
    made = compiled(draft, sources)
    assert made.curriculum is not None
    item = made.curriculum.items["the-bench"]
    assert item.title == "Typed"
    assert f'src="{draft.address}/images/' in str(item)


def test_saves_are_not_of_the_journal(cast: Cast) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, "Text.")
    assert len(journal(draft.id)) == 1
    assert db.session.scalars(select(DraftSave.act)).all() == ["wrote"]
