"""Declaring ready, signing off, acknowledging, a file a noun."""

from app.assessments.practicals.operations.acknowledgements import DisagreementNeedsWords, acknowledge
from app.assessments.practicals.operations.bench_records import (
    NotTeaching,
    OtherCriteria,
    check_pins,
    count_delivery,
    deliver,
    record_judgement,
    says_otherwise,
    sign_of,
)
from app.assessments.practicals.operations.decisions import OwnJudgement, decide_sign_off
from app.assessments.practicals.operations.disputes import DisputeSettled, answer_clash, answer_disagreement
from app.assessments.practicals.operations.following import follow_sign_offs
from app.assessments.practicals.operations.held_records import (
    HeldRecordSettled,
    drop_held_record,
    record_after_all,
)
from app.assessments.practicals.operations.moderations import (
    AlreadyModerated,
    IncompleteModeration,
    ModerationSettled,
    NothingToModerate,
    draw,
    keep_to_judgement,
    moderate,
    refuse_settled,
    set_share,
)
from app.assessments.practicals.operations.readiness import (
    AlreadyCompetent,
    RetakeSpent,
    declare_ready,
)
from app.assessments.practicals.operations.sign_offs import (
    AlreadyCorrected,
    IncompleteSignOff,
    NothingToCorrect,
    OtherSignOff,
    OwnWork,
    refuse_corrected,
    sign_off,
)
from app.assessments.practicals.operations.testimonies import (
    NothingToDecide,
    OtherTestimony,
    TestimonyDecided,
    TestimonyLinkSpent,
    ask_witness,
    count_link,
    decide_testimony,
    erase_testimony,
    give_testimony,
)

__all__ = [
    "AlreadyCompetent",
    "AlreadyCorrected",
    "AlreadyModerated",
    "DisagreementNeedsWords",
    "DisputeSettled",
    "HeldRecordSettled",
    "IncompleteModeration",
    "IncompleteSignOff",
    "ModerationSettled",
    "NotTeaching",
    "NothingToCorrect",
    "NothingToDecide",
    "NothingToModerate",
    "OtherCriteria",
    "OtherSignOff",
    "OtherTestimony",
    "OwnJudgement",
    "OwnWork",
    "RetakeSpent",
    "TestimonyDecided",
    "TestimonyLinkSpent",
    "acknowledge",
    "answer_clash",
    "answer_disagreement",
    "ask_witness",
    "check_pins",
    "count_delivery",
    "count_link",
    "decide_sign_off",
    "decide_testimony",
    "declare_ready",
    "deliver",
    "draw",
    "drop_held_record",
    "erase_testimony",
    "follow_sign_offs",
    "give_testimony",
    "keep_to_judgement",
    "moderate",
    "record_after_all",
    "record_judgement",
    "refuse_corrected",
    "refuse_settled",
    "says_otherwise",
    "set_share",
    "sign_of",
    "sign_off",
]
