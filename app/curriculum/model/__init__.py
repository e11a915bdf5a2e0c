"""The compiled curriculum: frozen dataclasses, without database or HTTP.

A `Curriculum` is what the compiler makes of one course's sources. It holds cleaned HTML where
authors write Markdown, and plain values everywhere else. Field names that end in `html` are
safe to put on a page as they are; every other string is plain text and has to be escaped.
"""

from app.curriculum.model.cases import BenchTest, Budget, Case, Conclusion, DeviceState, Effect
from app.curriculum.model.course import (
    Competence,
    CompetenceBlock,
    CompletionRules,
    Cover,
    Curriculum,
    Duration,
    Term,
    Texts,
    Track,
    Translation,
    Week,
)
from app.curriculum.model.documents import (
    Check,
    Document,
    Hazard,
    HazardLevel,
    HazardType,
    Note,
    Part,
    Prose,
    Readings,
    Steps,
    checks_in,
)
from app.curriculum.model.items import Criterion, Feedback, Item, Lesson, Need, Practical, Quiz
from app.curriculum.model.questions import NumericKey, Option, Pair, Question, QuestionType, Spot

__all__ = [
    "BenchTest",
    "Budget",
    "Case",
    "Check",
    "Competence",
    "CompetenceBlock",
    "CompletionRules",
    "Conclusion",
    "Cover",
    "Criterion",
    "Curriculum",
    "DeviceState",
    "Document",
    "Duration",
    "Effect",
    "Feedback",
    "Hazard",
    "HazardLevel",
    "HazardType",
    "Item",
    "Lesson",
    "Need",
    "Note",
    "NumericKey",
    "Option",
    "Pair",
    "Part",
    "Practical",
    "Prose",
    "Question",
    "QuestionType",
    "Quiz",
    "Readings",
    "Spot",
    "Steps",
    "Term",
    "Texts",
    "Track",
    "Translation",
    "Week",
    "checks_in",
]
