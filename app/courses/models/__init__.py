"""The tables of courses."""

from app.courses.models.cohort import Cohort, CohortInstructor, Site
from app.courses.models.course import Course, Revision
from app.courses.models.enrolment import Completion, Enrolment, GateDecision, LessonDeclaration

__all__ = [
    "Cohort",
    "CohortInstructor",
    "Completion",
    "Course",
    "Enrolment",
    "GateDecision",
    "LessonDeclaration",
    "Revision",
    "Site",
]
