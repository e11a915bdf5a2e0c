"""`python -m tests.suite`: the whole suite, all but the sweep, on SQLite and on PostgreSQL at the same time.

Words after it go to both. What touches a database runs on both, the rest once (`tests/lanes.py`). Where PostgreSQL's
server programs are missing everything runs on SQLite, and a sentence says what was left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tests.lanes import left_out
from tests.postgres import cluster, programs

SAME_EXAMPLES = "--hypothesis-profile=ci"
"""What is tried at random is tried anew whenever somebody runs a test by itself, and not while something lands."""
SWEEP = ("--ignore=tests/browser/test_sweep.py", "--ignore=tests/browser/injection")


def main(words: Sequence[str]) -> int:
    """Run everything; returns 0 when all of it passed."""
    binaries = programs()
    if binaries is None:
        failed = _pytest(words).wait()
        print("Left out: the same tests on PostgreSQL, whose server programs are not installed here.")  # noqa: T201
        return failed
    with cluster(binaries) as url, tempfile.TemporaryDirectory(prefix="etabli-lanes-") as shared:
        return _side_by_side(words, url, Path(shared))


def _side_by_side(words: Sequence[str], url: str, shared: Path) -> int:
    """Each of the two on a core of its own."""
    lane = [f"--lanes-share={shared}", *words]
    with tempfile.TemporaryFile("w+") as said:
        elsewhere = ["--lane=postgresql", "--override-ini=cache_dir=.pytest_cache/postgresql"]
        other = _pytest([*elsewhere, *lane], output=said, TEST_DATABASE_URL=url)
        try:
            failed = _pytest(["--lane=sqlite", *lane]).wait()
            failed_there = other.wait()
        finally:
            other.terminate()
        said.seek(0)
        print(f"The same on PostgreSQL:\n{said.read()}", flush=True)  # noqa: T201
    return failed or failed_there or _complained(left_out(shared))


def _complained(tests: Sequence[str]) -> int:
    for each in tests:
        print(each)  # noqa: T201
    return 1 if tests else 0


def _pytest(words: Sequence[str], *, output: IO[str] | None = None, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", SAME_EXAMPLES, *SWEEP, *words]
    return subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
