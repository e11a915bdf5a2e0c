"""Who may do what in practicals: pure predicates that routes and templates share."""

from __future__ import annotations

from app.assessments.practicals.facts import SeenEvidence, SeenSignOff
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.permissions import is_own, may_follow, may_teach
from app.people.member import Member


def may_declare_ready(member: Member, found: EnrolledItem) -> bool:
    """Trainees ask for their own assessment."""
    return is_own(member, found.enrolled)


def may_sign_off(member: Member, found: EnrolledItem) -> bool:
    """The cohort's instructors sign off; nobody their own work."""
    return may_teach(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_see_sign_offs(member: Member, enrolled: Enrolled) -> bool:
    """The trainee, who follows the cohort, and the moderators of its site."""
    moderates = member.is_a_at("moderator", enrolled.cohort.site_id)
    return is_own(member, enrolled) or may_follow(member, enrolled.cohort) or moderates


def may_see_sign_off(member: Member, found: SeenSignOff) -> bool:
    """Whoever may see the trainee's sign-offs."""
    return may_see_sign_offs(member, found.enrolled)


def may_see_evidence(member: Member, found: SeenEvidence) -> bool:
    """Whoever may see the sign-off that the photo belongs to."""
    return may_see_sign_offs(member, found.enrolled)


def may_acknowledge(member: Member, found: SeenSignOff) -> bool:
    """Trainees acknowledge their own."""
    return is_own(member, found.enrolled)
