"""The routes of cases, a file a resource."""

from app.assessments.cases.routes import case_acts, case_runs
from app.assessments.cases.routes.cases import item_page

__all__ = ["blueprints", "item_page"]

blueprints = (case_runs.blueprint, case_acts.blueprint)
