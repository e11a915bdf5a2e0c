"""A project's folder for trying what the documents tell people to type."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.config import ROOT

SETTINGS = ("ETABLI_", "DATABASE_URL")


def lay_out(project: Path) -> None:
    """Make the folder one where the documents' commands work, with an empty database."""
    (project / ".venv").symlink_to(Path(sys.executable).parent.parent)
    for name in ("app", "migrations"):
        (project / name).symlink_to(ROOT / name)
    run(project, ".venv/bin/flask db upgrade")


def run(project: Path, command: str) -> str:
    """What the command prints, in that folder, with its own school."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
    own = {
        "ETABLI_MODE": "testing",
        "ETABLI_INSTANCE": str(project / "instance"),
        "ETABLI_CONTENT": str(project / "content"),
        "FLASK_APP": "app",
    }
    done = subprocess.run(
        command, shell=True, cwd=project, env=kept | own, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, command + "\n" + done.stdout + done.stderr
    return done.stdout
