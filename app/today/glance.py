"""Many trainees at a glance: sets and counts in place of every item's own story, for pages that show hundreds.

The states are those of `standing`, by the same rule. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from app.courses.facts import CohortFacts, Done, Enrolled, Kept
from app.courses.progress import LICENCE, OPEN_DECISIONS, completion_rules
from app.curriculum.model import Item, Practical
from app.today.standing import State, state_of

NOTHING_DONE = Done({}, {})


@dataclass(frozen=True, slots=True)
class QuizGlance:
    """Where a trainee stands with a quiz that they began."""

    running_id: UUID | None
    attempts: int
    """Begun, the running one counted in."""
    fails: int
    passed: bool
    last_id: UUID | None
    """The last attempt that is closed."""
    further: int = 0
    """How many attempts they were given beyond those of the quiz."""


@dataclass(frozen=True, slots=True)
class CaseGlance:
    """Where a trainee stands with a case that they began."""

    running_id: UUID | None
    attempts: int
    """The runs, that under way counted in."""
    passed: bool
    last_id: UUID | None
    """The last run that is over."""
    fails: int = 0


@dataclass(frozen=True, slots=True)
class PracticalGlance:
    """Where a trainee stands with a practical in which something happened."""

    ready_since: datetime | None
    last_sign_off_id: UUID | None
    outcome: str | None
    not_yets: int
    """The sign-offs as not yet competent."""
    stopped: bool = False
    """Whether the last one was a safety stop."""


@dataclass(frozen=True)
class Record:
    """What one trainee has behind them, item by item."""

    done: frozenset[str]
    last_completed_at: datetime | None
    gates: Mapping[str, str]
    due: Mapping[str, date]
    """The days that an instructor moved."""
    quizzes: Mapping[str, QuizGlance]
    cases: Mapping[str, CaseGlance]
    practicals: Mapping[str, PracticalGlance]
    certified: bool
    vouched_for: bool
    """Whether the school still says by a certificate that they have all that it takes."""
    kept: Mapping[str, Kept] = field(default_factory=dict)
    """What is done and counts on, although the cohort's revision asks for it no more."""

    @property
    def is_suspended(self) -> bool:
        """Whether the safety licence is suspended; where nothing was ever decided, it stands."""
        return self.gates.get(LICENCE, "restored") not in OPEN_DECISIONS


