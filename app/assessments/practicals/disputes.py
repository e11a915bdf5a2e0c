"""What is not agreed on about a sign-off: who signed it how, a trainee who disagrees, two instructors who clash."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias
from uuid import UUID

from app.assessments.practicals.facts import SeenSignOff
from app.courses.facts import Enrolled
from app.curriculum.model import Criterion, Item

Decision: TypeAlias = Literal["set_aside", "restored"]
Verdict: TypeAlias = Literal["stands", "set_aside"]
"""On a disagreement."""
Counted: TypeAlias = Literal["both", "earlier", "later"]
"""On a clash: which of both counts."""


@dataclass(frozen=True)
class Decided:
    """What a coordinator decided. `word`: stands, set_aside, restored, both, earlier or later; `why` is empty when it
    was erased."""

    at: datetime
    word: str
    who: str
    why: str


@dataclass(frozen=True)
class Signature:
    """The trainee's, under an outcome."""

    at: datetime
    signed_with: str
    """account, or pin: on the instructor's device."""
    agrees: bool
    words: str
    """Why they don't agree; empty as well when it was erased."""
    answer: Verdict | None
    """What a coordinator decided about it."""


@dataclass(frozen=True)
class Signed:
    """Who signed a sign-off, and what coordinators decided about it."""

    trainee: Signature | None
    story: tuple[Decided, ...]
    """What was decided, the last first, with the reasons."""
    clash_ids: tuple[UUID, ...]
    has_pin: bool
    """Whether the trainee could sign on the instructor's device."""

    @property
    def disputed(self) -> bool:
        """Whether the trainee disagrees and nobody has decided about it."""
        return self.trainee is not None and not self.trainee.agrees and self.trainee.answer is None


@dataclass(frozen=True)
class Disagreement:
    """An outcome that the trainee doesn't agree with, before a coordinator."""

    sign_off: SeenSignOff
    signed: Signed
    corrector_ids: tuple[UUID, ...] = ()
    """Who corrected it since: what is decided holds for the last correction."""

    @property
    def enrolled(self) -> Enrolled:
        """Whose it is."""
        return self.sign_off.enrolled

    @property
    def assessor_ids(self) -> Collection[UUID]:
        """Whose judgement is in doubt."""
        return (self.sign_off.assessor_id, *self.corrector_ids)


@dataclass(frozen=True)
class Clash:
    """Two judgements of the same work, before a coordinator."""

    id: UUID
    found_at: datetime
    earlier: SeenSignOff
    later: SeenSignOff
    answer: Counted | None
    story: tuple[Decided, ...]
    corrector_ids: tuple[UUID, ...] = ()
    """As of a disagreement."""

    @property
    def pairs(self) -> tuple[tuple[Criterion, Criterion | None], ...]:
        """The criteria of the first, each with that of the second: None where its revision has no such criterion."""
        theirs = {each.id: each for each in self.later.practical.criteria}
        return tuple((each, theirs.get(each.id)) for each in self.earlier.practical.criteria)

    def differs(self, ours: Criterion, theirs: Criterion | None) -> bool:
        """Whether both came to another level there."""
        return theirs is None or self.earlier.word(ours) != self.later.word(theirs)

    @property
    def enrolled(self) -> Enrolled:
        """Whose work it was."""
        return self.earlier.enrolled

    @property
    def assessor_ids(self) -> Collection[UUID]:
        """Whose judgements are in doubt."""
        return (self.earlier.assessor_id, self.later.assessor_id, *self.corrector_ids)


Dispute: TypeAlias = Disagreement | Clash


@dataclass(frozen=True)
class DisputeLine:
    """A dispute in the list of a coordinator."""

    kind: Literal["disagreement", "clash"]
    id: UUID
    """The sign-off's, or the clash's."""
    since: datetime
    trainee: str
    practical: Item
    cohort: str
    time_zone: str
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class DisputePage:
    """A page of disputes: the open ones first, the longest open first; then what was settled, the last first."""

    open: int
    """On all pages."""
    lines: tuple[DisputeLine, ...]
    number: int
    pages: int
