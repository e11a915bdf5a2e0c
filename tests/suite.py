"""`python -m tests.suite`: the whole suite, all but the sweep, on SQLite and on PostgreSQL at the same time.

Words after it go to both. Where PostgreSQL's server programs are missing, a sentence says what was left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from tests.postgres import cluster, programs

TESTS = Path(__file__).parent
SWEEP = ("--ignore=tests/browser/test_sweep.py", "--ignore=tests/browser/injection")


def main(words: Sequence[str]) -> int:
    """Run everything; returns 0 when all of it passed."""
    binaries = programs()
    if binaries is None:
        failed = _pytest(words).wait()
        print("Left out: the same tests on PostgreSQL, whose server programs are not installed here.")  # noqa: T201
        return failed
    with cluster(binaries) as url, tempfile.TemporaryFile("w+") as said:
        # Each of the two on a core of its own. What takes the longest, the browser, comes first in one and last in
        # the other, so that it doesn't have to wait for itself.
        other = _pytest(
            [*_browser_last(), *words, "--override-ini=cache_dir=.pytest_cache/postgresql"],
            output=said,
            TEST_DATABASE_URL=url,
        )
        try:
            failed = _pytest(words).wait()
            failed_there = other.wait()
        finally:
            other.terminate()
        said.seek(0)
        print(f"The same on PostgreSQL:\n{said.read()}", flush=True)  # noqa: T201
    return failed or failed_there


def _pytest(words: Sequence[str], *, output: IO[str] | None = None, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pytest", *SWEEP, *words]
    return subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, **environment})


def _browser_last() -> list[str]:
    """Every file and folder of tests, those that need a browser at the end."""
    found = (path for path in TESTS.iterdir() if path.name.startswith("test_") or (path / "__init__.py").exists())
    return [str(path.relative_to(TESTS.parent)) for path in sorted(found, key=lambda path: path.name == "browser")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
