"""Two authors who save in the same moment: one after the other, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.authoring.facts import DraftFacts
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.changing import Saved
from app.authoring.operations.drafts import begin_course, begin_draft, discard_draft
from app.authoring.operations.saving import rewrite, save_file, undo
from app.authoring.queries.drafts import draft_seen_by
from app.authoring.rewriting import moved, renamed
from app.config import Settings
from app.db import db, writing
from app.people.member import Member
from app.records.models import JournalEntry
from app.shared.errors import Refusal
from app.shared.ids import new_id
from app.shared.storage import files
from tests.authoring.drafts import BENCH, COURSE_ID, another_author
from tests.cast import NOON, Cast
from tests.side_by_side import in_the_same_moment, school_apart

BATTERY = "week-02/10-the-battery.md"
Act = Callable[[], object]


@pytest.fixture(scope="module")
def apart(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Cast, Member]]:
    """A school whose changes are committed, with a second author."""
    with school_apart(settings, tmp_path_factory.mktemp("apart")) as (app, cast):
        with app.app_context(), writing():
            anna = another_author()
            db.session.commit()
            db.session.remove()
        yield app, cast, anna


@pytest.fixture
def school(apart: tuple[Flask, Cast, Member]) -> Iterator[tuple[Flask, Cast, Member]]:
    """That school, in which the test can look around; drafts that are open are thrown away first."""
    with apart[0].app_context(), writing():
        for draft_id in db.session.scalars(select(Draft.id).where(Draft.ended_at.is_(None))).all():
            discard_draft(draft_id, by=apart[1].author.id, at=NOON)
        db.session.commit()
        yield apart
        db.session.rollback()


def told(act: Act) -> Act:
    """The act as a request does it: committed, or refused with a code."""

    def done() -> object:
        try:
            became = act()
        except Refusal as refusal:
            db.session.rollback()
            return refusal.code
        db.session.commit()
        return became

    return done


def at_once(app: Flask, *acts: Act) -> list[object]:
    """What became of the acts, begun in the same moment."""
    db.session.commit()  # whoever looked around lets the others write
    return in_the_same_moment(app, [told(act) for act in acts])


def open_draft(cast: Cast) -> DraftFacts:
    """The draft of the cast's course, begun if there is none."""
    draft = begin_draft(COURSE_ID, by=cast.author.id, at=NOON)
    found = draft_seen_by(cast.author, draft_id=draft.id)
    assert found is not None
    return found


def writes(draft: DraftFacts, text: str, *, by: Member, act_id: UUID | None = None, path: str = BENCH) -> Act:
    """Saving that text over what the draft began with."""
    values = {"before": draft.files[path], "act_id": act_id or new_id(), "by": by.id, "at": NOON}
    return lambda: save_file(draft.id, path, text.encode(), **values)  # type: ignore[arg-type]


def saves_in(draft: DraftFacts) -> list[tuple[int, str]]:
    """The number and the act of every save."""
    rows = select(DraftSave.number, DraftSave.act).where(DraftSave.draft_id == draft.id)
    return [(row.number, row.act) for row in db.session.execute(rows.order_by(DraftSave.number))]


