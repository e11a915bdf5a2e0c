"""The pages that are read most, against plain and empty ones under the same server and the same load."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from sqlalchemy import event

from app import create_app
from app.config import Settings
from app.courses.queries.revisions import newest_revisions
from app.db import db
from benchmarks.load import Load, asking, load, middle
from benchmarks.rows import Row, at_least, at_most
from benchmarks.school import LESSON, Visitor
from benchmarks.servers import running

RUNS = 3
SECONDS = 4
CONNECTIONS = (8, 32)


def measure(settings: Settings, visitors: Sequence[Visitor]) -> Iterator[Row]:
    """The rows of the lesson page and of the today page."""
    for name, path, plain_share, empty_share, most in (
        ("lesson page", f"/enrolments/{{}}/items/{LESSON}", 60, 25, 4),
        ("today page", "/", 40, None, 6),
    ):
        statements, size = statements_of(settings, visitors[0].cookie, path.format(visitors[0].enrolment_id))
        yield at_most(f"{name}: queries", len(statements), most)
        yield at_most(f"{name}: writes", sum(not _reads(each) for each in statements), 0)
        os.environ.update(BENCH_SIZE=str(size), BENCH_SELECTS=str(len(statements)))
        yield from _compare(name, path, visitors, plain_share, empty_share)


def _compare(
    name: str, path: str, visitors: Sequence[Visitor], plain_share: int, empty_share: int | None
) -> Iterator[Row]:
    ours = [(path.format(visitor.enrolment_id), visitor.cookie) for visitor in visitors]
    plain = [("/plain", visitor.cookie) for visitor in visitors]
    empty = [("/page", visitor.cookie) for visitor in visitors]
    for connections in CONNECTIONS:
        mine, simple, bare = _alternating((("ours", ours), ("plain", plain), ("empty", empty)), connections)
        share = 100 * mine.requests_per_second / simple.requests_per_second
        what = f"{name}, {connections} connections"
        yield at_least(f"{what}: throughput of the plain page", share, plain_share, unit=" %")
        if empty_share is not None:
            share = 100 * mine.requests_per_second / bare.requests_per_second
            yield at_least(f"{what}: throughput of the empty view", share, empty_share, unit=" %")
            spread = (mine.p99 / mine.median) / (simple.p99 / simple.median)
            yield at_most(f"{what}: p99 ÷ median, against the plain page's", spread, 1.5, unit=" ×")
        yield at_most(f"{what}: failed requests", mine.failed, 0)


def _alternating(kinds: Sequence[tuple[str, Sequence[tuple[str, str]]]], connections: int) -> list[Load]:
    # In turn, so that a slow minute of the machine falls on all three alike; one server at a time, so that
    # two that idle don't take from the one that is measured.
    runs: list[list[Load]] = [[] for _ in kinds]
    for _ in range(RUNS):
        for results, (kind, visits) in zip(runs, kinds, strict=True):
            with running(kind, 8471) as server:
                load(server.address, asking(visits), connections=connections, seconds=1)
                results.append(load(server.address, asking(visits), connections=connections, seconds=SECONDS))
    return [middle(results) for results in runs]


def statements_of(settings: Settings, cookie: str, path: str) -> tuple[list[str], int]:
    """The statements of one request for `path`, and the size of its answer in bytes."""
    app = create_app(settings)
    with app.app_context():
        newest_revisions()
        engine = db.engine
    client = app.test_client()
    name, _, value = cookie.partition("=")
    client.set_cookie(name, value)
    client.get(path)
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    statements = [each for each in statements if each not in ("BEGIN", "ROLLBACK")]
    engine.dispose()
    return statements, len(answer.data)


def _reads(statement: str) -> bool:
    return statement.lstrip().upper().startswith("SELECT")
