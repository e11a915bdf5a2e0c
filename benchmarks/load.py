"""Load from wrk (Debian), each connection as a signed-in trainee with a session of their own."""

from __future__ import annotations

import re
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

VISITS = """
local requests = {%s}
local at = math.random(#requests)
request = function()
  at = at %% #requests + 1
  return wrk.format("GET", requests[at][1], {["Cookie"] = requests[at][2]})
end
"""
RESULT = """
done = function(summary, latency, r)
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """One run: requests a second, latency in microseconds, failed requests."""

    requests_per_second: float
    median: float
    p99: float
    failed: int


def asking(visits: Sequence[tuple[str, str]]) -> str:
    """A script that asks for (path, cookie) pairs in turn."""
    return VISITS % ",".join(f'{{"{path}","{cookie}"}}' for path, cookie in visits)


def load(address: str, words: str, *, connections: int, seconds: int, patience: int = 2) -> Load:
    """Send what the script in these words makes over so many connections for so long; what isn't answered within
    `patience` seconds failed."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        Path(script.name).write_text(words + RESULT)
        out = subprocess.run(
            [
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{seconds}s",
                f"--timeout={patience}s",
                "-s",
                script.name,
                f"http://{address}/",
            ],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", out)
    if found is None:
        raise RuntimeError(out)
    requests, microseconds, median, p99, failed = map(int, found.groups())
    return Load(requests / microseconds * 1e6, median, p99, failed)


def middle(runs: Sequence[Load]) -> Load:
    """The median of several runs, figure by figure; failures add up."""
    return Load(
        statistics.median(run.requests_per_second for run in runs),
        statistics.median(run.median for run in runs),
        statistics.median(run.p99 for run in runs),
        sum(run.failed for run in runs),
    )
