"""The routes of quizzes, a file a resource."""

from app.assessments.quizzes.routes import attempts, marks, responses
from app.assessments.quizzes.routes.quizzes import item_page

__all__ = ["blueprints", "item_page"]

blueprints = (attempts.blueprint, responses.blueprint, marks.blueprint)
