"""How problems are told, and how courses are checked without the application."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from app.curriculum.__main__ import main
from app.curriculum.checking import CheckedCourse
from app.curriculum.problems import Problem
from app.curriculum.telling import told
from tests.curriculum.small_course import FILES, LESSON

FOLDER = Path("/school/content/mobile/phone-repair")


def checked(*problems: Problem) -> list[CheckedCourse]:
    return [CheckedCourse(FOLDER, problems)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course on disk, with one mistake and one warning."""
    course = tmp_path / "content" / "mobile" / "phone-repair"
    for path, text in FILES.items():
        file = course / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (course / LESSON).write_text("---\ntitle: x\n---\nText.\n")
    (course / "stray.md").write_text("x")
    return course


def test_lines_name_the_file_as_somebody_here_would(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    problem = Problem("../track.yaml", 2, "error", "empty-step", {})
    assert told(checked(problem), "text") == [
        "/school/content/mobile/track.yaml:2: error: The step is empty; write what to do."
    ]
    here = CheckedCourse(tmp_path / "content" / "mobile" / "x", (problem,))
    monkeypatch.chdir(tmp_path)
    assert told([here], "text") == ["content/mobile/track.yaml:2: error: The step is empty; write what to do."]


def test_json_holds_every_problem_relative_to_its_course() -> None:
    problem = Problem("week-01/10-é.md", 7, "warning", "never-shown", {})
    assert json.loads("\n".join(told(checked(problem), "json"))) == [
        {
            "course": "mobile/phone-repair",
            "file": "week-01/10-é.md",
            "line": 7,
            "level": "warning",
            "code": "never-shown",
            "message": "This Markdown is never shown: an item is week-NN/NN-its-name.md, in lower case.",
        }
    ]
    assert told(checked(), "json") == ["[]"]


def test_annotations_escape_what_would_end_them() -> None:
    problem = Problem("a,b:c%.md", 3, "error", "unknown-word", {"text": "5 %, a: b", "key": "k", "known": "x"})
    (line,) = told(checked(problem), "github")
    place = "file=/school/content/mobile/phone-repair/a%2Cb%3Ac%25.md,line=3,title=unknown-word"
    assert line == f"::error {place}::‘5 %25, a: b’ is nothing that ‘k’ can be; it is one of x."


@pytest.mark.parametrize("form", ["text", "github"])
def test_no_name_can_forge_or_hide_a_line(form: str) -> None:
    problem = Problem("a\n::error::b\u202e.md", 1, "error", "no-type", {})
    (line,) = told(checked(problem), form)
    assert ("\n" in line, "\u202e" in line, "\\u202e" in line) == (False, False, True)


@pytest.mark.parametrize(("words", "code"), [([], 1), (["--strict"], 1), (["--format", "json"], 1)])
def test_a_course_with_an_error_does_not_pass(folder: Path, words: list[str], code: int) -> None:
    assert main([str(folder), *words]) == code


def test_warnings_pass_unless_strictness_is_wanted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / LESSON).write_text(FILES[LESSON])
    assert (main([str(folder)]), main([str(folder), "--strict"])) == (0, 1)
    sentence = "This Markdown is never shown: an item is week-NN/NN-its-name.md, in lower case."
    told_once = f"{folder}/stray.md:1: warning: {sentence}\n"
    assert capsys.readouterr().out == 2 * told_once


def test_every_course_below_a_folder_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder.parent.parent), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert [(each["course"], each["file"], each["code"]) for each in problems] == [
        ("mobile/phone-repair", "stray.md", "never-shown"),
        ("mobile/phone-repair", "week-01/10-the-bench.md", "missing-key"),
    ]


def test_every_course_of_a_track_is_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder.parent), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert [(each["course"], each["code"]) for each in problems] == [
        ("mobile/phone-repair", "never-shown"),
        ("mobile/phone-repair", "missing-key"),
    ]


def test_a_folder_that_is_not_there_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none")]) == 1
    sentence = "This can't be read (No such file or directory); make it a file that everyone may read."
    assert capsys.readouterr().out == f"{tmp_path}/none:1: error: {sentence}\n"


def test_the_checker_works_without_settings_and_imports_nothing_of_the_web(folder: Path) -> None:
    script = (
        "import sys; from app.curriculum.__main__ import main; code = main(sys.argv[1:]);"
        "print(sorted({'flask', 'sqlalchemy', 'app.wiring', 'app.config'} & set(sys.modules)), code)"
    )
    environment = {"PATH": os.environ["PATH"], "ETABLI_URL": "nonsense"}
    command = [sys.executable, "-c", script, str(folder / ".." / folder.name), "--format", "json"]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    assert run.stdout.splitlines()[-1] == "[] 1"


def test_an_output_in_another_encoding_or_one_that_is_closed_is_no_traceback(folder: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "ascii"}
    shell = f"{sys.executable} -m app.curriculum {folder} --format text"
    run = subprocess.run(["sh", "-c", shell], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "")
    closed = subprocess.run(["sh", "-c", f"{shell} | true"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert closed.stderr == ""
