"""What is not as it was written, and in which words a person is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

SENTENCES = {
    "entry-changed": "Entry {entry} of the journal was changed after it was written.",
    "entry-missing": "Entry {entry} of the journal was removed.",
    "entries-missing": "Entries {entry} to {other} of the journal were removed.",
    "entry-inserted": "Entry {entry} of the journal was inserted: those after it stand one place further down.",
    "entry-too-many": "There is an entry {entry} too many in the journal.",
    "entries-swapped": "Entries {entry} and {other} of the journal changed places.",
    "entry-forks": "Entry {entry} of the journal follows entry {other}, as another one did: the chain forks.",
    "entry-unlinked": "Entries {other} and {entry} of the journal don't follow each other: one of them was changed "
    "or inserted, with a digest made to fit.",
    "record-changed": "{what} was changed after it was written (entry {entry}).",
    "record-missing": "{what} was removed (entry {entry}).",
    "record-inserted": "{what} was inserted past the application: no entry of the journal names it.",
    "records-swapped": "{what} and {with_what} changed places (entries {entry} and {other}).",
    "flock-changed": "{what}: one was changed, removed or inserted after they were written (entry {entry}).",
    "record-named-again": "{what} was changed, and named anew in entry {other}: entry {entry} says otherwise.",
    "text-changed": "The words beside {what} are not those that were written.",
    "head-forged": "The head that was kept was not signed by this school's key.",
    "head-cut": "The journal was cut off: it had {other} entries when the head was kept, and has {entry}.",
    "head-rewritten": "The journal was rewritten: entry {entry} is not the one that the kept head names.",
}
MOST = 1_000
"""How many faults of a kind are told one by one."""


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written.

    `entry` and `other` are numbers of entries; `table` and `key` name a record, `other_key` the one it was swapped
    with.
    """

    code: str
    entry: int | None = None
    other: int | None = None
    table: str = ""
    key: str = ""
    other_key: str = ""

    def sentence(self, what: str = "", with_what: str = "") -> str:
        """What happened, in words; `what` names the record in them."""
        code = "entries-missing" if self.code == "entry-missing" and self.other != self.entry else self.code
        told = SENTENCES[code].format(entry=self.entry, other=self.other, what=what, with_what=with_what)
        return told[0].upper() + told[1:]


class Faults:
    """What was found so far: all are counted, the first of each kind are kept."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._counted: Counter[str] = Counter()

    def add(self, fault: Fault) -> None:
        """One more."""
        self._counted[fault.code] += 1
        if self._counted[fault.code] <= MOST:
            self._found.append(fault)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def __len__(self) -> int:
        return self._counted.total()
