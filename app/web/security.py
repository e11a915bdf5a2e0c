"""Headers that every answer carries, SQLite's write lock for requests that write, and how much they may send."""

from __future__ import annotations

from contextlib import ExitStack

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.db import writing
from app.web.guards import View

MOST_TEXT = 1024 * 1024
"""Bytes of a form without files. Millions of small fields would keep a worker busy for many seconds."""
ONLY_READS = "__only_reads__"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
)


class SparingRequest(Request):
    """A request that may be long only where it brings files."""

    @property
    def max_content_length(self) -> int | None:
        """Bytes of the body: the setting's for files, fewer for text."""
        most = super().max_content_length
        return most if self.mimetype == "multipart/form-data" else min(most or MOST_TEXT, MOST_TEXT)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


class PersonalSessions(SecureCookieSessionInterface):
    """Sessions in signed cookies, for what is somebody's own: what everybody may keep doesn't vary with them."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, and say that the answer depends on it."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Add them to `app`."""
    app.request_class = SparingRequest
    app.session_interface = PersonalSessions()
    app.before_request(_take_write_lock)
    app.teardown_request(_release_write_lock)
    app.after_request(_add_headers)


def only_reads(view: View) -> View:
    """Mark a view that answers a POST and writes nothing: it need not wait for those who write."""
    setattr(view, ONLY_READS, True)
    return view


def _take_write_lock() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in READING_METHODS and not hasattr(view, ONLY_READS):
        g.write_lock = ExitStack()
        g.write_lock.enter_context(writing())


def _release_write_lock(_error: BaseException | None) -> None:
    if (lock := g.pop("write_lock", None)) is not None:
        lock.close()


def _add_headers(response: Response) -> Response:
    present = {name for name, _ in response.headers}
    response.headers.extend([header for header in HEADERS if header[0] not in present])
    # Pages show a person's own state; only what says otherwise itself (assets, drawings) may be kept.
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
