"""A draft as its authors look at it: the tree, and one item of it with everything that hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, union

from app.assessments.cases.models import CaseRun
from app.assessments.practicals.models import SignOff
from app.assessments.quizzes.models import Attempt
from app.authoring.facts import DraftFacts, FileClash, SavedFile
from app.authoring.models import DraftSave
from app.authoring.outlining import ItemLeaf, Known, Outline, WeekLeaf, front_of, linking_to, outlined, requiring
from app.authoring.queries.drafts import compiled, draft_seen_by, sources_of
from app.authoring.queries.reports import reports_by_path
from app.authoring.queries.saves import clash_seen_by, last_saves, own_clashes, save_seen_by
from app.authoring.queries.translations import behind
from app.courses.models import Cohort, Completion, Enrolment, Revision
from app.curriculum.problems import Problem
from app.db import db
from app.people.member import Member
from app.people.models import Person


@dataclass(frozen=True)
class LastAct:
    """What a person changed last in a draft."""

    act_id: UUID
    act: str
    path: str
    """Of the first of its files."""
    files: int
    saved_at: datetime


@dataclass(frozen=True)
class DraftTree:
    """A whole draft, and what is to be said of it."""

    draft: DraftFacts
    outline: Outline
    mistakes: tuple[Problem, ...]
    """What stops publication."""
    last: LastAct | None
    """What whoever looks at it changed last."""
    clashes: tuple[SavedFile, ...]
    """What they typed while somebody else saved the same file, and haven't chosen about yet."""


@dataclass(frozen=True)
class DraftItem:
    """An item of a draft, and what hangs on it."""

    draft: DraftFacts
    outline: Outline
    item: ItemLeaf
    former: tuple[str, ...]
    """The ids that it had before."""
    linking: tuple[str, ...]
    """The paths of the texts that link to it."""
    locked: tuple[str, ...]
    """The paths of the items that wait for the gate that it opens."""
    trainees: int
    """How many have done something with it."""

    def title_of(self, path: str) -> str:
        """What that file of the draft is called; empty for what is no item."""
        found = self.outline.items.get(path)
        return found.leaf.title if found else ""


@dataclass(frozen=True)
class DraftWeek:
    """A week of a draft."""

    draft: DraftFacts
    outline: Outline
    week: WeekLeaf
    trainees: int
    """How many have done something with an item of it."""


@dataclass(frozen=True)
class WeekPlace:
    """A draft, and the number that a week of it has or had: it may be another's by now."""

    draft: DraftFacts
    number: int


@dataclass(frozen=True)
class AsideSave:
    """Something that was kept aside in a draft, and the two versions that it made, unless they are settled."""

    draft: DraftFacts
    path: str
    clash: FileClash | None


def draft_tree(member: Member, draft: DraftFacts) -> DraftTree:
    """The draft as a tree, compiled, for one of its authors."""
    sources = sources_of(draft)
    problems = compiled(draft, sources).problems
    known = Known(problems, last_saves(draft), behind(draft), reports_by_path(member, draft))
    mistakes = tuple(each for each in problems if each.level == "error")
    own = own_clashes(member, draft)
    return DraftTree(draft, outlined(sources, known), mistakes, last_act_of(member, draft), own)


def draft_outline(draft: DraftFacts) -> Outline:
    """The draft as a tree, without what is to be said of its files. No query."""
    return outlined(sources_of(draft), Known())


def draft_item(member: Member, *, draft_id: UUID, path: str) -> DraftItem | None:
    """That item of a draft; None for whoever is no author, and when the draft has none there."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None or path not in draft.files:
        return None
    sources = sources_of(draft)
    outline = outlined(sources, Known(saved=last_saves(draft)))
    item = outline.items.get(path)
    return _item(draft, sources, outline, item) if item else None


def draft_week(member: Member, *, draft_id: UUID, number: int) -> DraftWeek | None:
    """That week of a draft; None for whoever is no author, and when the draft has none of that number."""
    draft = draft_seen_by(member, draft_id=draft_id)
    outline = draft_outline(draft) if draft else None
    week = next((each for each in outline.weeks if each.number == number), None) if outline else None
    if draft is None or outline is None or week is None:
        return None
    return DraftWeek(draft, outline, week, trainees_of(draft.course_id, [item.id for item in week.items]))


def week_place(member: Member, *, draft_id: UUID, number: int) -> WeekPlace | None:
    """That number of a draft's weeks, whether there is such a week or not; None for whoever is no author. One query."""
    draft = draft_seen_by(member, draft_id=draft_id)
    return WeekPlace(draft, number) if draft else None


def last_act_of(member: Member, draft: DraftFacts) -> LastAct | None:
    """What that author changed last in the draft, if nobody has saved over it since; what was kept aside is no change.
    Two queries."""
    own = select(DraftSave).where(DraftSave.draft_id == draft.id, DraftSave.saved_by == member.id)
    newest = own.where(DraftSave.act != "kept-aside").order_by(DraftSave.number.desc()).limit(1)
    last = db.session.scalar(newest)
    if last is None:
        return None
    same = select(DraftSave).where(DraftSave.draft_id == draft.id, DraftSave.act_id == last.act_id)
    rows = list(db.session.scalars(same.order_by(DraftSave.number)))
    if any(draft.files.get(row.path) != row.after for row in rows):
        return None
    return LastAct(last.act_id, last.act, rows[0].path, len(rows), last.saved_at)


def has_happened(draft: DraftFacts, act_id: UUID) -> bool:
    """Whether something was saved in the draft by the request with that id. One query."""
    same = select(DraftSave.id).where(DraftSave.draft_id == draft.id, DraftSave.act_id == act_id)
    return db.session.scalar(same.limit(1)) is not None


def aside_seen_by(member: Member, *, draft_id: UUID, number: int) -> AsideSave | None:
    """What was kept aside by that save of a draft; None when nothing was, and for whoever is no author."""
    seen = save_seen_by(member, draft_id=draft_id, number=number)
    if seen is None or not seen.save.is_aside or not seen.is_text:
        return None
    return AsideSave(seen.draft, seen.save.path, clash_seen_by(member, draft_id=draft_id, number=number))


def writers_of(draft: DraftFacts) -> tuple[str, ...]:
    """The names of those who saved something in the draft, in order. One query."""
    ids = select(DraftSave.saved_by).where(DraftSave.draft_id == draft.id)
    return tuple(db.session.scalars(select(Person.name).where(Person.id.in_(ids)).order_by(Person.sort_name)))


def trainees_of(course_id: str, names: Collection[str]) -> int:
    """How many trainees have done something with an item of the course that has or had one of these ids. One query."""
    records = (Completion, Attempt, CaseRun, SignOff)
    touched = union(*(select(each.enrolment_id).where(each.item_id.in_(names)) for each in records)).subquery()
    of_course = (
        select(func.count(func.distinct(Enrolment.id)))
        .join(touched, touched.c.enrolment_id == Enrolment.id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Revision, Revision.id == Cohort.revision_id)
        .where(Revision.course_id == course_id)
    )
    return db.session.scalar(of_course) or 0


def _item(draft: DraftFacts, sources: Mapping[str, bytes], outline: Outline, item: ItemLeaf) -> DraftItem:
    path = item.leaf.path
    front = front_of(path, sources)
    written = front.get("aliases")
    former = tuple(str(each) for each in written) if isinstance(written, list) else ()
    gate = str(front.get("gate") or "")
    return DraftItem(
        draft,
        outline,
        item,
        former,
        linking_to(sources, path, item.id),
        requiring(sources, outline, gate) if gate else (),
        trainees_of(draft.course_id, (item.id, *former)),
    )
