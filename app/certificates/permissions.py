"""Who may do what with certificates: pure predicates that routes and templates share."""

from __future__ import annotations

from app.courses.facts import CohortFacts
from app.courses.permissions import may_coordinate
from app.people.member import Member


def may_issue(member: Member, cohort: CohortFacts) -> bool:
    """Coordinators of the cohort's site issue its certificates."""
    return may_coordinate(member, cohort)
