"""The tables of quizzes."""

from app.assessments.quizzes.models.attempt import Attempt, Mark, QuestionMark, Response

__all__ = ["Attempt", "Mark", "QuestionMark", "Response"]
