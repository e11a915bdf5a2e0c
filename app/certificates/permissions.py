"""Who may do what with certificates: pure predicates that routes and templates share."""

from __future__ import annotations

from typing import Protocol

from app.courses.facts import CohortFacts, Enrolled
from app.courses.permissions import is_own, may_coordinate, may_coordinate_place
from app.people.member import Member


class Held(Protocol):
    """A certificate with the trainee's place that it was earned in."""

    @property
    def enrolled(self) -> Enrolled:
        """Whose it is."""


class Asked(Protocol):
    """Certificates that were asked for."""

    @property
    def cohort(self) -> CohortFacts:
        """Whose trainees get them."""


def may_issue(member: Member, cohort: CohortFacts) -> bool:
    """Coordinators of the cohort's site issue its certificates."""
    return may_coordinate(member, cohort)


def may_issue_to(member: Member, enrolled: Enrolled) -> bool:
    """They make exceptions for its trainees; nobody for themselves."""
    return may_issue(member, enrolled.cohort) and not is_own(member, enrolled)


def may_see_run(member: Member, run: Asked) -> bool:
    """Who issues sees how far it is."""
    return may_issue(member, run.cohort)


def may_choose_what_is_shown(member: Member, held: Held) -> bool:
    """What an employer sees besides name, course and dates is the holder's to say."""
    return is_own(member, held.enrolled)


def may_answer_for(member: Member, held: Held) -> bool:
    """Coordinators of the site revoke, correct, renew and erase certificates; nobody their own."""
    return may_coordinate_place(member, held.enrolled) and not is_own(member, held.enrolled)
