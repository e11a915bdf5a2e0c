"""The routes of today, a file a resource."""

from app.today.routes import (
    cohort_exports,
    cohort_matrix,
    cohort_practicals,
    cohort_revisions,
    competences,
    today,
    workshops,
)

blueprints = (
    today.blueprint,
    cohort_matrix.blueprint,
    cohort_exports.blueprint,
    cohort_practicals.blueprint,
    cohort_revisions.blueprint,
    competences.blueprint,
    workshops.blueprint,
)