def test_of_two_who_save_one_file_both_are_kept(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    draft = open_draft(cast)
    became = at_once(app, writes(draft, "First.", by=cast.author), writes(draft, "Second.", by=anna))
    assert sorted(each.is_aside for each in became if isinstance(each, Saved)) == [False, True]
    now = open_draft(cast)
    assert files.get(now.files[BENCH]) in (b"First.", b"Second.")
    assert saves_in(draft) == [(1, "wrote"), (2, "kept-aside")]
    kept = db.session.scalars(select(DraftSave.after).where(DraftSave.draft_id == draft.id)).all()
    assert {files.get(digest) for digest in kept if digest} == {b"First.", b"Second."}


def test_two_who_save_two_files_both_change_the_draft(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    draft = open_draft(cast)
    at_once(app, writes(draft, "Bench.", by=cast.author), writes(draft, "Battery.", by=anna, path=BATTERY))
    now = open_draft(cast)
    assert [files.get(now.files[path]) for path in (BENCH, BATTERY)] == [b"Bench.", b"Battery."]
    assert (now.version, saves_in(draft)) == (2, [(1, "wrote"), (2, "wrote")])


def test_the_same_request_twice_in_the_same_moment_is_one(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, _ = school
    draft = open_draft(cast)
    first, second = at_once(app, *[writes(draft, "Once.", by=cast.author, act_id=new_id())] * 2)
    assert first == second
    assert saves_in(draft) == [(1, "wrote")]


def test_what_is_typed_while_the_file_is_renamed_is_kept(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    draft = open_draft(cast)
    act_id = new_id()
    _, saved = at_once(
        app,
        lambda: rewrite(
            draft.id,
            lambda sources: renamed(sources, BENCH, "first"),
            act="moved",
            act_id=act_id,
            by=cast.author.id,
            at=NOON,
        ),
        writes(draft, "Typed.", by=anna),
    )
    assert isinstance(saved, Saved)
    now = open_draft(cast)
    assert (BENCH in now.files, saved.is_aside) == (False, saved.number > 1)
    if not saved.is_aside:
        assert files.get(now.files["week-01/10-first.md"]) == b"Typed."


def test_two_who_move_one_item_in_the_same_moment_leave_one_of_it(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    draft = open_draft(cast)

    def moves(week: int, by: Member) -> Act:
        values = {"act": "moved", "act_id": new_id(), "by": by.id, "at": NOON}
        return lambda: rewrite(draft.id, lambda sources: moved(sources, BENCH, week, 1), **values)  # type: ignore[arg-type]

    became = at_once(app, moves(2, cast.author), moves(3, anna))
    assert [each for each in became if isinstance(each, str)] == ["item-gone"]
    assert len([path for path in open_draft(cast).files if path.endswith("-the-bench.md")]) == 1


def test_undoing_and_saving_in_the_same_moment_loses_nothing(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    draft = open_draft(cast)
    first = writes(draft, "First.", by=cast.author)()
    assert isinstance(first, Saved)
    values = {"before": first.digest, "act_id": new_id(), "by": anna.id, "at": NOON}
    became = at_once(
        app,
        lambda: undo(draft.id, act_id=new_id(), by=cast.author.id, at=NOON),
        lambda: save_file(draft.id, BENCH, b"Second.", **values),  # type: ignore[arg-type]
    )
    acts = [act for _, act in saves_in(draft)]
    assert acts in (["wrote", "restored", "kept-aside"], ["wrote", "wrote"])
    assert (became[0] == "file-changed") == (acts == ["wrote", "wrote"])


def test_two_who_begin_a_draft_in_the_same_moment_share_it(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school

    def begins(by: Member) -> Act:
        return lambda: begin_draft(COURSE_ID, by=by.id, at=NOON).id

    begun = at_once(app, begins(cast.author), begins(anna))
    assert begun[0] == begun[1]
    entries = select(func.count()).where(JournalEntry.act == "draft.begun", JournalEntry.object_id == str(begun[0]))
    assert db.session.scalar(entries) == 1


def test_of_two_who_begin_one_new_course_in_the_same_moment_one_is_told(school: tuple[Flask, Cast, Member]) -> None:
    app, cast, anna = school
    name = f"new-{new_id()}"

    def begins(by: Member) -> Act:
        values = {"course_id": name, "track_id": "mobile", "by": by.id, "at": NOON}
        return lambda: begin_course({BENCH: b"Text."}, **values).id  # type: ignore[arg-type]

    became = at_once(app, begins(cast.author), begins(anna))
    assert [each for each in became if isinstance(each, str)] == ["course-taken"]


def test_what_is_saved_while_the_draft_is_thrown_away_came_before_or_is_refused(
    school: tuple[Flask, Cast, Member],
) -> None:
    app, cast, anna = school
    draft = open_draft(cast)
    became = at_once(
        app,
        lambda: discard_draft(draft.id, by=cast.author.id, at=NOON),
        writes(draft, "Typed.", by=anna),
    )
    assert became[1] == "draft-ended" or saves_in(draft) == [(1, "wrote")]
    assert (became[1] == "draft-ended") == (saves_in(draft) == [])
