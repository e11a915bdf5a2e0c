"""What is done with quizzes, a file a noun."""

from app.assessments.quizzes.operations.attempts import (
    AttemptIdTaken,
    NoAttemptsLeft,
    WaitNotOver,
    asked_in,
    close_attempt,
    close_overdue,
    start_attempt,
)
from app.assessments.quizzes.operations.late import MarkWouldFall, count_late_answers
from app.assessments.quizzes.operations.responses import (
    AttemptClosed,
    Given,
    ResponseIdTaken,
    UnknownQuestion,
    deliver,
    hand_in,
    save_responses,
)

__all__ = [
    "AttemptClosed",
    "AttemptIdTaken",
    "Given",
    "MarkWouldFall",
    "NoAttemptsLeft",
    "ResponseIdTaken",
    "UnknownQuestion",
    "WaitNotOver",
    "asked_in",
    "close_attempt",
    "close_overdue",
    "count_late_answers",
    "deliver",
    "hand_in",
    "save_responses",
    "start_attempt",
]
