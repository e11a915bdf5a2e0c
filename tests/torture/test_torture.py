"""Nothing that was acknowledged is lost or there twice, though the server is killed (-9) at random moments."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.torture.killing import torture


def test_what_was_acknowledged_is_there_once_though_the_server_is_killed(tmp_path: Path) -> None:
    outcome = torture(tmp_path, writes=400, kills=2, random=Random())
    assert (outcome.acknowledged, outcome.kills, outcome.retried > 0) == (400, 2, True)
    assert (outcome.lost, outcome.doubled) == ([], [])
