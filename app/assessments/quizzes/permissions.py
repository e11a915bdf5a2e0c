"""Who may answer a quiz, and who may see attempts."""

from __future__ import annotations

from typing import Protocol

from app.courses.facts import Enrolled
from app.courses.permissions import is_own, may_see_enrolment
from app.people.member import Member


class OfAnEnrolment(Protocol):
    """What hangs on an enrolment, as an attempt does."""

    @property
    def enrolled(self) -> Enrolled:
        """The trainee's place in their cohort."""


def may_answer(member: Member, found: OfAnEnrolment) -> bool:
    """A trainee answers and hands in their own attempts only."""
    return is_own(member, found.enrolled)


def may_see_attempt(member: Member, found: OfAnEnrolment) -> bool:
    """The trainee, and who follows the cohort. The latter see the answers once the attempt is closed."""
    return may_see_enrolment(member, found.enrolled)
