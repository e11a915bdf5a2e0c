"""Showing a draft in its author's trial, which is begun when it is first needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _

from app.authoring.facts import DraftFacts
from app.authoring.queries.drafts import compiled as compile_draft
from app.authoring.queries.drafts import sources_of
from app.authoring.trials import school
from app.authoring.trials.ground import clear_away, clear_shelf, ground_of, lay_out, migrate, standing_on
from app.authoring.trials.ground import end as end_ground
from app.authoring.trials.house import house_of, trials_of
from app.config import Settings
from app.courses.models import Revision
from app.courses.queries.revisions import curriculum_by_digest
from app.curriculum.compiler import Compiled
from app.curriculum.model import Curriculum
from app.db import db, writing
from app.people.member import Member
from app.shared.clock import now

BEHIND = "behind"
"""The mark of a trial that shows what the draft was before it had errors."""


@dataclass(frozen=True)
class Shown:
    """What an author's trial shows of a draft now."""

    version: int
    """Another one whenever it changes; 0: nothing yet, since there never was a text without errors."""
    addresses: Mapping[str, str]
    """Of the page that was asked for, by language, the course's own first; empty while there is nothing to see."""
    answers: str
    """The address of the same page with its answers, as authors read it; empty while there is nothing to see."""
    is_current: bool
    """Whether it is what was given; else it is what last had no errors."""


@dataclass(frozen=True)
class Trial:
    """One author's trial of one draft."""

    draft: DraftFacts
    ground: Path
    names: school.Names

    def address(self, reader: str) -> str:
        """Below which its pages lie for that reader."""
        return f"{self.draft.address}/as/{reader}"

    @property
    def is_behind(self) -> bool:
        """Whether it shows what the draft was before it had errors."""
        return (self.ground / BEHIND).exists()


def show(
    draft: DraftFacts, member: Member, compiled: Compiled, sources: Mapping[str, bytes], *, path: str = ""
) -> Shown:
    """Let the trial of that author show what was compiled of these sources of the draft, and say where: the page of
    the item that `path` is the file of, else the course's. With errors it keeps what it showed last.

    Writes nothing to the school's database, and may be called while a request of it is answered.
    """
    trial = trial_of(draft, member)
    with _inside(trial):
        revision = _renewed(trial, compiled.curriculum, sources) or school.recalled(draft)
        if revision is None:
            return Shown(0, {}, "", is_current=False)
        curriculum = compiled.curriculum or curriculum_by_digest(revision.digest, revision.id)
        return _shown(trial, revision, curriculum, path, is_current=compiled.curriculum is not None)


@contextmanager
def entered(draft: DraftFacts, member: Member, *, afresh: bool = False) -> Iterator[tuple[Trial, Revision | None]]:
    """Inside, everything is that author's trial of the draft; with the trial, and what it shows: what it showed last,
    or the draft as it is saved, if it showed nothing yet or is entered `afresh`. None: the draft never was without
    errors."""
    trial = trial_of(draft, member)
    with _inside(trial):
        revision = None if afresh else school.recalled(draft)
        if revision is None:
            _renew_from_saved(trial)
            revision = school.recalled(draft)
        yield trial, revision


def let_find(draft: DraftFacts, member: Member) -> None:
    """Let what that author's trial shows be found by its words."""
    with _inside(trial_of(draft, member)), writing():
        revision = school.recalled(draft)
        if revision is not None:
            school.let_find(revision)
            db.session.commit()


def begin_test(draft: DraftFacts, member: Member, *, place: UUID) -> bool:
    """Begin a test run of the draft as it is saved, at that place: as somebody who has done nothing yet. Whether there
    is something to see; the same place twice is one."""
    trial = trial_of(draft, member)
    with _inside(trial):
        _renew_from_saved(trial)
        if school.recalled(draft) is None:
            return False
        with _writing():
            school.begin_test(place, trial.names, at=now())
            db.session.commit()
    return True


def end(draft: DraftFacts, member: Member) -> None:
    """Throw that author's trial of the draft away. Doing it twice does it once."""
    end_ground(trial_of(draft, member).ground)


def trial_of(draft: DraftFacts, member: Member) -> Trial:
    """That author's trial of the draft, begun or not."""
    settings: Settings = current_app.extensions["settings"]
    names = school.Names(
        trainee=_("A trainee"),
        author=_("An author"),
        preview=_("Preview"),
        test=_("Test run"),
        site=settings.school_name,
        language=member.language,
        time_zone=settings.time_zone,
    )
    return Trial(draft, ground_of(trials_of(current_app), draft.id, member.id), names)


def end_all_of(draft_id: UUID) -> None:
    """Throw every author's trial of that draft away, since it has ended."""
    clear_away(trials_of(current_app), draft_id=draft_id)


@contextmanager
def _inside(trial: Trial) -> Iterator[None]:
    house = house_of(current_app)

    def move_in() -> None:
        with house.app_context(), writing():
            school.move_in(trial.names, at=now())
            db.session.commit()

    def migrate_there() -> None:
        with house.app_context():
            migrate()

    lay_out(trial.ground, move_in, migrate_there)
    with standing_on(trial.ground), house.app_context():
        yield


@contextmanager
def _writing() -> Iterator[None]:
    """As `writing`, where something was read already."""
    db.session.rollback()
    with writing():
        yield


def _renew_from_saved(trial: Trial) -> None:
    sources = sources_of(trial.draft)
    _renewed(trial, compile_draft(trial.draft, sources).curriculum, sources)


def _renewed(trial: Trial, curriculum: Curriculum | None, sources: Mapping[str, bytes]) -> Revision | None:
    if curriculum is None:
        (trial.ground / BEHIND).touch()
        return None
    with _writing():
        revision = school.renew(sources, curriculum, trial.names, at=now())
        db.session.commit()
    (trial.ground / BEHIND).unlink(missing_ok=True)
    clear_shelf(trial.ground)
    return revision


def _shown(trial: Trial, revision: Revision, curriculum: Curriculum, path: str, *, is_current: bool) -> Shown:
    item = next((each for each in curriculum.items.values() if path in _paths(each.path, curriculum)), None)
    tail = f"/items/{item.id}" if item else ""
    addresses = {
        language: f"{trial.address(language)}/enrolments/{school.place_for(language)}{tail}"
        for language in school.languages_of(curriculum)
    }
    return Shown(revision.number, addresses, f"{trial.address('author')}/revisions/{revision.id}{tail}", is_current)


def _paths(path: str, curriculum: Curriculum) -> tuple[str, ...]:
    """Of an item's file and its translations."""
    stem = path.removesuffix(".md")
    return (path, *(f"{stem}.{language}.md" for language in curriculum.translations))
