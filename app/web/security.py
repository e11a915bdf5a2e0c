"""Headers that every answer carries, and SQLite's write lock for requests that write."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Response, g, request

from app.db import writing

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
)


def init_app(app: Flask) -> None:
    """Add both to `app`."""
    app.before_request(_take_write_lock)
    app.teardown_request(_release_write_lock)
    app.after_request(_add_headers)


def _take_write_lock() -> None:
    if request.method not in READING_METHODS:
        g.write_lock = ExitStack()
        g.write_lock.enter_context(writing())


def _release_write_lock(_error: BaseException | None) -> None:
    if (lock := g.pop("write_lock", None)) is not None:
        lock.close()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS:
        response.headers.setdefault(name, value)
    # Pages show a person's own state; only what says otherwise itself (assets, drawings) may be kept.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
