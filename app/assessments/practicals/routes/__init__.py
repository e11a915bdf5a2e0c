"""The routes of practicals, a file a resource."""

from __future__ import annotations

from app.assessments.practicals.routes import acknowledgements, evidence, readiness, sign_offs
from app.assessments.practicals.routes.practicals import item_page

__all__ = ["blueprints", "item_page"]

blueprints = (readiness.blueprint, sign_offs.blueprint, acknowledgements.blueprint, evidence.blueprint)
