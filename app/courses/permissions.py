"""Who may do what in courses: pure predicates that routes and templates share."""

from __future__ import annotations

from app.courses.facts import CohortChoices, CohortFacts, Enrolled, EnrolledItem, PracticeQuestion
from app.people.member import Member


def may_coordinate(member: Member, cohort: CohortFacts) -> bool:
    """Coordinators of the cohort's site enrol people and issue certificates."""
    return member.is_a_at("coordinator", cohort.site_id)


def may_teach(member: Member, cohort: CohortFacts) -> bool:
    """The cohort's own instructors teach and assess in it."""
    return member.id in cohort.instructor_ids


def may_follow(member: Member, cohort: CohortFacts) -> bool:
    """Instructors and coordinators of a cohort see where its trainees stand."""
    return may_teach(member, cohort) or may_coordinate(member, cohort)


def may_create_cohort(member: Member, choices: CohortChoices) -> bool:
    """Whoever coordinates at least one site."""
    return member.is_a("coordinator") and bool(choices.sites)


def is_own(member: Member, enrolled: Enrolled) -> bool:
    """Whether this is the member's own enrolment."""
    return member.id == enrolled.person_id


def may_learn(member: Member, enrolled_item: EnrolledItem) -> bool:
    """A trainee works in their own enrolment only."""
    return is_own(member, enrolled_item.enrolled)


def may_practise(member: Member, practice: PracticeQuestion) -> bool:
    """Practice questions are for those who may learn from the lesson around them."""
    return may_learn(member, practice.place)


def may_see_enrolment(member: Member, enrolled: Enrolled) -> bool:
    """The trainee, and who follows the cohort."""
    return is_own(member, enrolled) or may_follow(member, enrolled.cohort)


def may_read_with_answers(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Staff read every item with its answers; trainees never do."""
    return member.is_staff
