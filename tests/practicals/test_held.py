"""What pages know of a held record: whether it waits still, and what was given to each criterion."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from app.assessments.practicals.bench_record import Signed, record_of
from app.assessments.practicals.held import SeenHeldRecord
from app.courses.facts import Enrolled
from app.shared.ids import new_id
from tests.cast import NOON
from tests.practicals.making import criterion, practical
from tests.practicals.sealing import record

WORK = practical(criterion("strap-safe", critical=True), criterion("strap-tested", levels=4), criterion("other"))
SEEN = SeenHeldRecord(
    id=new_id(),
    enrolled=cast("Enrolled", None),
    practical=WORK,
    revision_id=1,
    assessor_id=new_id(),
    assessor="Ines Instructor",
    received_at=NOON,
    why="wrong-pin",
    record=record_of(record(new_id(), levels={"strap-safe": "met", "strap-tested": "2"})),
    signed=Signed("", trainee=False),
    photos=(),
    settled_as=None,
    settled_at=None,
)


@pytest.mark.parametrize(("settled_as", "is_open"), [(None, True), ("recorded", False), ("dropped", False)])
def test_it_is_open_until_somebody_settled_it(settled_as: str | None, is_open: bool) -> None:
    assert replace(SEEN, settled_as=settled_as).is_open is is_open


def test_each_criterion_is_told_as_it_was_judged_and_what_was_left_out_was_not_observed() -> None:
    words: list[Any] = [SEEN.word(each) for each in WORK.criteria]
    assert words == ["met", "2", "not_observed"]
