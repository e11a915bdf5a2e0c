"""`python -m tests.torture --writes 10000 --certificates 1000`. It ends with 1 when anything is lost or there twice."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.torture.certificates import issue_to_many
from tests.torture.killing import torture

A_KILL = 200
"""Writes between two kills, about; and certificates."""


def main() -> int:
    """Print what came of it."""
    parser = argparse.ArgumentParser(description="Write to a server that is killed at random moments.")
    parser.add_argument("--writes", type=int, default=10_000)
    parser.add_argument("--certificates", type=int, default=0)
    asked = parser.parse_args()
    wrong = asked.writes and _write(asked.writes)
    return 1 if (asked.certificates and _issue(asked.certificates)) or wrong else 0


def _write(writes: int) -> bool:
    """Whether anything was lost or is there twice."""
    with TemporaryDirectory() as folder:
        outcome = torture(Path(folder), writes=writes, kills=writes // A_KILL, random=Random())
    print(*outcome.lost, *outcome.doubled, outcome, sep="\n")  # noqa: T201 - what was asked for
    return bool(outcome.lost or outcome.doubled)


def _issue(certificates: int) -> bool:
    """Whether a certificate is missing or there twice."""
    with TemporaryDirectory() as folder:
        issued = issue_to_many(
            Path(folder), certificates=certificates, kills=max(1, certificates // A_KILL), random=Random()
        )
    print(issued)  # noqa: T201 - what was asked for
    return not issued.right


if __name__ == "__main__":
    sys.exit(main())
