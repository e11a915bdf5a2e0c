"""The tables of quizzes."""

from app.assessments.quizzes.models.arrangement import Arrangement, FurtherAttempt
from app.assessments.quizzes.models.attempt import Attempt, Mark, QuestionMark, Response
from app.assessments.quizzes.models.correction import CorrectionReason, QuestionCorrection, RemarkingLine
from app.assessments.quizzes.models.judgement import AttemptDecision, AttemptRemark, AttemptRemarkText
from app.assessments.quizzes.models.late import LateCount, LateResponse
from app.assessments.quizzes.models.practice import PracticeAnswer, ReturningQuestion
from app.assessments.quizzes.models.tally import QuestionTally

__all__ = [
    "Arrangement",
    "Attempt",
    "AttemptDecision",
    "AttemptRemark",
    "AttemptRemarkText",
    "CorrectionReason",
    "FurtherAttempt",
    "LateCount",
    "LateResponse",
    "Mark",
    "PracticeAnswer",
    "QuestionCorrection",
    "QuestionMark",
    "QuestionTally",
    "RemarkingLine",
    "Response",
    "ReturningQuestion",
]
