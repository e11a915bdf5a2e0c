"""Going along a chain that somebody touched, entry by entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.records.chain import FIRST, KEPT, Link, Walk, entry_digest
from app.records.faults import MOST, Fault, Faults
from tests.cast import NOON

ACTOR = UUID("019a0000-0000-7000-8000-000000000001")


def chain(length: int) -> list[Link]:
    """A sound chain of that many entries."""
    links: list[Link] = []
    for number in range(1, length + 1):
        previous = links[-1].digest if links else FIRST
        link = Link(number, NOON, ACTOR, "case.opened", "case", str(number), {}, None, None, previous, "")
        links.append(fitting(link))
    return links


def fitting(link: Link) -> Link:
    """The entry, with a digest made to fit."""
    return replace(link, digest=entry_digest(link))


def found(links: list[Link | int]) -> list[tuple[str, int | None, int | None]]:
    """What is found on the way along them."""
    faults = Faults()
    numbers = {link.digest: link.number for link in links if isinstance(link, Link)}
    way = Walk(faults, numbers.get)
    for link in links:
        if isinstance(link, Link):
            way.pass_by(link)
        else:
            way.pass_unreadable(link)
    way.ended()
    return [(fault.code, fault.entry, fault.other) for fault in faults]


def changed(links: list[Link], *numbers: int, **values: Any) -> list[Link | int]:
    """The chain with these entries changed, their digests left alone."""
    return [replace(link, **values) if link.number in numbers else link for link in links]


def test_a_sound_chain_has_no_fault() -> None:
    assert found([*chain(5)]) == []
    assert found([]) == []


def test_the_first_entry_follows_nothing() -> None:
    links = chain(3)
    links[0] = fitting(replace(links[0], previous="e" * 64))
    assert found([links[0]]) == [("entry-unlinked", 1, 0)]


def test_a_second_first_entry_is_a_fork() -> None:
    links = chain(2)
    other = fitting(replace(links[1], previous=FIRST))
    assert found([links[0], other]) == [("entry-forks", 2, 0)]


def test_an_entry_with_a_number_that_is_taken_is_one_too_many() -> None:
    links = chain(3)
    assert found([links[0], links[1], fitting(replace(links[1], act="case.closed")), links[2]])[0] == (
        "entry-too-many",
        2,
        None,
    )


def test_an_entry_before_the_first_is_one_too_many() -> None:
    links = chain(2)
    assert found([fitting(replace(links[0], number=0)), *links])[0] == ("entry-too-many", 0, None)


def test_missing_entries_are_told_from_the_first_to_the_last() -> None:
    assert found([*chain(9)[:2], *chain(9)[6:]]) == [("entry-missing", 3, 6)]


def test_an_entry_that_can_not_be_read_was_changed_and_those_around_it_were_not() -> None:
    links = chain(4)
    assert found([1, *links[1:]]) == [("entry-changed", 1, None)]
    assert found([links[0], 2, *links[2:]]) == [("entry-changed", 2, None)]


def test_three_entries_that_went_round_were_all_changed() -> None:
    links = chain(9)
    round_about = {2: 5, 5: 8, 8: 2}
    moved = sorted((replace(link, number=round_about.get(link.number, link.number)) for link in links), key=number_of)
    assert sorted(found([*moved])) == [("entry-changed", number, None) for number in (2, 5, 8)]


def number_of(link: Link) -> int:
    """Its place."""
    return link.number


def test_all_changed_entries_are_found_however_many() -> None:
    links = chain(KEPT + 50)
    numbers = range(1, KEPT + 51)
    assert sorted(found(changed(links, *numbers, act="case.closed"))) == [("entry-changed", n, None) for n in numbers]


def test_faults_are_counted_beyond_those_that_are_told() -> None:
    faults = Faults()
    for number in range(MOST + 5):
        faults.add(Fault("entry-changed", entry=number))
    faults.add(Fault("entry-missing", entry=1, other=1))
    assert (len(faults), len(list(faults))) == (MOST + 6, MOST + 1)


def test_a_fault_is_told_in_a_sentence() -> None:
    assert Fault("entry-missing", entry=3, other=3).sentence() == "Entry 3 of the journal was removed."
    assert Fault("entry-missing", entry=3, other=5).sentence() == "Entries 3 to 5 of the journal were removed."
    assert Fault("record-missing", entry=3, table="mark", key="1").sentence("the mark 1") == (
        "The mark 1 was removed (entry 3)."
    )
