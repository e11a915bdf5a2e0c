"""The tables of courses."""

from app.courses.models.cohort import Cohort, CohortInstructor, Site
from app.courses.models.course import Course, Revision
from app.courses.models.due_date import DueDate
from app.courses.models.enrolment import Completion, Enrolment, GateDecision, LessonDeclaration
from app.courses.models.mistake_report import MistakeReport
from app.courses.models.safety import SafetyAcknowledgement, SafetyCorrection, SafetyDuty, SafetyReach, SafetyReason

__all__ = [
    "Cohort",
    "CohortInstructor",
    "Completion",
    "Course",
    "DueDate",
    "Enrolment",
    "GateDecision",
    "LessonDeclaration",
    "MistakeReport",
    "Revision",
    "SafetyAcknowledgement",
    "SafetyCorrection",
    "SafetyDuty",
    "SafetyReach",
    "SafetyReason",
    "Site",
]
