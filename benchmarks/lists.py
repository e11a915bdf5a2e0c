"""Pages that list things: in a school of ten thousand trainees against one of a hundred, and the widest matrix."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.load import Load, asking, load, middle
from benchmarks.pages import statements_of
from benchmarks.rows import Row, at_most
from benchmarks.schools import LARGE, SMALL, School
from benchmarks.servers import running

RUNS, SECONDS, CONNECTIONS, PORT = 3, 2, 8, 8474
BY_AUTHOR = ("/reports",)
LISTS = (
    "/",
    "/people",
    "/people?show=trainees",
    "/people?q=wide",
    "/sites",
    "/letters",
    "/notices",
    "/search?q=wide",
    "/reports",
    "/catalogue",
)
"""Each as the coordinator of every site sees it, or the author."""


class Visit(NamedTuple):
    """A page, and the cookie of who looks at it."""

    path: str
    cookie: str


def measure(small: School, large: School) -> Iterator[Row]:
    """Rows for the making of a school, for the matrix, and for every list."""
    yield at_most("demonstration school: made in", small.seconds, 20, unit=" s")
    yield at_most(f"school of {LARGE:,} trainees: made in", large.seconds, 180, unit=" s")
    yield from _matrix(small, large)
    few, many = _times(small, large)
    for path in LISTS:
        yield at_most(f"{path}: time, {SMALL} → {LARGE:,} trainees", many[path] / few[path], 1.5, unit=" ×")


def _matrix(small: School, large: School) -> Iterator[Row]:
    few, size = statements_of(small.settings, _wide(small).cookie, _wide(small).path)
    many, size = statements_of(large.settings, _wide(large).cookie, _wide(large).path)
    yield at_most("cohort matrix, 20 × 100: queries", len(few), 8)
    yield at_most(f"cohort matrix, 20 × 100: queries in a school of {LARGE:,}", len(many), len(few))
    os.environ["BENCH_SIZE"] = str(size)
    ours: list[Load] = []
    empty: list[Load] = []
    for _ in range(RUNS):
        ours += _loads("ours", large, [_wide(large)])
        empty += _loads("empty", large, [Visit("/page", large.coordinator)])
    ratio = middle(empty).requests_per_second / middle(ours).requests_per_second
    yield at_most("cohort matrix, 20 × 100: time of an empty view's", ratio, 25, unit=" ×")


def _times(small: School, large: School) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds a request by page, in each school; they take turns."""
    runs: list[list[list[Load]]] = [[], []]
    for _ in range(RUNS):
        for school, of_school in zip((small, large), runs, strict=True):
            visits = [Visit(path, school.author if path in BY_AUTHOR else school.coordinator) for path in LISTS]
            of_school.append(_loads("ours", school, visits))
    few, many = (
        {path: 1 / middle(loads).requests_per_second for path, *loads in zip(LISTS, *of_school, strict=True)}
        for of_school in runs
    )
    return few, many


def _loads(kind: str, school: School, visits: list[Visit]) -> list[Load]:
    """Each page under load in turn, from one server."""
    found = []
    with running(kind, PORT, **school.environment) as server:
        for visit in visits:
            load(server.address, asking([visit]), connections=CONNECTIONS, seconds=1)
            found.append(load(server.address, asking([visit]), connections=CONNECTIONS, seconds=SECONDS))
    return found


def _wide(school: School) -> Visit:
    return Visit(f"/cohorts/{school.cohort_id}", school.coordinator)
