"""`flask content import-questions` and `export-questions`: what they write, say, and end with."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from flask import Flask

from app.curriculum.checking import check_folder

TINY = "mobile/tiny-phone-repair"
INTO = f"{TINY}/week-02/85-imported.md"
BANK = "::Cell::Which cell?{=flat ~swollen}\n\n::Essay::Tell me.{}\n"


@pytest.fixture
def content(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of the tests, copied to where it may be changed."""
    settings = app.extensions["settings"]
    copied = shutil.copytree(settings.content, tmp_path / "content")
    monkeypatch.setitem(app.extensions, "settings", replace(settings, content=copied))
    return copied


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    """A GIFT file."""
    path = tmp_path / "bank.txt"
    path.write_text(BANK)
    return path


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["content", *map(str, words)])


def test_a_bank_becomes_a_quiz_that_checks_clean(app: Flask, content: Path, bank: Path) -> None:
    done = run(app, "import-questions", bank, "--into", INTO)
    written = content / INTO
    assert (done.exit_code, done.stdout.splitlines()) == (
        0,
        [
            "bank.txt:3: left out: Essay: it is answered by an essay, which somebody has to mark",
            f"written: {written}",
            "1 questions came along, 1 were left out.",
        ],
    )
    assert [each for each in check_folder(content / TINY).problems if each.file == "week-02/85-imported.md"] == []
    assert "## Which cell? {#cell .single}" in written.read_text()


def test_nothing_is_ever_overwritten(app: Flask, content: Path, bank: Path) -> None:
    run(app, "import-questions", bank, "--into", INTO)
    before = (content / INTO).read_bytes()
    again = run(app, "import-questions", bank, "--into", INTO)
    assert (again.exit_code, again.stderr) == (
        1,
        "Error: There is a file week-02/85-imported.md already; name another, nothing is overwritten.\n",
    )
    assert (content / INTO).read_bytes() == before


def test_when_no_question_can_come_along_nothing_is_written(app: Flask, content: Path, bank: Path) -> None:
    bank.write_text("Tell me.{}")
    done = run(app, "import-questions", bank, "--into", INTO)
    assert (done.exit_code, done.stderr) == (1, "Error: Nothing was written: none of 1 questions can come along.\n")
    assert not (content / INTO).exists()


@pytest.mark.parametrize(
    ("into", "says"),
    [
        ("85-imported.md", "‘85-imported.md’ is no path of a quiz: write track/course/week-02/85-imported.md."),
        ("../x/week-02/85-a.md", "/../x/course.md: name a course as track/course."),
    ],
)
def test_a_path_out_of_the_content_is_refused(app: Flask, content: Path, bank: Path, into: str, says: str) -> None:
    done = run(app, "import-questions", bank, "--into", into)
    assert done.exit_code == 1
    assert done.stderr.endswith(f"{says}\n")


def test_a_quiz_goes_out_and_what_is_lost_is_told(app: Flask, content: Path, tmp_path: Path) -> None:
    output = tmp_path / "quiz.zip"
    done = run(app, "export-questions", TINY, "safety-quiz", "--format", "qti", "-o", output)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "safety-quiz:1: changed: safety-quiz: the target can't say what passes (60 %)"
    assert done.stdout.splitlines()[-1] == f"written: {output}"
    with ZipFile(output) as package:
        assert package.testzip() is None
    again = run(app, "export-questions", TINY, "safety-quiz", "--format", "qti", "-o", output)
    assert (again.exit_code, again.stderr) == (1, f"Error: {output} can't be written: File exists. Nothing was.\n")


def test_a_quiz_that_is_not_there_is_told(app: Flask, content: Path, tmp_path: Path) -> None:
    done = run(app, "export-questions", TINY, "safety", "--format", "gift", "-o", tmp_path / "quiz.txt")
    assert (done.exit_code, done.stderr) == (
        1,
        "Error: The course has no quiz ‘safety’. Did you mean ‘safety-quiz’?\n",
    )
