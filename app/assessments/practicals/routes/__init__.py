"""The routes of practicals, a file a resource."""

from __future__ import annotations

from app.assessments.practicals.routes import (
    acknowledgements,
    bench,
    bench_records,
    corrections,
    disputes,
    evidence,
    held_photos,
    held_records,
    moderated_shares,
    moderation_answers,
    moderation_figures,
    moderations,
    moderator_judgements,
    readiness,
    sign_off_decisions,
    sign_offs,
    signatures,
    testimonies,
    testimony_decisions,
    testimony_erasures,
    witnesses,
)
from app.assessments.practicals.routes.practicals import item_page

__all__ = ["blueprints", "item_page"]

blueprints = (
    readiness.blueprint,
    sign_offs.blueprint,
    corrections.blueprint,
    acknowledgements.blueprint,
    disputes.blueprint,
    sign_off_decisions.blueprint,
    signatures.blueprint,
    evidence.blueprint,
    bench.blueprint,
    bench_records.blueprint,
    held_records.blueprint,
    held_photos.blueprint,
    testimonies.blueprint,
    testimony_decisions.blueprint,
    testimony_erasures.blueprint,
    witnesses.blueprint,
    moderations.blueprint,
    moderator_judgements.blueprint,
    moderation_answers.blueprint,
    moderation_figures.blueprint,
    moderated_shares.blueprint,
)
