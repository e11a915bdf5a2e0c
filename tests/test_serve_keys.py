"""What a start says of the keys that certificates are signed with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.test_serve import SMALL, environment, free_port, run, serving

pytestmark = [pytest.mark.database, pytest.mark.lane("sqlite")]


def said_of_keys(folder: Path) -> list[str]:
    """What one more start says of keys."""
    with serving(folder, **SMALL) as server:
        return [line for line in server.lines if "keys" in line or "pem" in line]


def test_keys_are_made_kept_watched_and_missed(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert said_of_keys(tmp_path) == [
        f"Établi: the keys that certificates are signed with are in {keys}; keep a copy of it"
    ]
    (keys / "jwt.pem").chmod(0o644)
    assert said_of_keys(tmp_path) == [
        f"Établi: other accounts of this machine can read {keys}/jwt.pem: chmod 600 {keys}/jwt.pem"
    ]
    shutil.rmtree(keys)
    assert said_of_keys(tmp_path) == [
        (
            f"Établi: certificates are signed with new keys from now on, those in {keys}. What was issued stays valid. "
            "If nobody changed the keys, put your copy of the folder back and start again"
        )
    ]


def test_keys_that_cannot_be_used_end_the_start_with_a_sentence(tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "pdf.pem").write_text("nothing")
    ended = run(environment(tmp_path, **SMALL, ETABLI_BIND=f"127.0.0.1:{free_port()}"))
    assert ended.code == 1
    assert ended.said.splitlines()[-2:] == [
        f"Établi: can't sign certificates with what is in {keys}: There is no private key in PEM that can be read.",
        "Établi: could not prepare what the server needs; the reason stands above.",
    ]
