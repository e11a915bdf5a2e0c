"""Tables of cases."""

from app.assessments.cases.models.case_run import CaseAct, CaseMark, CaseRun

__all__ = ["CaseAct", "CaseMark", "CaseRun"]
