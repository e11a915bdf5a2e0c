"""Publishing from the desk: what it makes, whom it tells of what, and what happens when two do it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.authoring.facts import DraftFacts
from app.authoring.models import Draft
from app.authoring.operations.drafts import DraftEnded, begin_course, begin_draft, discard_draft
from app.authoring.operations.publishing import (
    BaseIsOld,
    DraftChanged,
    DraftPublished,
    NothingChanged,
    publish_draft,
)
from app.authoring.operations.saving import save_file
from app.authoring.queries.drafts import text_of
from app.config import Settings
from app.courses.models import Cohort, Revision
from app.courses.operations.content import publish_folder
from app.courses.operations.revisions import MeaningsChanged, UnsoundCurriculum, publish
from app.courses.queries.revisions import revision_files
from app.curriculum.writing import write_course
from app.db import db, writing
from app.people.member import Member
from app.records.models import JournalEntry
from app.records.queries.verifying import verify
from app.shared.errors import Refusal
from app.shared.ids import new_id
from tests.authoring.drafts import BENCH, COURSE_ID, another_author, begun, facts_of, wrote
from tests.authoring.published import changed, newest, text_in
from tests.cast import NOON, Cast
from tests.quizzes.sittings import RIGHT, SOURCE, begin, finish
from tests.side_by_side import in_the_same_moment, school_apart

COVER = "course.md"
WELCOME = ("Welcome to the bench.", "Welcome at the desk.")
ENERGY = ("= 19.25", "= 19.3")
NOTE = "A better welcome."


def published(
    draft: DraftFacts, by: Member, *, note: str = NOTE, knowingly: bool = False, version: int | None = None
) -> Revision:
    """The draft as its author saw it."""
    seen = draft.version if version is None else version
    return publish_draft(
        draft.id, version=seen, base_id=draft.base_id, note=note, knowingly=knowingly, by=by.id, at=NOON
    )


def count(model: type[Draft] | type[Revision]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def outcome(draft: DraftFacts) -> tuple[str | None, int | None]:
    """How the draft ended, and as which revision."""
    row = db.session.get_one(Draft, draft.id, populate_existing=True)
    return row.outcome, row.published_id


def test_a_draft_becomes_a_revision_with_a_note_and_ends(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    made = published(draft, cast.author)
    assert (made.number, made.note, made.door, made.published_by) == (2, NOTE, "desk", cast.author.id)
    assert made.files == draft.files
    assert outcome(draft) == ("published", made.id)
    assert newest().id == made.id


def test_the_next_draft_begins_from_it(cast: Cast) -> None:
    made = published(changed(cast, COVER, *WELCOME), cast.author)
    following = begun(cast)
    assert (following.base_id, following.files, following.version) == (made.id, made.files, 0)


def test_a_cohort_that_runs_keeps_its_revision(cast: Cast) -> None:
    before = revision_files(db.session.get_one(Revision, cast.revision_id))
    published(changed(cast, COVER, *WELCOME), cast.author)
    cohort = db.session.get_one(Cohort, cast.cohort_id, populate_existing=True)
    assert cohort.revision_id == cast.revision_id
    assert revision_files(db.session.get_one(Revision, cast.revision_id)) == before


def test_the_journal_names_who_published_what_and_holds(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    made = published(draft, cast.author)
    last = db.session.scalars(select(JournalEntry).order_by(JournalEntry.number.desc()).limit(2)).all()
    assert [(each.act, each.object_id, each.actor_id) for each in last] == [
        ("draft.published", str(draft.id), cast.author.id),
        ("revision.published", str(made.id), cast.author.id),
    ]
    assert verify(db.session.connection()).sound


def test_the_same_request_twice_publishes_once(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    first, second = published(draft, cast.author), published(draft, cast.author)
    assert (first.id, count(Revision)) == (second.id, 2)


def test_another_author_is_told_that_it_was_published(cast: Cast) -> None:
    draft, other = changed(cast, COVER, *WELCOME), another_author()
    published(draft, cast.author)
    with pytest.raises(DraftPublished):
        published(draft, other)
    with pytest.raises(DraftPublished):
        published(draft, cast.author, note="In other words.")


def test_what_was_saved_since_the_author_looked_is_not_published_unseen(cast: Cast) -> None:
    draft, other = changed(cast, COVER, *WELCOME), another_author()
    wrote(cast, draft, BENCH, text_of(draft, BENCH).text + "\nMore.\n", by=other)
    with pytest.raises(DraftChanged):
        published(draft, cast.author)
    assert (count(Revision), outcome(draft)) == (1, (None, None))
    assert published(facts_of(cast, draft), cast.author).number == 2


def test_a_draft_with_errors_is_not_published(cast: Cast) -> None:
    draft = changed(cast, COVER, "weeks: 5", "weeks: 4")
    with pytest.raises(UnsoundCurriculum):
        published(draft, cast.author)
    assert outcome(draft) == (None, None)


def test_a_draft_that_is_what_is_published_is_not_published_again(cast: Cast) -> None:
    with pytest.raises(NothingChanged):
        published(begun(cast), cast.author)


def test_a_discarded_draft_is_not_published(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    discard_draft(draft.id, by=cast.author.id, at=NOON)
    with pytest.raises(DraftEnded):
        published(draft, cast.author)


def test_what_the_folder_published_meanwhile_is_not_lost(cast: Cast) -> None:
    draft = changed(cast, COVER, *WELCOME)
    sources = revision_files(newest())
    sources[BENCH] += b"\nMore.\n"
    publish(sources, course_id=COURSE_ID, track_id="mobile", by=None, at=NOON)
    with pytest.raises(BaseIsOld):
        published(draft, cast.author)


def test_another_key_of_an_answered_question_is_published_knowingly_alone(cast: Cast) -> None:
    finish(begin(cast.item("safety-quiz")), cast.item("safety-quiz"), RIGHT)
    draft = changed(cast, SOURCE, *ENERGY)
    with pytest.raises(MeaningsChanged) as refusal:
        published(draft, cast.author)
    assert [problem.values["id"] for problem in refusal.value.problems] == ["energy"]
    assert published(draft, cast.author, knowingly=True).number == 2


def test_a_course_that_was_only_at_the_desk_is_its_first_revision(cast: Cast) -> None:
    sources = revision_files(newest())
    made = begin_course(sources, course_id="desk-repair", track_id="mobile", by=cast.author.id, at=NOON)
    first = published(facts_of(cast, made), cast.author)
    assert (first.course_id, first.number, first.door) == ("desk-repair", 1, "desk")


# In the same moment


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast]]:
    """A school whose changes are committed."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as school:
        yield school


