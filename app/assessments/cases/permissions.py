"""Who may act in a run, and who may see it."""

from __future__ import annotations

from typing import Protocol

from app.courses.facts import Enrolled
from app.courses.permissions import is_own, may_see_enrolment
from app.people.member import Member


class OfAnEnrolment(Protocol):
    """What hangs on an enrolment, as a run does."""

    @property
    def enrolled(self) -> Enrolled:
        """The trainee's place in their cohort."""


def may_act(member: Member, found: OfAnEnrolment) -> bool:
    """A trainee acts in their own runs only."""
    return is_own(member, found.enrolled)


def may_see_run(member: Member, found: OfAnEnrolment) -> bool:
    """The trainee, and who follows the cohort."""
    return may_see_enrolment(member, found.enrolled)
