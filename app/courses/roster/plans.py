"""What enrolling a list would do, line by line: the same before it is confirmed and while it is done."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID, uuid5

from app.courses.roster.lines import RosterLine, name_key
from app.shared.digests import canonical, sha256

Fate = Literal["wrong", "letter", "card", "place", "place-letter", "here", "withdrawn", "deactivated"]
"""wrong: can't be enrolled as it stands. letter, card: somebody new, and how their invitation reaches them.
place: somebody known. place-letter: the same, who never signed in and gets another letter. here: is in the cohort
already. withdrawn: was in it. deactivated: may not sign in any more."""
ENROLLED = frozenset({"letter", "card", "place", "place-letter"})


@dataclass(frozen=True)
class Known:
    """Somebody of the school with an address of the list."""

    name: str | None
    """None unless they are or were at the cohort's site: who is elsewhere isn't told."""
    invited: bool
    """Whether they get an invitation: they have no password yet, and are no staff."""
    deactivated: bool = False
    enrolment_id: UUID | None = None
    """Of their place in this cohort, if they have or had one."""
    withdrawn: bool = False


@dataclass(frozen=True)
class Namesake:
    """Somebody in this cohort."""

    name: str
    enrolment_id: UUID


@dataclass(frozen=True)
class PlannedLine:
    """A line, and what becomes of it."""

    line: RosterLine
    fate: Fate
    known_as: str | None = None
    """The name that somebody known keeps, where it isn't the list's."""
    enrolment_id: UUID | None = None
    """Of the place that they have or had in this cohort."""
    namesake: Namesake | None = None
    """Somebody in this cohort with the same name, where there is no address to tell whether it is them."""

    @property
    def enrols(self) -> bool:
        """Whether somebody would get a place by it."""
        return self.fate in ENROLLED

    @property
    def doubtful(self) -> bool:
        """Whether it may be the same person as another: left out unless the coordinator says that it isn't."""
        return self.enrols and (self.namesake is not None or any(each.code == "same-name" for each in self.line.doubts))


@dataclass(frozen=True)
class Plan:
    """A whole list."""

    lines: tuple[PlannedLine, ...]

    @cached_property
    def digest(self) -> str:
        """Stands for everything that the plan says: another one means that something changed."""
        return sha256(canonical([_told(each) for each in self.lines]))

    def with_fate(self, *fates: Fate) -> tuple[PlannedLine, ...]:
        """The lines that end like this."""
        return tuple(each for each in self.lines if each.fate in fates)

    @property
    def enrolling(self) -> tuple[PlannedLine, ...]:
        """The lines by which somebody would get a place."""
        return tuple(each for each in self.lines if each.enrols)

    @property
    def wrong(self) -> tuple[PlannedLine, ...]:
        """The lines that have to be put right or left out."""
        return self.with_fate("wrong")


def planned(lines: Sequence[RosterLine], *, known: Mapping[str, Known], here: Collection[Namesake]) -> Plan:
    """What enrolling these lines does. `known`: the people with their addresses, by address; `here`: who is in the
    cohort already."""
    by_name = {name_key(each.name): each for each in here}
    return Plan(tuple(_planned(line, known, by_name) for line in lines))


def place_id(line: RosterLine, *, roster_id: UUID) -> UUID:
    """The id of the place that this line makes: the same each time that the same roster is sent."""
    return uuid5(roster_id, f"{line.number}\n{line.name}\n{line.entry.email}")


def _planned(line: RosterLine, known: Mapping[str, Known], by_name: Mapping[str, Namesake]) -> PlannedLine:
    if line.problems:
        return PlannedLine(line, "wrong")
    if not line.email:
        return PlannedLine(line, "card", namesake=by_name.get(name_key(line.name)))
    person = known.get(line.email)
    if person is None:
        return PlannedLine(line, "letter")
    known_as = person.name if person.name != line.name else None
    return PlannedLine(line, _fate(person), known_as, person.enrolment_id)


def _fate(person: Known) -> Fate:
    if person.enrolment_id is not None:
        return "withdrawn" if person.withdrawn else "here"
    if person.deactivated:
        return "deactivated"
    return "place-letter" if person.invited else "place"


def _told(each: PlannedLine) -> list[object]:
    line = each.line
    remarks = [[remark.code, remark.other] for remark in (*line.problems, *line.doubts)]
    same = str(each.namesake.enrolment_id) if each.namesake else ""
    return [line.number, line.name, line.entry.email, line.entry.language, remarks, each.fate, each.known_as, same]
