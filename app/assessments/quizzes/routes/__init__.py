"""The routes of quizzes, a file a resource."""

from app.assessments.quizzes.routes import (
    annulments,
    arrangements,
    attempt_remarks,
    attempts,
    further_attempts,
    late_answers,
    marks,
    practice,
    question_corrections,
    responses,
    statistics,
)
from app.assessments.quizzes.routes.quizzes import item_page

__all__ = ["blueprints", "item_page"]

blueprints = (
    attempts.blueprint,
    responses.blueprint,
    marks.blueprint,
    statistics.blueprint,
    arrangements.blueprint,
    annulments.blueprint,
    attempt_remarks.blueprint,
    further_attempts.blueprint,
    late_answers.blueprint,
    practice.blueprint,
    question_corrections.blueprint,
)
