"""The tables of practicals."""

from app.assessments.practicals.models.readiness import Readiness
from app.assessments.practicals.models.sign_off import (
    Acknowledgement,
    CriterionLevel,
    Evidence,
    SignOff,
    SignOffRemark,
)

__all__ = ["Acknowledgement", "CriterionLevel", "Evidence", "Readiness", "SignOff", "SignOffRemark"]
