"""The pictures of a draft, and the bytes of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from sqlalchemy import select

from app.authoring.facts import DraftFacts
from app.authoring.models import DraftSave
from app.authoring.pictures import is_picture, uses
from app.authoring.queries.drafts import draft_seen_by, sources_of
from app.courses.facts import Image
from app.courses.queries.revisions import MEDIA_TYPES, image
from app.db import db
from app.people.member import Member
from app.shared.storage import files


@dataclass(frozen=True)
class DraftPicture:
    """A picture of a draft."""

    path: str
    digest: str
    address: str
    """Where an author's browser gets it."""
    bytes: int
    used_in: tuple[str, ...]
    """Files of the draft; none: nobody uses it."""

    @property
    def name(self) -> str:
        """Its file's name."""
        return PurePosixPath(self.path).name

    @property
    def markdown(self) -> str:
        """How an item of a week shows it, its text alternative still to be written."""
        return f"![](../{self.path})"


def pictures_of(draft: DraftFacts) -> tuple[DraftPicture, ...]:
    """Every picture of a draft, in the order of their names. No query."""
    sources = sources_of(draft)
    return tuple(
        DraftPicture(path, draft.files[path], address_of(draft, path), len(sources[path]), used_in)
        for path, used_in in uses(sources).items()
    )


def address_of(draft: DraftFacts, path: str) -> str:
    """Where an author's browser gets that picture of a draft. Raises KeyError."""
    return f"{draft.address}/images/{draft.files[path]}{PurePosixPath(path).suffix.lower()}"


def picture_seen_by(member: Member, *, draft_id: UUID, digest: str, ending: str) -> Image | None:
    """The picture of that digest, if the draft has it, had it once, or a published course has it, under a name with
    that ending (`svg`…); None also for whoever is no author. Two queries."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None:
        return None
    own = any(held == digest and _ends(path, ending) for path, held in draft.files.items())
    if own or _was_there(draft_id, digest, ending):
        return Image(files.get(digest), MEDIA_TYPES[ending])
    return image(digest, ending)


def _was_there(draft_id: UUID, digest: str, ending: str) -> bool:
    saved = select(DraftSave.path).where(DraftSave.draft_id == draft_id, DraftSave.after == digest)
    return any(_ends(path, ending) for path in db.session.scalars(saved))


def _ends(path: str, ending: str) -> bool:
    return is_picture(path) and path.lower().endswith(f".{ending}")
