"""The way to a first course, walked as it is written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT
from tests.docs.terminal import lay_out, run

GUIDE = ROOT / "docs" / "first-course.md"
FILE = re.compile(r"^`(content/mobile/battery-service/[^`]+)`\n\n```\w+\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder as the guide finds it: with a track and no courses, where its commands work."""
    (tmp_path / "content" / "mobile").mkdir(parents=True)
    shutil.copy(ROOT / "content" / "mobile" / "track.yaml", tmp_path / "content" / "mobile")
    lay_out(tmp_path)
    for path, text in FILE.findall(GUIDE.read_text()):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


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
