"""The README's course and its commands, tried as they are written."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app.config import ROOT
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.model import Quiz
from tests.docs.terminal import lay_out, run

README = (ROOT / "README.md").read_text()
COURSE = "content/mobile/tablet-repair"
FILE_AND_TEXT = re.compile(rf"`{COURSE}/([^`]+)`(?:(?!```).)*```\w+\n(.*?)```", re.DOTALL)
TYPED = re.compile(r"^(?:    |\| `)(\.venv/bin/[^`\n]+)", re.MULTILINE)
OPTION = re.compile(r"--[a-z-]+")
OPTIONAL = re.compile(r" \[[^]]*\]")
RUN_ON = {".venv/bin/python -m app.serve", ".venv/bin/python -m app.worker", ".venv/bin/flask content preview"}
"""What serves and works until somebody ends it; `tests/test_serve.py`, `tests/test_worker.py` and
`tests/browser/test_preview.py` start these."""


def _readmes_files() -> dict[str, str]:
    """The README's course, its week.md copied into every week as the README says."""
    files = dict(FILE_AND_TEXT.findall(README))
    for number in range(2, 6):
        files[f"week-0{number}/week.md"] = files["week-01/week.md"]
    return files


def _readmes_course() -> Compiled:
    sources = {path: text.encode() for path, text in _readmes_files().items()}
    sources["../track.yaml"] = (ROOT / "content" / "mobile" / "track.yaml").read_bytes()
    return compile_course(sources, track_id="mobile", course_id="tablet-repair")


def _commands() -> Iterator[str]:
    """Each command that ends by itself, with nothing that may be left out."""
    for typed in TYPED.findall(README):
        bare = OPTIONAL.sub("", typed)
        if bare not in RUN_ON:
            yield bare.replace("NAME", "Lille")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder with the school's courses and the README's."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for path, text in _readmes_files().items():
        (tmp_path / COURSE / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / COURSE / path).write_text(text)
    lay_out(tmp_path)
    return tmp_path


def test_its_course_compiles_with_no_more_said_than_which_weeks_are_unwritten() -> None:
    compiled = _readmes_course()
    assert [(problem.file, problem.code) for problem in compiled.problems] == [
        (f"week-0{number}/week.md", "week-being-written") for number in range(2, 6)
    ]
    assert compiled.curriculum is not None
    assert list(compiled.curriculum.items) == ["swollen-cells", "battery-quiz"]


def test_its_quiz_has_ten_lines_and_one_critical_question() -> None:
    curriculum = _readmes_course().curriculum
    assert curriculum is not None
    quiz = curriculum.items["battery-quiz"]
    assert isinstance(quiz, Quiz)
    assert _readmes_files()["week-01/80-battery-quiz.md"].count("\n") == 10
    assert [(question.id, question.critical) for question in quiz.questions] == [("swollen", True)]
    assert [option.right for option in quiz.questions[0].options] == [False, True]


def test_its_commands_work_one_after_the_other(project: Path) -> None:
    said = {command: run(project, command) for command in _commands()}
    assert said[f".venv/bin/flask content publish {COURSE.removeprefix('content/')}"] == (
        "tablet-repair: revision 1 (new)\n"
    )
    assert len(said) == 19
    assert [command for command, output in said.items() if not output] == []


def test_the_options_that_it_names_are_known_to_its_commands(app: Flask) -> None:
    named = {command: OPTION.findall(command) for command in TYPED.findall(README) if OPTION.search(command)}
    assert len(named) == 11
    assert {command: set(options) - _known(app, command) for command, options in named.items()} == {
        command: set() for command in named
    }


def _known(app: Flask, command: str) -> set[str]:
    """The options that a command of `flask` takes."""
    found: click.Command = app.cli
    for word in command.split()[1:]:
        if not isinstance(found, click.Group):
            break
        found = found.commands[word]
    return {option for parameter in found.params for option in parameter.opts}
