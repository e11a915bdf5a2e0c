"""Measure every bar that is due, print the table, and keep it in benchmarks/results.md."""

from __future__ import annotations

import os
import platform
import tempfile
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from benchmarks import compiling, issuing, lists, pages, saving, signing, start, statistics, weight
from benchmarks.rows import Row
from benchmarks.school import fill, settings_in
from benchmarks.schools import LARGE, SMALL, made

RESULTS = Path(__file__).parent / "results.md"
INTRODUCTION = """# What was measured

`make bench` on {when} ({machine}). Ratios within one run: the load generator shares the machine, every figure of load
is the median of {runs} runs of {seconds} seconds, and the servers take turns.

*Empty view*: a bare Flask application that returns a constant page of the same size, served by gunicorn with as many
workers and threads as ours has. *Plain page*: the same with Flask-Login and as many SQLAlchemy Core selects as ours
makes, served by our own server. *Plain write*: the same with one Core insert, committed durably. *The school of
10,000* and that of 100 are made by `flask demo --size`. *Markdown and bleach alone*: they render and clean the same
{items} pages, and nothing is made of them; seconds are those of the processor, the median of {compilings} runs
that take turns. *Pillow alone*: it decodes the same photos and encodes them again as they are kept; seconds of the
processor, the median of {signings} runs that take turns. *The PDF, signature and credential libraries alone*: Typst
draws the same page, pyHanko signs it, openbadgeslib signs the same credential both ways, and nothing is read, stored or
written down; seconds of the processor, {at_once} certificates at a time in turns.

"""
HEAD = "| what | measured | bar | holds |\n|---|---|---|---|"


def main() -> None:
    """Print each row as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_in(Path(folder))
        visitors = fill(settings)
        print(HEAD, flush=True)
        rows = []
        small, large = (made(Path(folder) / str(size), size) for size in (SMALL, LARGE))
        for row in chain(
            pages.measure(settings, visitors),
            saving.measure(settings, visitors),
            signing.measure(),
            issuing.measure(),
            start.measure(),
            weight.measure(visitors),
            lists.measure(small, large),
            compiling.measure(),
            statistics.measure(),
        ):
            print(row, flush=True)
            rows.append(row)
    RESULTS.write_text(_report(rows))


def _report(rows: list[Row]) -> str:
    when = datetime.now(UTC).date()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    lines = "\n".join(str(row) for row in rows)
    introduction = INTRODUCTION.format(
        when=when,
        machine=machine,
        runs=pages.RUNS,
        seconds=pages.SECONDS,
        items=compiling.ITEMS,
        compilings=compiling.RUNS,
        signings=signing.RUNS,
        at_once=issuing.AT_ONCE,
    )
    return f"{introduction}{HEAD}\n{lines}\n"


if __name__ == "__main__":
    main()
