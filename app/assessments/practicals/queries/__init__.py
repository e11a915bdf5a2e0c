"""Finding who is ready, and sign-offs with what belongs to them, a file a noun."""

from app.assessments.practicals.queries.agreements import agreements, site_share, site_shares
from app.assessments.practicals.queries.bench import bench_board
from app.assessments.practicals.queries.bench_records import (
    Delivered,
    count_held,
    delivered,
    enrolment_delivered_for,
    held_page,
    held_photo_seen_by,
    held_record_seen_by,
    held_records,
    held_to_settle,
)
from app.assessments.practicals.queries.disputes import (
    clash_seen_by,
    coordinated_sign_off,
    disagreement_seen_by,
    disputes_of,
    disputes_to_settle,
    head_of,
    signed,
)
from app.assessments.practicals.queries.feedback import feedback_of
from app.assessments.practicals.queries.moderated import moderated_seen_by, work_to_judge
from app.assessments.practicals.queries.moderations import judged_list, moderation_counts, work_list
from app.assessments.practicals.queries.sign_offs import (
    as_judged,
    device_name,
    devices_used,
    enrolled_practical,
    evidence_seen_by,
    reasons_of,
    repeated_sign_off,
    seen_sign_off_by_id,
    sign_off_seen_by,
    sign_offs_of,
)
from app.assessments.practicals.queries.standing import (
    counting,
    earned_completions,
    is_corrected,
    is_set_aside,
    practical_state,
    practical_states,
)
from app.assessments.practicals.queries.testimonies import (
    accepted_testimonies,
    open_request,
    testimonies_for,
    testimonies_to_decide,
    testimony_seen_by,
)

__all__ = [
    "Delivered",
    "accepted_testimonies",
    "agreements",
    "as_judged",
    "bench_board",
    "clash_seen_by",
    "coordinated_sign_off",
    "count_held",
    "counting",
    "delivered",
    "device_name",
    "devices_used",
    "disagreement_seen_by",
    "disputes_of",
    "disputes_to_settle",
    "earned_completions",
    "enrolled_practical",
    "enrolment_delivered_for",
    "evidence_seen_by",
    "feedback_of",
    "head_of",
    "held_page",
    "held_photo_seen_by",
    "held_record_seen_by",
    "held_records",
    "held_to_settle",
    "is_corrected",
    "is_set_aside",
    "judged_list",
    "moderated_seen_by",
    "moderation_counts",
    "open_request",
    "practical_state",
    "practical_states",
    "reasons_of",
    "repeated_sign_off",
    "seen_sign_off_by_id",
    "sign_off_seen_by",
    "sign_offs_of",
    "signed",
    "site_share",
    "site_shares",
    "testimonies_for",
    "testimonies_to_decide",
    "testimony_seen_by",
    "work_list",
    "work_to_judge",
]
