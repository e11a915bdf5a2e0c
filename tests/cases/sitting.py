"""A dead phone for the cast's trainee to find the fault of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from app.assessments.cases.models import CaseRun
from app.assessments.cases.operations import act_in, begin_run
from app.assessments.cases.queries import case_of, run_of
from app.courses.facts import EnrolledItem
from app.curriculum.folder import read_course
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.courses.followed import before

COURSE: Final = Path(__file__).parent.parent / "content" / "mobile" / "tiny-phone-repair"
ITEM: Final = "dead-phone"
PAGE: Final = """\
---
title: Dead phone
kind: case
budget: {minutes: 12, cost: 2.50}
competences: [B1.1]
---
‘It fell, and it is dead.’

## Tests

### Try another charger {#charger minutes=3}
The same.

### Take the battery off {#battery-off minutes=4 .makes-safe}
The plug is off.

### Measure the main rail {#main-rail minutes=5 cost=0.50 .dead-only}
0.00 V in diode mode.

### Feed it from the supply {#supply minutes=2 .live after=main-rail}
A part gets hot.

### Scrape it with a needle {#needle .forbidden}
The tracks are torn.

## Conclusions

### Worn battery {#battery minutes=20 cost=30}
It held its charge.

### Short to ground {#short .cause needs=main-rail}
The main rail is shorted: replace the capacitor.

## Debrief

Battery first, then the rail.
"""
SOLUTION: Final = ("battery-off", "main-rail", "short")


def dead_phone(cast: Cast, *, requires: str = "") -> EnrolledItem:
    """The cast's trainee before the case, in a cohort of their own."""
    page = PAGE.replace("kind: case\n", f"kind: case\nrequires: [{requires}]\n") if requires else PAGE
    sources = dict(read_course(COURSE).sources) | {f"week-02/85-{ITEM}.md": page.encode()}
    return before(cast, ITEM, sources, course_id=COURSE.name)


def begin(found: EnrolledItem, *, at: datetime = NOON) -> CaseRun:
    """A run of the trainee whose place this is."""
    return begin_run(found, run_id=new_id(), by=found.enrolled.person_id, at=at)


def do(record: CaseRun, found: EnrolledItem, *acts: str, at: datetime = NOON) -> CaseRun:
    """Let the trainee do these things, one after the other."""
    for act_id in acts:
        seen = len(run_of(record, case_of(record)).steps)
        act_in(record, act_id=act_id, choice_id=new_id(), seen=seen, by=found.enrolled.person_id, at=at)
    return record
