"""Établi: the learning management system for repair schools.

Importing this package imports nothing of it, so that `app.curriculum` works where the application doesn't.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve. Raises SettingsError, UnguardedRouteError."""
    from app.wiring import wired

    return wired(settings)
