"""The routes of the desk, a file a resource."""

from __future__ import annotations

from flask import Blueprint

from app.authoring.routes import (
    bases,
    desk,
    draft_clashes,
    draft_ends,
    draft_files,
    draft_images,
    draft_items,
    draft_moves,
    draft_pictures,
    draft_removals,
    draft_renames,
    draft_restorations,
    draft_saves,
    draft_translations,
    draft_undos,
    draft_weeks,
    drafts,
    new_courses,
    publications,
    reported_files,
    trial_pages,
    trials,
)

blueprints: tuple[Blueprint, ...] = (
    bases.blueprint,
    desk.blueprint,
    draft_clashes.blueprint,
    draft_ends.blueprint,
    draft_files.blueprint,
    draft_images.blueprint,
    draft_items.blueprint,
    draft_moves.blueprint,
    draft_pictures.blueprint,
    draft_removals.blueprint,
    draft_renames.blueprint,
    draft_restorations.blueprint,
    draft_saves.blueprint,
    draft_translations.blueprint,
    draft_undos.blueprint,
    draft_weeks.blueprint,
    drafts.blueprint,
    new_courses.blueprint,
    publications.blueprint,
    reported_files.blueprint,
    trial_pages.blueprint,
    trials.blueprint,
)
