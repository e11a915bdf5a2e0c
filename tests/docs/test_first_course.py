"""The way to a first course, walked as it is written."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT

GUIDE = ROOT / "docs" / "first-course.md"
FILE = re.compile(r"^`(content/mobile/battery-service/[^`]+)`\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)
SETTINGS = ("ETABLI_", "DATABASE_URL")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder as the guide finds it: with a track and no courses, where its commands work."""
    (tmp_path / "content" / "mobile").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "mobile" / "track.yaml", tmp_path / "content" / "mobile")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "flask").symlink_to(Path(sys.executable).parent / "flask")
    for name in ("app", "migrations"):
        (tmp_path / name).symlink_to(ROOT / name)
    run(tmp_path, ".venv/bin/flask db upgrade")
    for path, text in FILE.findall(GUIDE.read_text()):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


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
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _commands() -> Iterator[tuple[str, str | None]]:
    """Each command, and what the guide says it prints."""
    outside = FILE.sub("", GUIDE.read_text())
    # What a command prints may stand a paragraph later.
    for found in re.finditer(r"^    (\S[^\n]*)\n(.*?)(?=^    \S|\Z)", outside, re.DOTALL | re.MULTILINE):
        shown = re.search(r"^```text\n(.*?)^```", found[2], re.DOTALL | re.MULTILINE)
        yield found[1], shown[1] if shown else None


def test_each_command_of_the_guide_prints_what_the_guide_shows(project: Path) -> None:
    printed = [(command, run(project, command), shown) for command, shown in _commands()]
    assert [shown is not None for _, _, shown in printed] == [False, True, True, True]
    assert [(command, output) for command, output, shown in printed if shown is not None] == [
        (command, shown) for command, _, shown in printed if shown is not None
    ]


def test_the_mistake_that_the_guide_shows_is_told_so(project: Path) -> None:
    quiz = project / "content/mobile/battery-service/week-01/20-battery-quiz.md"
    quiz.write_text(quiz.read_text().replace("[x]", "[ ]"))
    told = re.search(r"`(content/\S+: error: [^`]+)`", GUIDE.read_text())
    assert told is not None
    with pytest.raises(AssertionError, match=re.escape(told[1])):
        run(project, ".venv/bin/flask content check mobile/battery-service")
