"""How long the server takes to its first answer, and how much memory a worker needs."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path

from benchmarks.rows import Row, at_most
from benchmarks.servers import Running, running

RUNS = 5


def measure() -> Iterator[Row]:
    """Start against an empty application that imports the same; memory of the largest worker."""
    ours, empty, memory = [], [], []
    for _ in range(RUNS):
        with running("ours", 8472) as server:
            ours.append(server.seconds_to_first_answer)
            memory.append(max(_resident_mib(worker) for worker in _workers(server)))
        with running("empty", 8472) as server:
            empty.append(server.seconds_to_first_answer)
    ratio = statistics.median(ours) / statistics.median(empty)
    yield at_most("start to first answer, against an empty application with the same imports", ratio, 3, unit=" ×")
    yield at_most("memory of a worker with both courses loaded", statistics.median(memory), 150, unit=" MiB")


def _workers(server: Running) -> list[int]:
    out = subprocess.run(["pgrep", "-P", str(server.process_id)], capture_output=True, text=True, check=True).stdout
    return [int(line) for line in out.split()]


def _resident_mib(process_id: int) -> float:
    for line in Path(f"/proc/{process_id}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(process_id)
