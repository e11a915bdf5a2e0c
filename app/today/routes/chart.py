"""What the wall chart of a cohort shows: which weeks, and the cells of each row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from markupsafe import Markup, escape

from app.courses.facts import Enrolled
from app.curriculum.model import Curriculum, Week
from app.today.glance import Glance
from app.today.standing import State

HOLE = "\x02"
"""Where a linked cell takes its address; no template has this sign."""
MOST_COLUMNS = 40
"""Items that a sheet of A4 shows at a size for reading. A longer course is shown, and printed, in parts, too."""
_SPAN = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True)
class Part:
    """Weeks side by side that fit one sheet."""

    first: int
    last: int
    shown: bool

    @property
    def span(self) -> str:
        """As the address names it."""
        return f"{self.first}-{self.last}"


def weeks_shown(curriculum: Curriculum, span: str) -> tuple[Week, ...]:
    """The weeks of `span` (as 3-5); all of them when it names none."""
    found = _SPAN.fullmatch(span)
    first, last = map(int, found.groups()) if found else (0, 0)
    return tuple(week for week in curriculum.weeks if first <= week.number <= last) or curriculum.weeks


def parts(curriculum: Curriculum, shown: Sequence[Week]) -> tuple[Part, ...]:
    """The parts in which the course fits sheets of A4; none when it fits one."""
    groups: list[list[Week]] = []
    for week in curriculum.weeks:
        if groups and sum(len(each.items) for each in (*groups[-1], week)) <= MOST_COLUMNS:
            groups[-1].append(week)
        else:
            groups.append([week])
    return tuple(Part(each[0].number, each[-1].number, each == list(shown)) for each in groups) if groups[1:] else ()


@dataclass(frozen=True)
class Cells:
    """Makes the cells of each row. A chart has thousands: the template renders one of each state, `plain` and
    `linked` (with a HOLE for the address), and here they are put side by side."""

    weeks: tuple[Week, ...]
    reader_id: UUID

    def __call__(self, trainee: Glance, plain: Mapping[State, str], linked: Mapping[State, str]) -> Markup:
        """The cells of that trainee's row."""
        around = {state: str(cell).split(HOLE) for state, cell in linked.items()}
        addresses = _addresses(trainee, may_sign=self._may_sign(trainee.enrolled))
        states, row = trainee.states, []
        for week in self.weeks:
            for item in week.items:
                state, address = states[item.id], addresses.get(item.id)
                row.append(str(escape(address)).join(around[state]) if address else plain[state])
        return Markup("".join(row))  # noqa: S704 - cells from the template, and addresses that were escaped

    def _may_sign(self, enrolled: Enrolled) -> bool:
        teaches = self.reader_id in enrolled.cohort.instructor_ids
        return enrolled.active and teaches and self.reader_id != enrolled.person_id


def _addresses(trainee: Glance, *, may_sign: bool) -> dict[str, str]:
    """Where cells lead: to the form for assessing, the last sign-off, the last attempt or run."""
    found = {}
    for item_id, quiz in trainee.record.quizzes.items():
        if quiz.last_id and not quiz.running_id:
            found[item_id] = f"/attempts/{quiz.last_id}"
    for item_id, case in trainee.record.cases.items():
        if case.last_id and not case.running_id:
            found[item_id] = f"/case-runs/{case.last_id}"
    for item_id, practical in trainee.record.practicals.items():
        if may_sign and trainee.states.get(item_id) == "ready":
            found[item_id] = f"/enrolments/{trainee.enrolled.id}/items/{item_id}/sign-offs/new"
        elif practical.last_sign_off_id:
            found[item_id] = f"/sign-offs/{practical.last_sign_off_id}"
    return found
