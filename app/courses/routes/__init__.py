"""The routes of courses, a file a resource."""

from app.courses.routes import (
    cohorts,
    completions,
    courses,
    enrolments,
    images,
    items,
    practice,
    revision_items,
    revisions,
)

blueprints = (
    items.blueprint,
    completions.blueprint,
    practice.blueprint,
    enrolments.blueprint,
    cohorts.blueprint,
    courses.blueprint,
    revisions.blueprint,
    revision_items.blueprint,
    images.blueprint,
)
