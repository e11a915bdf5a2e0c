"""Who may answer a quiz, and who may see attempts."""

from __future__ import annotations

from typing import Protocol

from app.courses.facts import Enrolled
from app.courses.permissions import is_own, may_move_their_dates, may_see_enrolment, may_teach
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


def may_judge_attempt(member: Member, found: OfAnEnrolment) -> bool:
    """The cohort's instructors remark on attempts, annul them and let them count again, but not their own."""
    return may_teach(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_arrange(member: Member, enrolled: Enrolled) -> bool:
    """Who moves a trainee's dates arranges how they take quizzes."""
    return may_move_their_dates(member, enrolled)


def may_arrange_quiz(member: Member, found: OfAnEnrolment) -> bool:
    """The same for one quiz."""
    return may_arrange(member, found.enrolled)


def may_practise(member: Member, found: OfAnEnrolment) -> bool:
    """A trainee practises for themselves only."""
    return is_own(member, found.enrolled)


def may_correct_key(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Authors withdraw wrong keys, see whose mark that changes, and erase what they said of it."""
    return member.is_a("author")
