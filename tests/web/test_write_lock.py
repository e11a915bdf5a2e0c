"""Who waits for SQLite's one writer, and who doesn't."""

from __future__ import annotations

from contextvars import Context

import pytest
from flask import Flask

from app.db import is_writing
from tests.cast import Cast


@pytest.mark.parametrize(
    ("method", "path", "locks"),
    [
        ("GET", "/", False),
        ("POST", "/sign-in", True),
        ("POST", "/enrolments/{enrolment}/items/the-bench/practice/bench-check", False),
        ("POST", "/enrolments/{enrolment}/items/the-bench/completion", True),
        ("POST", "/nowhere", True),
    ],
)
def test_only_requests_that_write_take_the_lock(app: Flask, cast: Cast, method: str, path: str, locks: bool) -> None:
    def held() -> bool:
        with app.test_request_context(path.format(enrolment=cast.enrolment_id), method=method):
            app.preprocess_request()
            return is_writing()

    # In a context of its own: the test itself runs in one that holds the lock.
    assert Context().run(held) is locks
