"""Thin commands; `flask …` works from the project's root."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add Établi's commands to `flask`."""
