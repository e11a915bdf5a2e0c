"""The routes of today, a file a resource."""

from app.today.routes import cohort_exports, cohort_matrix, today

blueprints = (today.blueprint, cohort_matrix.blueprint, cohort_exports.blueprint)
