"""The documents say what is there: no more, no less."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import ROOT
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.model import Quiz

COURSE = "content/mobile/tablet-repair/"
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
FILE_AND_TEXT = re.compile(r"`content/mobile/tablet-repair/([^`]+)`(?:(?!```).)*```\w+\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|^    .*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
TABLE_NAME = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
MAKE_TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
READ_SETTING = re.compile(r'"(ETABLI_[A-Z_]+)"')
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+(?:\[[a-z,]+\])?)", re.MULTILINE)


def _readmes_course() -> Compiled:
    """The course in the README, its week.md copied into every week as the README says."""
    files = dict(FILE_AND_TEXT.findall((ROOT / "README.md").read_text()))
    for number in range(2, 6):
        files[f"week-0{number}/week.md"] = files["week-01/week.md"]
    sources = {path: text.encode() for path, text in files.items()}
    sources["../track.yaml"] = (ROOT / "content" / "mobile" / "track.yaml").read_bytes()
    return compile_course(sources, track_id="mobile", course_id="tablet-repair")


def test_the_readmes_course_compiles_with_no_more_said_than_which_weeks_are_unwritten() -> None:
    compiled = _readmes_course()
    assert [(problem.file, problem.code) for problem in compiled.problems] == [
        (f"week-0{number}/week.md", "week-being-written") for number in range(2, 6)
    ]
    assert compiled.curriculum is not None
    assert list(compiled.curriculum.items) == ["swollen-cells", "battery-quiz"]


def test_the_readmes_quiz_has_ten_lines_and_one_critical_question() -> None:
    curriculum = _readmes_course().curriculum
    assert curriculum is not None
    quiz = curriculum.items["battery-quiz"]
    assert isinstance(quiz, Quiz)
    texts = dict(FILE_AND_TEXT.findall((ROOT / "README.md").read_text()))
    assert texts["week-01/80-battery-quiz.md"].count("\n") == 10
    assert [(question.id, question.critical) for question in quiz.questions] == [("swollen", True)]
    assert [option.right for option in quiz.questions[0].options] == [False, True]


def test_the_readme_names_every_command_of_make() -> None:
    targets = MAKE_TARGET.findall((ROOT / "Makefile").read_text())
    readme = (ROOT / "README.md").read_text()
    assert [target for target in targets if not re.search(rf"(make |`){target}\b", readme)] == ["help"]


def test_the_settings_table_names_the_variables_that_are_read_and_no_others() -> None:
    documented = TABLE_NAME.findall((ROOT / "docs" / "settings.md").read_text())
    assert sorted(documented) == sorted(set(READ_SETTING.findall((ROOT / "app" / "config.py").read_text())))


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(path.relative_to(ROOT)) for path in DOCUMENTS])
def test_every_link_leads_to_a_file(document: Path) -> None:
    text = CODE.sub("", document.read_text())
    local = [link for link in LINK.findall(text) if not re.match(r"[a-z]+:|#", link)]
    assert [link for link in local if not (document.parent / link.partition("#")[0]).exists()] == []


def test_every_picture_is_shown_and_small() -> None:
    readme = (ROOT / "README.md").read_text()
    pictures = {path.name: path for path in (ROOT / "docs" / "images").iterdir()}
    assert {Path(link).name for link in LINK.findall(readme) if "docs/images/" in link} == set(pictures)
    assert [name for name, path in pictures.items() if path.stat().st_size > 200 * 1024] == []


def test_every_direct_dependency_and_vendored_package_has_its_line() -> None:
    named = TABLE_NAME.findall((ROOT / "docs" / "dependencies.md").read_text())
    assert sorted(named) == sorted([*_direct_dependencies(), *_vendored_packages()])


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_modules_and_folders_that_the_architecture_names_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:app|tests|content|migrations|benchmarks|docs|bin|vendor)/[\w./-]*)`", text))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    assert named != set()


def _direct_dependencies() -> Iterator[str]:
    for name in ("run.in", "dev.in"):
        yield from REQUIREMENT.findall(_without_includes((ROOT / "requirements" / name).read_text()))


def _without_includes(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("-"))


def _vendored_packages() -> set[str]:
    manifests = [ROOT / "app/static/vendor/manifest.json", ROOT / "tests/browser/vendor/manifest.json"]
    return {each["package"] for path in manifests for each in json.loads(path.read_text())}
