"""Who may do what in courses: pure predicates that routes and templates share."""

from __future__ import annotations

from app.courses.facts import CohortChoices, CohortFacts, Enrolled, EnrolledItem, Licence, OwedReading, PracticeQuestion
from app.courses.mistakes import ReportedItem, SeenReport
from app.people.member import Member


def may_coordinate(member: Member, cohort: CohortFacts) -> bool:
    """Coordinators of the cohort's site change it, enrol people and issue certificates."""
    return member.is_a_at("coordinator", cohort.site_id)


def may_teach(member: Member, cohort: CohortFacts) -> bool:
    """The cohort's own instructors teach and assess in it."""
    return member.id in cohort.instructor_ids


def may_follow(member: Member, cohort: CohortFacts) -> bool:
    """Instructors and coordinators of a cohort see where its trainees stand."""
    return may_teach(member, cohort) or may_coordinate(member, cohort)


def may_move_dates(member: Member, cohort: CohortFacts) -> bool:
    """The cohort's instructors say by when a quiz is due, and its coordinators do in their place."""
    return may_follow(member, cohort)


def may_coordinate_place(member: Member, enrolled: Enrolled) -> bool:
    """Coordinators of the site move, withdraw and take back its trainees."""
    return may_coordinate(member, enrolled.cohort)


def may_move_their_dates(member: Member, enrolled: Enrolled) -> bool:
    """Who moves dates for all moves them for one, but not their own."""
    return may_move_dates(member, enrolled.cohort) and not is_own(member, enrolled)


def may_see_licence(member: Member, licence: Licence) -> bool:
    """Who follows the cohort; trainees read on the pages of their practicals whether theirs is suspended."""
    return may_follow(member, licence.enrolled.cohort) and not is_own(member, licence.enrolled)


def may_restore_licence(member: Member, licence: Licence) -> bool:
    """The cohort's instructors give a licence back; nobody their own."""
    return may_teach(member, licence.enrolled.cohort) and not is_own(member, licence.enrolled)


def may_create_cohort(member: Member, choices: CohortChoices) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Coordinators make cohorts. While something for one is missing, the page says what."""
    return member.is_a("coordinator")


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


def may_correct(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Authors push safety corrections to every running cohort, and erase what they said of them."""
    return member.is_a("author")


def may_acknowledge(member: Member, reading: OwedReading) -> bool:
    """Trainees say themselves that they have read a correction."""
    return is_own(member, reading.enrolled)


def may_report(member: Member, found: ReportedItem) -> bool:
    """Whoever reads an item may say what is wrong in it: the trainee, who follows them, and staff."""
    return member.is_staff if found.enrolled is None else may_see_enrolment(member, found.enrolled)


def may_answer(member: Member, report: SeenReport) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Authors answer; readers find their own reports, and can't."""
    return report.to_answer
