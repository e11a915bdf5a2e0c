"""A text of a draft as somebody is writing it, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.authoring.blocks import Block, blocks, kind_at
from app.authoring.facts import TEXTS, DraftFacts, DraftFile
from app.authoring.offers import Offers, offers
from app.authoring.queries.desks import cover_of
from app.authoring.queries.drafts import compiled, draft_seen_by, sources_of
from app.curriculum.compiler import Compiled
from app.people.member import Member

DEFAULT_LANGUAGE = "en"
"""Of a course that doesn't say in which it is written."""


@dataclass(frozen=True)
class FilePlace:
    """Where a text of a draft is or was: who is writing it while somebody else removes it finds the place still."""

    draft: DraftFacts
    path: str

    @property
    def address(self) -> str:
        """The page on which it is written."""
        return self.draft.address_of(self.path)


@dataclass(frozen=True)
class Writing:
    """A text of a draft, as saved or as it is being typed, with what its course compiles to then."""

    file: DraftFile
    sources: Mapping[str, bytes]
    compiled: Compiled

    @property
    def language(self) -> str:
        """In which the text is: of a translation the one in its name, else the course's."""
        name = self.file.path.rpartition("/")[2].split(".")
        return name[1] if len(name) == 3 else cover_of(self.file.draft)[1] or DEFAULT_LANGUAGE

    @cached_property
    def offers(self) -> Offers:
        """What it can name of the rest of its course."""
        return offers(self.compiled.curriculum, self.sources, path=self.file.path)

    def blocks(self, *, read_in: str) -> tuple[Block, ...]:
        """What can be put into it, the titles in the author's language."""
        kind = kind_at(self.file.path, self.file.text)
        found = blocks(self.language, read_in=read_in, taken=self.offers.taken)
        return tuple(block for block in found if kind in block.where)


def place_seen_by(member: Member, *, draft_id: UUID, path: str) -> FilePlace | None:
    """Where a text of that path, as addresses have it, is saved; None for whoever is no author, and for what is no
    text. One query."""
    draft = draft_seen_by(member, draft_id=draft_id)
    if draft is None or not path.endswith(TEXTS):
        return None
    return FilePlace(draft, draft.path_at(path))


def written(file: DraftFile) -> Writing:
    """What comes of that text. No query."""
    sources = sources_of(file.draft) | {file.path: file.text.encode()}
    return Writing(file, sources, compiled(file.draft, sources))