@dataclass(frozen=True)
class Plan:
    """What the trainees of a cohort have in common on the day `today` of their site."""

    cohort: CohortFacts
    today: date

    @cached_property
    def current_week(self) -> int:
        """The week of the calendar: 0 before the course, the last week's number + 1 after it."""
        return self.cohort.calendar.week_on(self.today, weeks=len(self.cohort.curriculum.weeks))

    @cached_property
    def pauses_until(self) -> date | None:
        """In a closed week: the day on which the course goes on."""
        return self.cohort.calendar.pauses_until(self.today, weeks=len(self.cohort.curriculum.weeks))

    @cached_property
    def due(self) -> tuple[tuple[str, date], ...]:
        """By when each item is due for all, in the order of the course."""
        calendar = self.cohort.calendar
        weeks = [(week, calendar.due_on(week.number)) for week in self.cohort.curriculum.weeks]
        return tuple((item.id, day) for week, day in weeks for item in week.items)

    @cached_property
    def gated(self) -> tuple[Item, ...]:
        """The items behind gates."""
        return tuple(item for item in self.cohort.curriculum.items.values() if item.requires)

    @cached_property
    def practicals(self) -> tuple[Practical, ...]:
        """The practicals, in the order of the course."""
        return tuple(item for item in self.cohort.curriculum.items.values() if isinstance(item, Practical))

    @cached_property
    def rules(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """How many of which items the certificate takes."""
        rules = completion_rules(self.cohort.curriculum, NOTHING_DONE)
        return tuple((rule.needed, frozenset(item.id for item in rule.missing)) for rule in rules)

    @cached_property
    def earns_certificates(self) -> bool:
        """Whether the course is written to its end and asks for something."""
        return self.is_written and any(needed for needed, _ in self.rules)

    @cached_property
    def is_written(self) -> bool:
        """Whether the course is written to its end."""
        return all(week.is_written for week in self.cohort.curriculum.weeks)


@dataclass(frozen=True)
class Glance:
    """A trainee on one day, at a glance."""

    enrolled: Enrolled
    record: Record
    states: Mapping[str, State]
    """Of each item, in the order of the course."""
    behind: int
    """How many items fell due since they joined and are neither done nor waiting for an instructor."""
    complete: bool
    """Whether they have all that the certificate takes."""


@dataclass(frozen=True)
class Waiting:
    """A trainee who waits to be assessed."""

    trainee: Glance
    item: Item
    since: datetime


@dataclass(frozen=True)
class Count:
    """How many of a cohort's trainees have done all of a kind that a week holds."""

    done: int
    of: int

    @property
    def state(self) -> str:
        """full, part or open: how the strip of weeks draws it."""
        return "open" if not self.done else "full" if self.done == self.of else "part"


@dataclass(frozen=True)
class WeekCounts:
    """A week of a cohort: who was taught, quizzed and has shown all of it. None: nothing is planned."""

    number: int
    title: str
    language: str
    """That the title is in."""
    current: bool
    taught: Count | None
    quizzed: Count | None
    shown: Count | None


@dataclass(frozen=True)
class CohortGlance:
    """A cohort on one day, with its trainees by name."""

    plan: Plan
    trainees: tuple[Glance, ...]

    @property
    def cohort(self) -> CohortFacts:
        """The cohort itself."""
        return self.plan.cohort

    @cached_property
    def present(self) -> tuple[Glance, ...]:
        """Everybody but those who were withdrawn."""
        return tuple(each for each in self.trainees if each.enrolled.withdrawn_at is None)

    @cached_property
    def withdrawn(self) -> tuple[Glance, ...]:
        """Those who were withdrawn. They are neither waiting nor behind nor counted."""
        return tuple(each for each in self.trainees if each.enrolled.withdrawn_at is not None)

    @cached_property
    def waiting(self) -> tuple[Waiting, ...]:
        """Who waits to be assessed in what, the longest wait first."""
        items = self.cohort.curriculum.items
        found = (
            Waiting(trainee, items[item_id], seen.ready_since)
            for trainee in self.present
            if trainee.enrolled.active
            for item_id, seen in trainee.record.practicals.items()
            if seen.ready_since and trainee.states.get(item_id) == "ready"
        )
        return tuple(sorted(found, key=lambda each: each.since))

    @cached_property
    def to_certify(self) -> tuple[Glance, ...]:
        """Who has all that the certificate takes, and no certificate."""
        return tuple(each for each in self.present if each.complete and not each.record.certified)

    @cached_property
    def in_doubt(self) -> tuple[Glance, ...]:
        """Whose certificate holds, though not all that it takes counts any more."""
        return tuple(each for each in self.trainees if each.record.vouched_for and not each.complete)

    @cached_property
    def behind(self) -> int:
        """How many trainees have left undone what fell due since they joined."""
        return sum(1 for each in self.present if each.behind)

    @cached_property
    def complete(self) -> int:
        """How many trainees have all that the certificate takes."""
        return sum(1 for each in self.present if each.complete)

    @cached_property
    def weeks(self) -> tuple[WeekCounts, ...]:
        """The strip of weeks."""
        return tuple(
            WeekCounts(
                week.number,
                week.title,
                week.language,
                week.number == self.plan.current_week,
                *(self._count(week.items, kinds) for kinds in (("lesson",), ("quiz", "case"), ("practical",))),
            )
            for week in self.cohort.curriculum.weeks
        )

    def _count(self, items: tuple[Item, ...], kinds: tuple[str, ...]) -> Count | None:
        wanted = frozenset(item.id for item in items if item.kind in kinds)
        if not wanted:
            return None
        return Count(sum(1 for each in self.present if wanted <= each.record.done), len(self.present))


def glance_of(enrolled: Enrolled, *, record: Record, plan: Plan) -> Glance:
    """Where that trainee stands with everything on the day of `plan`."""
    opened = {gate for gate, decision in record.gates.items() if decision in OPEN_DECISIONS}
    locked = {item.id for item in plan.gated if not opened.issuperset(item.requires)}
    if record.is_suspended:
        locked |= {item.id for item in plan.practicals}
    joined_on, behind = enrolled.joined_on, 0
    states: dict[str, State] = {}
    for item_id, due_on in plan.due:
        due = record.due.get(item_id, due_on)
        done = item_id in record.done
        states[item_id] = state = state_of(
            done=done,
            locked=item_id in locked,
            late=due < plan.today and enrolled.active,
            quiz=record.quizzes.get(item_id) or record.cases.get(item_id),
            practical=record.practicals.get(item_id),
        )
        behind += joined_on <= due < plan.today and not done and state != "ready"
    return Glance(enrolled, record, states, behind if enrolled.active else 0, _complete(record, plan))


def _complete(record: Record, plan: Plan) -> bool:
    """Whether the trainee has all that the certificate takes."""
    since = record.last_completed_at
    if record.kept and since:  # of few trainees: for them the rules differ
        done = Done(dict.fromkeys(record.done, since), {}, kept={**record.kept})
        rules = completion_rules(plan.cohort.curriculum, done)
        return plan.is_written and any(rule.needed for rule in rules) and all(rule.met for rule in rules)
    return plan.earns_certificates and all(len(ids & record.done) >= needed for needed, ids in plan.rules)
