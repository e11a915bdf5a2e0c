"""Translations of a draft beside their originals: what there is, and from which text each was made."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from app.authoring.comparing import made_beside
from app.authoring.facts import DraftFacts
from app.authoring.models import Draft, DraftSave
from app.authoring.outlining import front_of
from app.authoring.paths import original_of
from app.authoring.queries.desks import cover_of
from app.authoring.queries.drafts import draft_seen_by, text_of
from app.courses.models import Revision
from app.courses.queries.revisions import in_line
from app.curriculum.problems import Report
from app.curriculum.tree import read_tree
from app.curriculum.values import is_language
from app.db import db
from app.people.member import Member
from app.shared.storage import files


@dataclass(frozen=True)
class SeenTranslation:
    """A text of a draft and its translation into one language, there or still to be begun."""

    draft: DraftFacts
    original: str
    """Its path."""
    own: str
    """The language of the course; empty: it doesn't say it."""
    language: str
    path: str
    made_from: str | None
    """The digest that the original had when the translation was made; None: nobody knows, or it isn't there."""

    @property
    def is_there(self) -> bool:
        """Whether somebody has begun it."""
        return self.path in self.draft.files

    @property
    def is_behind(self) -> bool:
        """Whether its original has changed since it was made."""
        return self.made_from is not None and self.made_from != self.draft.files[self.original]

    @property
    def address(self) -> str:
        """The page on which both stand beside each other."""
        return f"{self.draft.address}/translations/{self.language}/{self.original}"

    @property
    def text(self) -> str:
        """The original as it is. No query."""
        return text_of(self.draft, self.original).text

    @property
    def title(self) -> str:
        """Of the original; its path where it has none. No query."""
        front = front_of(self.original, {self.original: self.text.encode()})
        return str(front.get("title") or self.original)

    @property
    def text_then(self) -> str:
        """The original as it was when the translation was made; as it is, when nobody knows. No query."""
        return files.get(self.made_from or self.draft.files[self.original]).decode("utf-8", "replace")


@dataclass(frozen=True)
class TranslatedDraft:
    """How much of a draft is translated into one language."""

    draft: DraftFacts
    language: str
    rows: tuple[SeenTranslation, ...]
    """Of every text that can be translated, in the order of the course."""

    @property
    def missing(self) -> int:
        """How many aren't begun."""
        return sum(not each.is_there for each in self.rows)

    @property
    def behind(self) -> int:
        """How many have an original that has changed."""
        return sum(each.is_behind for each in self.rows)


def translation_seen_by(member: Member, *, draft_id: UUID, language: str, path: str) -> SeenTranslation | None:
    """The text at `path`, of course, week or item, and its translation into `language`; None for whoever is no author,
    and where there can't be any. Up to three queries."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None or path not in originals_of(draft) or not is_language(language):
        return None
    own = cover_of(draft)[1]
    return None if language == own else _seen(draft, path, own, language, made_from_of(draft))


def translated_draft_seen_by(member: Member, *, draft_id: UUID, language: str) -> TranslatedDraft | None:
    """How much of a draft is translated into that language; None for whoever is no author, and for what is no other
    language than the course's. Up to three queries."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None or not is_language(language) or language == cover_of(draft)[1]:
        return None
    return _translated(draft, language, made_from_of(draft))


def translated_drafts(draft: DraftFacts) -> tuple[TranslatedDraft, ...]:
    """How much of a draft is translated into each language that something is. Two queries."""
    made = made_from_of(draft)
    return tuple(_translated(draft, language, made) for language in languages_of(draft))


def behind(draft: DraftFacts) -> dict[str, bool]:
    """Of every translation in the draft, whether its original has changed since it was made. Two queries."""
    made = made_from_of(draft)
    return {path: digest is not None and digest != draft.files[_original(path)] for path, digest in made.items()}


def made_from(draft: DraftFacts, path: str) -> str | None:
    """The digest that the original had when the translation at `path` was made; None: nobody knows. Two queries."""
    return made_from_of(draft).get(path)


def made_from_of(draft: DraftFacts) -> dict[str, str | None]:
    """The digest that the original of every translation in the draft had when it was made, by the translation's path:
    what its last save at the desk says, else the revisions that the draft began from. Two queries."""
    there = [path for path in draft.files if (original_of(path) or "") in draft.files]
    if not there:
        return {}
    said = _said_by_saves(draft, there)
    history = _line(draft) if len(said) < len(there) else []
    return {path: said.get(path) or made_beside(path, draft.files[path], _original(path), history) for path in there}


def originals_of(draft: DraftFacts) -> tuple[str, ...]:
    """The paths of the texts of a draft that can be translated, in the order of the course. No query."""
    originals = read_tree(dict.fromkeys(draft.files, b""), Report()).originals
    return tuple(path for path in originals if path in draft.files)


def languages_of(draft: DraftFacts) -> tuple[str, ...]:
    """The languages that something of a draft is translated into. No query."""
    tree = read_tree(dict.fromkeys(draft.files, b""), Report())
    return tuple(sorted({each.language for each in tree.translations} - {cover_of(draft)[1]}))


def _seen(draft: DraftFacts, original: str, own: str, language: str, made: Mapping[str, str | None]) -> SeenTranslation:
    path = f"{original.removesuffix('.md')}.{language}.md"
    return SeenTranslation(draft, original, own, language, path, made.get(path))


def _translated(draft: DraftFacts, language: str, made: Mapping[str, str | None]) -> TranslatedDraft:
    own = cover_of(draft)[1]
    rows = tuple(_seen(draft, path, own, language, made) for path in originals_of(draft))
    return TranslatedDraft(draft, language, rows)


def _said_by_saves(draft: DraftFacts, paths: Collection[str]) -> dict[str, str]:
    """What the last save of each of these translations as it is says of its original, in this draft or one that was
    published before it."""
    saves = (
        select(DraftSave.path, DraftSave.after, DraftSave.beside)
        .join(Draft)
        .where(
            Draft.course_id == draft.course_id,
            or_(Draft.id == draft.id, Draft.outcome == "published"),
            DraftSave.path.in_(paths),
            DraftSave.beside.is_not(None),
        )
        .order_by(Draft.begun_at, DraftSave.draft_id, DraftSave.number)
    )
    return {row.path: row.beside for row in db.session.execute(saves) if row.after == draft.files[row.path]}


def _line(draft: DraftFacts) -> list[dict[str, str]]:
    """The files of the revisions that lead to the draft, the newest first."""
    line = select(Revision.files).where(
        Revision.course_id == draft.course_id, in_line(), Revision.number <= (draft.base_number or 0)
    )
    return list(db.session.scalars(line.order_by(Revision.number.desc())))


def _original(path: str) -> str:
    return original_of(path) or ""