@pytest.fixture
def school(apart: tuple[Flask, Cast]) -> Iterator[tuple[Flask, Cast]]:
    """That school, in which the test can look around."""
    with apart[0].app_context(), writing():
        yield apart
        db.session.rollback()
        left = begin_draft(COURSE_ID, by=apart[1].author.id, at=NOON)  # the one that is open, if one is
        discard_draft(left.id, by=apart[1].author.id, at=NOON)
        db.session.commit()


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What became of the acts, begun in the same moment: done, or refused with a code."""

    def told(act: Callable[[], object]) -> Callable[[], str]:
        def done() -> str:
            try:
                act()
            except Refusal as refusal:
                db.session.rollback()
                return refusal.code
            db.session.commit()
            return "done"

        return done

    db.session.commit()  # whoever looked around lets the others write
    return in_the_same_moment(app, [told(act) for act in acts])


def test_of_two_authors_who_publish_in_the_same_moment_one_is_told(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    draft, other, before = changed(cast, COVER, *WELCOME), another_author("Olivia Author"), count(Revision)
    became = at_once(app, lambda: published(draft, cast.author), lambda: published(draft, other, note="Mine."))
    assert sorted(became) == ["done", "draft-published"]
    assert (count(Revision), newest().note) == (before + 1, NOTE if became[0] == "done" else "Mine.")


def test_the_same_publication_twice_in_the_same_moment_is_one(school: tuple[Flask, Cast]) -> None:
    app, cast = school
    before, written = count(Revision), text_in(newest(), BENCH)
    draft = begun(cast)
    wrote(cast, draft, BENCH, f"{written}\nTwice.\n")
    seen = facts_of(cast, draft)
    assert at_once(app, *[lambda: published(seen, cast.author)] * 2) == ["done", "done"]
    assert count(Revision) == before + 1


def test_what_is_saved_in_the_moment_of_publication_is_published_or_its_author_told(
    school: tuple[Flask, Cast],
) -> None:
    app, cast = school
    other, written = another_author("Sam Author"), text_in(newest(), BENCH)
    draft = begun(cast)
    wrote(cast, draft, BENCH, f"{written}\nOne.\n")
    seen = facts_of(cast, draft)
    before, more = seen.files[COVER], f"{text_of(seen, COVER).text}\nTwo.\n".encode()
    became = at_once(
        app,
        lambda: published(seen, cast.author),
        lambda: save_file(draft.id, COVER, more, before=before, act_id=new_id(), by=other.id, at=NOON),
    )
    saved = "Two." in (text_of(facts_of(cast, begin_draft(COURSE_ID, by=other.id, at=NOON)), COVER).text)
    assert (became[0], became[1], saved) in (
        ("done", "draft-ended", False),  # published first
        ("draft-changed", "done", True),  # saved first
    )


def test_the_folder_and_the_desk_in_the_same_moment_lose_nothing(school: tuple[Flask, Cast], tmp_path: Path) -> None:
    app, cast = school
    folder = write_course(tmp_path, track_id="mobile", course_id=COURSE_ID, sources=revision_files(newest()))
    (folder / COVER).write_text(f"{(folder / COVER).read_text()}\nIn the folder.\n")
    draft, written = begun(cast), text_in(newest(), BENCH)
    wrote(cast, draft, BENCH, f"{written}\nAt the desk.\n")
    seen = facts_of(cast, draft)
    became = at_once(app, lambda: published(seen, cast.author), lambda: publish_folder(folder, by=None, at=NOON))
    there = ("In the folder." in text_in(newest(), COVER), "At the desk." in text_in(newest(), BENCH))
    assert (became, there) in (
        (["done", "done"], (True, True)),  # the folder took what the desk had published
        (["base-is-old", "done"], (True, False)),  # the draft is still there, and is asked
    )
