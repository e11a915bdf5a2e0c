"""The documents say what is there: no more, no less."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.config import ROOT

DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|^    .*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
TABLE_NAME = re.compile(r"^\| `([^`]+)`", re.MULTILINE)
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)\s]+)\)")
LARGEST_PICTURE = 200 * 1024
GUIDES = ("coordinator.md", "instructor.md")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
WORDS = re.compile(r'_\(\s*"((?:[^"\\]|\\.)+)"')
ADDRESS = re.compile(r"`(/(?!(?:etc|opt|run|tmp|usr|var)/)[a-z][a-z/-]*)`")
"""An address of ours in the text, and not a place in a machine's file system."""
MAKE_TARGET = re.compile(r"^([a-z-]+):.*## ", re.MULTILINE)
READ_SETTING = re.compile(r'"(ETABLI_[A-Z_]+)"')
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.-]+(?:\[[a-z,]+\])?)", re.MULTILINE)


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


def test_every_picture_is_shown_said_in_words_and_small() -> None:
    shown = [found for path in DOCUMENTS for found in PICTURE.findall(CODE.sub("", path.read_text()))]
    pictures = {path.name: path for path in (ROOT / "docs" / "images").rglob("*.webp")}
    assert {Path(link).name for _, link in shown} == set(pictures)
    assert [link for words, link in shown if not words] == []
    assert [name for name, path in pictures.items() if path.stat().st_size > LARGEST_PICTURE] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_prints_in_bold_stands_on_a_page(guide: str) -> None:
    bold = {" ".join(words.split()) for words in BOLD.findall((ROOT / "docs" / guide).read_text())}
    assert len(bold) > 20
    assert sorted(bold - _words_of_the_pages()) == []


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_is_read_in_one_go(guide: str) -> None:
    assert len((ROOT / "docs" / guide).read_text().splitlines()) <= 200


def test_addresses_that_the_documents_name_are_pages(app: Flask) -> None:
    named = {address for path in DOCUMENTS for address in ADDRESS.findall(path.read_text())}
    assert {"/health", "/letters", "/reports"} <= named
    pages = app.url_map.bind("")
    assert [address for address in sorted(named) if not pages.test(address, method="GET")] == []


def test_what_deployment_copies_from_the_project_is_there() -> None:
    named = set(re.findall(r"/opt/etabli/(deploy/[\w.-]+)", (ROOT / "docs" / "deployment.md").read_text()))
    assert named == {str(path.relative_to(ROOT)) for path in (ROOT / "deploy").iterdir()}


def test_every_direct_dependency_and_vendored_package_has_its_line() -> None:
    named = TABLE_NAME.findall((ROOT / "docs" / "dependencies.md").read_text())
    assert sorted(named) == sorted([*_direct_dependencies(), *_vendored_packages(), *_checkers()])


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_modules_and_folders_that_the_architecture_names_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = set(re.findall(r"`((?:app|tests|content|migrations|benchmarks|docs|bin|vendor)/[\w./-]*)`", text))
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
    assert named != set()


def _words_of_the_pages() -> set[str]:
    """Everything in English that the pages say, but for names and numbers put in."""
    sources = [*(ROOT / "app" / "templates").rglob("*.html"), *(ROOT / "app").rglob("*.py")]
    return {words for path in sources for words in WORDS.findall(path.read_text())}


def _direct_dependencies() -> Iterator[str]:
    for name in ("run.in", "dev.in"):
        yield from REQUIREMENT.findall(_without_includes((ROOT / "requirements" / name).read_text()))


def _without_includes(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("-"))


def _vendored_packages() -> set[str]:
    folders = ("app/static/vendor", "tests/browser/vendor", "tests/browser/injection/vendor")
    manifests = [ROOT / folder / "manifest.json" for folder in folders]
    return {each["package"] for path in manifests for each in json.loads(path.read_text())}


def _checkers() -> list[str]:
    """Packages of Node that tests check Open Badges with."""
    return [*json.loads((ROOT / "tests" / "node" / "package.json").read_text())["dependencies"]]
