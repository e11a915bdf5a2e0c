"""Errors as pages that say what happened and what to do."""

from __future__ import annotations

import logging

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.db import db
from app.shared.errors import Refusal
from app.web.paths import own_referrer

log = logging.getLogger(__name__)
PAGES = frozenset({403, 404, 405, 413, 429})


def init_app(app: Flask) -> None:
    """Show Établi's own pages for errors."""
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _refusal(refusal: Refusal) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("errors/refusal.html", refusal=refusal, back=own_referrer()), refusal.status


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/expired.html", back=own_referrer()), 400


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # a redirect in the shape of an exception
        return error.get_response()
    page = error.code if error.code in PAGES else 400 if error.code < 500 else 500
    # What the error says besides its page: which methods are allowed, when to try again.
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return render_template(f"errors/{page}.html"), error.code, headers


def _fault(error: Exception) -> ResponseReturnValue:
    log.exception("a request failed: %s %s", request.method, request.path, exc_info=error)
    db.session.rollback()
    if "_login_user" not in g:
        # Nobody could be looked up: perhaps the database is what broke, so the page must do without it.
        g._login_user = AnonymousUserMixin()  # noqa: SLF001 - Flask-Login keeps it there
    return render_template("errors/500.html"), 500
