"""The tables of the desk."""

from app.authoring.models.draft import Draft, DraftSave

__all__ = ["Draft", "DraftSave"]
