"""Reading what the journal says of one thing."""

from __future__ import annotations

from sqlalchemy import delete

from app.db import db
from app.records.models import JournalText
from app.records.operations.journal import write_journal
from app.records.queries import journal_of
from app.shared.ids import new_id
from tests.cast import NOON, Cast

PLACE, OTHER = new_id(), new_id()


def write(act: str, *, kind: str = "place", reason: str = "", other: bool = False) -> None:
    """One act, on the place or on the other one."""
    write_journal(act, by=None, at=NOON, kind=kind, id=OTHER if other else PLACE, detail={"n": 1}, reason=reason)


def said() -> list[tuple[str, str]]:
    """Act and reason of what was done to the place, of two acts."""
    return [(line.act, line.reason) for line in journal_of("place", id=PLACE, acts=("place.made", "place.left"))]


def test_the_acts_on_one_thing_come_in_order_with_their_reasons(cast: Cast) -> None:
    write("place.made")
    write("place.left", reason="Found work.")
    write("place.made", other=True)
    write("place.made", kind="seat")
    write("place.cleaned")
    assert said() == [("place.made", ""), ("place.left", "Found work.")]


def test_a_line_tells_when_by_whom_and_with_what_detail(cast: Cast) -> None:
    write_journal("place.made", by=cast.coordinator.id, at=NOON, kind="place", id=PLACE, detail={"n": 2})
    [line] = journal_of("place", id=PLACE, acts=("place.made",))
    assert (line.at, line.actor_id, line.detail) == (NOON, cast.coordinator.id, {"n": 2})


def test_a_reason_that_was_erased_is_empty(cast: Cast) -> None:
    write("place.left", reason="Found work.")
    db.session.execute(delete(JournalText))
    assert said() == [("place.left", "")]
