"""Courses that are being written: by two authors at once, ready to be published, and overtaken by the folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Executable, func, select

from app.authoring.blocks import beginning_of
from app.authoring.models import Draft, DraftSave
from app.authoring.operations.arranging import add_item, move_item, remove_item, rename_item
from app.authoring.operations.changing import Held
from app.authoring.operations.drafts import begin_draft
from app.authoring.operations.saving import save_file
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.db import db
from app.people.operations import add_person, grant_role, set_password
from app.people.queries import person_by_email
from app.shared.clock import now
from app.shared.ids import new_id
from tests.browser import rekeying

COURSE: Final = "smartphone-repair"
"""Which two authors write: with mistakes, something kept aside, and items moved, renamed and removed."""
READY: Final = rekeying.ID
"""Which could be published: a question that was answered gets another meaning."""
OVERTAKEN: Final = "overtaken-repair"
"""Which was published by another way since."""
COLLEAGUE, COLLEAGUE_NAME = "odile.brouillon@etabli.example", "Odile Brouillon"
"""The second author."""
LESSON: Final = "week-01/10-the-safe-bench.md"
"""Which both wrote in at the same time."""
QUIZ: Final = "week-01/80-safety-quiz.md"
BENCH: Final = "week-01/10-the-bench.md"


def make_drafts(password_hash: str, author: str) -> None:
    """`author` (address) and a colleague write."""
    colleague = add_person(COLLEAGUE_NAME, email=COLLEAGUE, language="en", by=None, at=now())
    set_password(colleague, password_hash=password_hash, by=None, at=now())
    grant_role(colleague, role="author", site_id=None, by=None, at=now())
    person = person_by_email(author)
    assert person is not None
    draft = begin_draft(COURSE, by=person.id, at=now())
    _arrange(draft, colleague.id)
    _write_at_once(draft, person.id, colleague.id)
    _make_ready(person.id)
    _let_be_overtaken(person.id)


def open_drafts() -> Executable:
    """The draft of each course that is being written."""
    return select(Draft.course_id, Draft.id).where(Draft.ended_at.is_(None))


def latest_asides() -> Executable:
    """For each course that is being written, the number of what was kept aside last."""
    numbers = select(Draft.course_id, func.max(DraftSave.number)).join(DraftSave, DraftSave.draft_id == Draft.id)
    return numbers.where(Draft.ended_at.is_(None), DraftSave.act == "kept-aside").group_by(Draft.course_id)


def _arrange(draft: Draft, by: UUID) -> None:
    title, at = "A tablet that stays dark", now()
    text = beginning_of("case", title, "en")
    made = add_item(draft.id, week=6, kind="case", title=title, text=text, act_id=new_id(), by=by, at=at)
    move_item(draft.id, made, week=6, place=1, act_id=new_id(), by=by, at=at)
    path = _path_of(draft, "a-tablet-that-stays-dark")
    rename_item(draft.id, path, new_id="the-dark-tablet", act_id=new_id(), by=by, at=at)
    remove_item(draft.id, _path_of(draft, "paired-parts"), act_id=new_id(), by=by, at=at)


def _write_at_once(draft: Draft, first: UUID, second: UUID) -> None:
    """Both change the title of a lesson, the second its end too; the quiz gets a link that leads nowhere."""
    seen, text = draft.files[LESSON], Held(draft.files)[LESSON].decode()
    title = next(line for line in text.split("\n") if line.startswith("title: "))
    for by, words, end in (
        (second, "The bench that is safe", "\nLook twice.\n"),
        (first, "A bench without danger", ""),
    ):
        typed = text.replace(title, f"title: {words}", 1) + end
        save_file(draft.id, LESSON, typed.encode(), before=seen, act_id=new_id(), by=by, at=now())
    _write(draft, QUIZ, Held(draft.files)[QUIZ] + b"\n[Nowhere](no-such-lesson)\n", first)


def _make_ready(by: UUID) -> None:
    draft = begin_draft(READY, by=by, at=now())
    wrong, right = rekeying.KEYS[0]
    quiz = Held(draft.files)[rekeying.SOURCE].decode()
    _write(draft, rekeying.SOURCE, quiz.replace(right, wrong).encode(), by)
    _write(draft, BENCH, Held(draft.files)[BENCH].replace(b"Charge", b"A charge"), by)


def _let_be_overtaken(by: UUID) -> None:
    """The draft and the newer revision both changed one lesson, and each of them another."""
    sources = dict(read_course(rekeying.FOLDER).sources)
    sources["course.md"] = sources["course.md"].replace(b"Tiny phone repair\n", b"Overtaken at the desk\n")
    _publish(sources)
    draft = begin_draft(OVERTAKEN, by=by, at=now())
    _write(draft, BENCH, sources[BENCH].replace(b"Charge", b"A charge"), by)
    _write(draft, "week-02/week.md", sources["week-02/week.md"].replace(b"Week number 2", b"Cells"), by)
    sources[BENCH] = sources[BENCH].replace(b"Charge", b"What charge")
    sources["week-03/week.md"] = sources["week-03/week.md"].replace(b"Week number 3", b"Screens")
    _publish(sources)


def _publish(sources: Mapping[str, bytes]) -> None:
    publish(sources, course_id=OVERTAKEN, track_id=rekeying.FOLDER.parent.name, by=None, at=now())


def _write(draft: Draft, path: str, data: bytes, by: UUID) -> None:
    save_file(draft.id, path, data, before=draft.files[path], act_id=new_id(), by=by, at=now())


def _path_of(draft: Draft, item_id: str) -> str:
    db.session.refresh(draft)
    return next(path for path in draft.files if path.endswith(f"-{item_id}.md"))
