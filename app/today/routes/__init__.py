"""The routes of today, a file a resource."""

from app.today.routes import cohort_exports, cohort_matrix, cohort_practicals, competences, today, workshops

blueprints = (
    today.blueprint,
    cohort_matrix.blueprint,
    cohort_exports.blueprint,
    cohort_practicals.blueprint,
    competences.blueprint,
    workshops.blueprint,
)
