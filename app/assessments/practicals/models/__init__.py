"""The tables of practicals."""

from app.assessments.practicals.models.held_record import HeldRecord
from app.assessments.practicals.models.moderation import (
    ModeratedLevel,
    Moderation,
    ModerationAnswer,
    ModeratorJudgement,
)
from app.assessments.practicals.models.readiness import Readiness
from app.assessments.practicals.models.sign_off import (
    Acknowledgement,
    BenchText,
    ClashAnswer,
    CriterionLevel,
    DisagreementAnswer,
    Evidence,
    SignOff,
    SignOffClash,
    SignOffDecision,
    SignOffRemark,
)
from app.assessments.practicals.models.testimony import Testimony, TestimonyDecision, TestimonyRequest

__all__ = [
    "Acknowledgement",
    "BenchText",
    "ClashAnswer",
    "CriterionLevel",
    "DisagreementAnswer",
    "Evidence",
    "HeldRecord",
    "ModeratedLevel",
    "Moderation",
    "ModerationAnswer",
    "ModeratorJudgement",
    "Readiness",
    "SignOff",
    "SignOffClash",
    "SignOffDecision",
    "SignOffRemark",
    "Testimony",
    "TestimonyDecision",
    "TestimonyRequest",
]
