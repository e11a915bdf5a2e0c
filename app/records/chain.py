"""The chain of the journal: the digest of each entry, and where a chain that was tampered with doesn't hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.records.faults import Fault, Faults
from app.shared.digests import canonical, sha256

FIRST = "0" * 64
"""What the first entry names as the one before it."""
KEPT = 100
"""How many entries that don't fit are kept, to find out which of them changed places."""


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as it stands in the database."""

    number: int
    at: datetime
    actor_id: UUID | None
    act: str
    object_kind: str
    object_id: str
    detail: Any
    reason_digest: str | None
    covers: Any
    previous: str
    digest: str

    def fits(self, *, number: int | None = None) -> bool:
        """Whether the digest is that of the other columns, were it the entry with that number."""
        return entry_digest(self, number=number) == self.digest


def entry_digest(entry: Any, *, number: int | None = None) -> str:
    """What the digest of an entry has to be, worked out from its other columns."""
    columns = [
        entry.number if number is None else number,
        entry.at.astimezone(UTC).isoformat(),  # as it is read back, whatever zone it was told in
        str(entry.actor_id) if entry.actor_id else None,
        entry.act,
        entry.object_kind,
        entry.object_id,
        entry.detail,
        entry.reason_digest,
        entry.previous,
    ]
    # Entries from before there was anything to cover keep the digest that they were given.
    return sha256(canonical([*columns, entry.covers] if entry.covers is not None else columns))


@dataclass
class _Run:
    """Entries that stand `by` places later than they were written."""

    start: int
    end: int
    by: int


class Walk:
    """One way along the chain, from its first entry; `faults` has what doesn't hold once it was `ended`.

    `number_of` finds the entry with a digest.
    """

    def __init__(self, faults: Faults, number_of: Callable[[str], int | None]) -> None:
        self.faults, self.entries = faults, 0
        self.number, self.digest = 0, FIRST
        """Of the last entry so far."""
        self._number_of, self._sound = number_of, True
        self._strays: list[Link] = []
        self._runs: list[_Run] = []

    def pass_by(self, link: Link) -> None:
        """Look at the next entry in the order of numbers."""
        self.entries += 1
        if link.number <= self.number:
            self.faults.add(Fault("entry-too-many", entry=link.number))
        elif link.number > self.number + 1:
            self.faults.add(Fault("entry-missing", entry=self.number + 1, other=link.number - 1))
        sound = link.fits() or self._has_moved(link)
        if link.number == self.number + 1 and sound and self._sound and link.previous != self.digest:
            self._tell_unlinked(link)
        self.number, self.digest, self._sound = link.number, link.digest, sound

    def pass_unreadable(self, number: int) -> None:
        """The next entry can't even be read: something was written into it that is no time, id or JSON."""
        self.entries += 1
        self.faults.add(Fault("entry-changed", entry=number))
        self.number, self._sound = number, False

    def ended(self) -> None:
        """There are no more: what was found to be elsewhere becomes what happened to it."""
        for run in list(self._runs):
            if run in self._runs:
                self._tell(run)
        strays = {link.number: link for link in self._strays}
        while strays:
            number, link = strays.popitem()
            other = next((each for each in strays if link.fits(number=each)), None)
            if other is not None and strays[other].fits(number=number):
                del strays[other]
                self.faults.add(Fault("entries-swapped", entry=min(number, other), other=max(number, other)))
            else:
                self.faults.add(Fault("entry-changed", entry=number))

    def _tell_unlinked(self, link: Link) -> None:
        followed = 0 if link.previous == FIRST else self._number_of(link.previous)
        if followed is None:
            self.faults.add(Fault("entry-unlinked", entry=link.number, other=link.number - 1))
        else:
            self.faults.add(Fault("entry-forks", entry=link.number, other=followed))

    def _has_moved(self, link: Link) -> bool:
        """Whether the entry fits one place further up or down; if not, it is kept as one that was changed."""
        for by in (1, -1):
            if link.fits(number=link.number - by):
                last = self._runs[-1] if self._runs else None
                if last is not None and (last.end, last.by) == (link.number - 1, by):
                    last.end = link.number
                    return True
                self._runs.append(_Run(link.number, link.number, by))
                return False  # what stands before it is another entry
        if len(self._strays) < KEPT:
            self._strays.append(link)
        else:
            self.faults.add(Fault("entry-changed", entry=link.number))
        return False

    def _tell(self, run: _Run) -> None:
        back = _Run(run.start + 1, run.start + 1, 1)
        if run == _Run(run.start, run.start, -1) and back in self._runs:
            self._runs.remove(back)
            self.faults.add(Fault("entries-swapped", entry=run.start, other=run.start + 1))
        elif run.by == 1:
            self.faults.add(Fault("entry-inserted", entry=run.start - 1))
        else:
            self.faults.add(Fault("entry-missing", entry=run.start, other=run.start))
