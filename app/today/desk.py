"""What lies on somebody's desk: who waits, who is stuck, which certificates can be issued. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.courses.facts import CohortFacts
from app.courses.permissions import may_coordinate, may_teach
from app.people.member import Member
from app.today.glance import CohortGlance, Waiting
from app.today.stuck import Stuck, stuck_in


@dataclass(frozen=True)
class Desk:
    """What to see to in some cohorts."""

    waiting: tuple[tuple[CohortFacts, Waiting], ...]
    """Who is ready to be assessed: those whom the member assesses first, then the longest wait first."""
    certifiable: tuple[CohortGlance, ...]
    """The cohorts in which the member can issue certificates."""
    doubtful: tuple[CohortGlance, ...]
    """Those in which the member answers for a certificate that not everything bears out any more."""
    stuck: tuple[tuple[CohortFacts, Stuck], ...]
    teaches: bool
    """Whether the member assesses in one of the cohorts: then what waits comes before everything else."""


def desk_of(member: Member, cohorts: Sequence[CohortGlance]) -> Desk:
    """What the member sees to in these cohorts."""
    waiting = [(found.cohort, each) for found in cohorts for each in found.waiting]
    return Desk(
        waiting=tuple(sorted(waiting, key=lambda pair: (not may_teach(member, pair[0]), pair[1].since))),
        certifiable=tuple(each for each in cohorts if each.to_certify and may_coordinate(member, each.cohort)),
        doubtful=tuple(each for each in cohorts if each.in_doubt and may_coordinate(member, each.cohort)),
        stuck=tuple((found.cohort, each) for found in cohorts for each in stuck_in(found)),
        teaches=any(may_teach(member, found.cohort) for found in cohorts),
    )
