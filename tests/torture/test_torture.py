"""Nothing that was acknowledged is lost or there twice, though server and worker are killed (-9) at random moments."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.torture.certificates import issue_to_many
from tests.torture.killing import torture

pytestmark = pytest.mark.database


def test_what_was_acknowledged_is_there_once_though_the_server_is_killed(tmp_path: Path) -> None:
    outcome = torture(tmp_path, writes=400, kills=2, random=Random())
    assert (outcome.acknowledged, outcome.signed_off, outcome.kills, outcome.retried > 0) == (400, 80, 2, True)
    assert (outcome.lost, outcome.doubled) == ([], [])


def test_certificates_are_issued_once_though_the_worker_is_killed(tmp_path: Path) -> None:
    issued = issue_to_many(tmp_path, certificates=40, kills=2, random=Random())
    assert (issued.asked_for, issued.certificates, issued.kills, issued.right) == (40, 40, 2, True)
