"""What a certificate says that is known otherwise since: pure.

That something differs doesn't make a certificate wrong: who was renamed was called so on the day of issue. That work
counts no more is another matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from app.certificates.facts import Proof, Statement

FACTS: Final = ("holder", "title", "course", "hours", "first_day", "last_day", "place")
"""Facts of a statement that may come to differ, in the order of the page. What each issue has anew isn't among them."""


@dataclass(frozen=True)
class ChangedFact:
    """A fact that is known otherwise: one of `FACTS`."""

    name: str
    was: Any
    now: Any


@dataclass(frozen=True)
class Changes:
    """What differs between a certificate and what would be said today."""

    facts: tuple[ChangedFact, ...]
    gone: tuple[Proof, ...]
    """Work that it names and that counts no more."""
    new: tuple[Proof, ...]
    """Work that came after it."""
    otherwise: tuple[tuple[Proof, Proof], ...]
    """Work that is known otherwise, as it says and as it is now: another day, device or level."""

    def __bool__(self) -> bool:
        return bool(self.facts or self.gone or self.new or self.otherwise)


def changes_between(said: Statement, now: Statement, *, called_now: Callable[[str], str]) -> Changes:
    """What `now` says otherwise than `said`, whose items may have other ids by now."""
    before = {called_now(proof.item_id): proof for proof in said.proofs}
    after = {proof.item_id: proof for proof in now.proofs}
    facts = [ChangedFact(name, getattr(said, name), getattr(now, name)) for name in FACTS]
    return Changes(
        facts=tuple(each for each in facts if each.was != each.now),
        gone=tuple(proof for item_id, proof in before.items() if item_id not in after),
        new=tuple(proof for item_id, proof in after.items() if item_id not in before),
        otherwise=tuple(
            (before[item_id], proof)
            for item_id, proof in after.items()
            if item_id in before and not _same(before[item_id], proof, levels=said.version > 1)
        ),
    )


def _same(said: Proof, now: Proof, *, levels: bool) -> bool:
    """Whether both tell of the same work. The mark is only its place in the list; old statements have no levels."""
    return replace(said, mark="", item_id="") == replace(now, mark="", item_id="", level=now.level if levels else "")
