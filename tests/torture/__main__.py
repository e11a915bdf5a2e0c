"""`python -m tests.torture --writes 10000`. It ends with 1 when anything is lost or there twice."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture.killing import torture

A_KILL = 200
"""Writes between two kills, about."""


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description="Write to a server that is killed at random moments.")
    parser.add_argument("--writes", type=int, default=10_000)
    writes = parser.parse_args().writes
    with TemporaryDirectory() as folder:
        outcome = torture(Path(folder), writes=writes, kills=writes // A_KILL, random=Random())
    print(*outcome.lost, *outcome.doubled, outcome, sep="\n")  # noqa: T201 - what was asked for
    return 1 if outcome.lost or outcome.doubled else 0


if __name__ == "__main__":
    sys.exit(main())
