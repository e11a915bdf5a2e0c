"""Who may do what in practicals: pure predicates that routes and templates share."""

from __future__ import annotations

from app.assessments.practicals.disputes import Dispute
from app.assessments.practicals.facts import SeenEvidence, SeenSignOff
from app.assessments.practicals.held import SeenHeldPhoto, SeenHeldRecord
from app.assessments.practicals.moderating import Moderated
from app.assessments.practicals.witnessing import EnrolledTestimony
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.permissions import is_own, may_coordinate, may_follow, may_teach
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


def may_correct(member: Member, found: SeenSignOff) -> bool:
    """The assessor, or another instructor of the cohort; nobody what was judged of them."""
    return may_teach(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_see_evidence(member: Member, found: SeenEvidence) -> bool:
    """Whoever may see the sign-off that the photo belongs to."""
    return may_see_sign_offs(member, found.enrolled)


def may_acknowledge(member: Member, found: SeenSignOff) -> bool:
    """Trainees acknowledge their own."""
    return is_own(member, found.enrolled)


def may_ask_witness(member: Member, found: EnrolledItem) -> bool:
    """The cohort's instructors ask witnesses; nobody about their own work."""
    return may_sign_off(member, found)


def may_list_testimonies(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Instructors, what was asked for in their own cohorts, and coordinators, at their sites."""
    return member.is_a("instructor") or member.is_a("coordinator")


def may_see_testimony(member: Member, found: EnrolledTestimony) -> bool:
    """Who follows the cohort; trainees see what was accepted on the page of the practical."""
    return may_follow(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_decide_testimony(member: Member, found: EnrolledTestimony) -> bool:
    """The cohort's instructors; nobody on their own work."""
    return may_teach(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_erase_testimony(member: Member, found: EnrolledTestimony) -> bool:
    """The coordinators of the site; nobody what concerns their own work."""
    return may_coordinate(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_deliver(member: Member, enrolled: Enrolled) -> bool:
    """The cohort's instructors, and the other instructors of its site: who doesn't teach it any more brings what they
    judged while they did, and it is held."""
    return may_teach(member, enrolled.cohort) or member.is_a_at("instructor", enrolled.cohort.site_id)


def may_list_held(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Staff, what waits for them."""
    return member.is_staff


def may_record_held(member: Member, found: SeenHeldRecord) -> bool:
    """Who judged it records it after all: nobody signs for them."""
    return member.id == found.assessor_id


def may_drop_held(member: Member, found: SeenHeldRecord) -> bool:
    """Who judged it, and the coordinators of the site; trainees never what was judged of them."""
    coordinates = may_coordinate(member, found.enrolled.cohort) and not is_own(member, found.enrolled)
    return may_record_held(member, found) or coordinates


def may_see_held_photo(member: Member, found: SeenHeldPhoto) -> bool:
    """Whoever may see the held record."""
    return may_drop_held(member, found.held)


def may_see_moderations(member: Member, counts: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Moderators judge, coordinators look after it, and instructors read what came of their own judgements."""
    return any(member.is_a(role) for role in ("moderator", "coordinator", "instructor"))


def may_open_moderated(member: Member, found: Moderated) -> bool:
    """Whoever may see sign-offs; moderators not while more of that work is to be judged."""
    cohort = found.first.enrolled.cohort
    return may_follow(member, cohort) or (member.is_a_at("moderator", cohort.site_id) and not found.closed)


def may_keep_to_judgement(member: Member, found: Moderated) -> bool:
    """Assessors answer for their own judgements, while an answer is waited for."""
    return member.id == found.assessor_id


def may_compare_assessors(member: Member, found: object) -> bool:  # noqa: ARG001 - the same
    """Coordinators see how often moderators agree with whom."""
    return member.is_a("coordinator")


def may_pass_over(member: Member, found: SeenSignOff) -> bool:
    """The cohort's instructors hand the trainee their device to sign on; nobody to themselves."""
    return may_teach(member, found.enrolled.cohort) and not is_own(member, found.enrolled)


def may_list_disputes(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Coordinators, those of their sites."""
    return member.is_a("coordinator")


def may_see_dispute(member: Member, found: Dispute) -> bool:
    """The coordinators of the site."""
    return may_coordinate(member, found.enrolled.cohort)


def may_set_aside(member: Member, found: SeenSignOff) -> bool:
    """The coordinators of the site; nobody their own judgement or work."""
    return may_coordinate(member, found.enrolled.cohort) and member.id not in (
        found.assessor_id,
        found.enrolled.person_id,
    )


def may_settle(member: Member, found: Dispute) -> bool:
    """The coordinators of the site; nobody what concerns their own judgement or work."""
    concerned = (*found.assessor_ids, found.enrolled.person_id)
    return may_see_dispute(member, found) and member.id not in concerned
