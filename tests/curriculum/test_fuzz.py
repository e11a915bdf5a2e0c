"""Whatever stands in the files: never a traceback, never a hang, and limits told at their line."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.curriculum.checking import check_folder
from app.curriculum.problems import MOST_COMPARED, Report
from tests import fuzz
from tests.curriculum.rich_course import CELLS, LESSON, PRACTICAL, QUIZ, RICH, problems_when
from tests.rubbish import RUBBISH, SIGNS, SPOILINGS

BATCH = 100
FRONT = "---\ntitle: A\nminutes: 10\ncompetences: [B1.1, B2.1]\n---\n"
KIB_120 = 120 * 1024


@pytest.fixture
def alarm() -> Iterator[None]:
    """What takes too long is interrupted."""
    before = signal.signal(signal.SIGALRM, fuzz.overdue)
    yield
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("batch", range(20))
def test_files_at_random_end_with_a_curriculum_or_with_problems(batch: int) -> None:
    first = batch * BATCH
    assert [fault for number in range(first, first + BATCH) if (fault := fuzz.faults(number))] == []


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("a line of 10 MB", {"too-large"}),
        ("binary rubbish", {"not-utf-8"}),
        ("nothing but zeros", {"control-character"}),
        ("UTF-16", {"not-utf-8"}),
        ("Latin-1", {"not-utf-8"}),
        ("a YAML bomb", {"yaml-expansion"}),
        ("a cycle in YAML", {"bad-yaml"}),
        ("YAML without end", {"too-deep"}),
        ("a tag in YAML", {"yaml-tag"}),
        ("right-to-left text", set()),
        ("links out of the folder", {"out-of-folder"}),
        ("addresses of the machine", {"absolute-address", "unsafe-html"}),
        ("what runs", {"unsafe-html", "no-text-alternative", "not-an-image-name"}),
    ],
)
def test_each_kind_of_rubbish_is_what_its_name_says(kind: str, codes: set[str]) -> None:
    data = RUBBISH[kind](RICH[CELLS].encode(), random.Random(1))
    errors = [problem for problem in problems_when({CELLS: data}) if problem.level == "error"]
    assert {error.code for error in errors if error.file == CELLS} == codes


def test_a_ring_of_gates_is_one(alarm: None) -> None:
    data = RUBBISH["a ring of gates"](b"---\ntitle: A\n---\n## A? {#a .text}\n= a\n", random.Random(1))
    assert told(data.decode(), "week-02/80-b.md") == [(4, "gate-behind-itself")]


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("file", [LESSON, QUIZ])
def test_a_long_line_of_one_sign_takes_no_longer_than_another(file: str, sign: bytes) -> None:
    text = RICH[file].encode()
    begun = time.process_time()
    problems_when({file: text + b"\n\n" + (sign * fuzz.LONGEST * 9_999)[: 126 * 1024 - len(text)] + b"x\n"})
    assert time.process_time() - begun < fuzz.LONGEST


@pytest.mark.parametrize(("kind", "code"), [("a folder", "not-readable"), ("a pipe", "not-readable")])
@pytest.mark.parametrize("file", [CELLS, "images/cell.svg", "competences.yaml"])
def test_what_is_no_file_is_told_once(file: str, kind: str, code: str, tmp_path: Path) -> None:
    assert told_on_disk(file, kind, tmp_path) == [(file, code)]


@pytest.mark.parametrize("kind", ["a link to itself", "a link out", "a link to nothing"])
def test_a_link_is_told_once(kind: str, tmp_path: Path) -> None:
    assert told_on_disk(CELLS, kind, tmp_path) == [(CELLS, "symbolic-link")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_what_may_not_be_read_is_told_once(tmp_path: Path) -> None:
    assert told_on_disk(CELLS, "unreadable", tmp_path) == [(CELLS, "not-readable")]


def told_on_disk(file: str, kind: str, folder: Path) -> list[tuple[str, str]]:
    """File and code of every error of the sound course, in which one file turns out to be something else."""
    course = folder / "mobile" / "fuzz"
    fuzz.write({path: text.encode() for path, text in RICH.items()}, course)
    SPOILINGS[kind](course / file)
    return [(each.file, each.code) for each in check_folder(course).problems if each.level == "error"]


def told(text: str, file: str = LESSON) -> list[tuple[int, str]]:
    """Line and code of every error in one file."""
    return [
        (each.line, each.code) for each in problems_when({file: text}) if each.file == file and each.level == "error"
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# a\n" * 30_000, "too-dense"),
        ("a\n---\n" * 20_000, "too-dense"),
        ("| a |\n|---|\n" + "| b |\n" * 20_000, "too-dense"),
        ("***a" * 30_000, "too-dense"),
        ("__a_ " * 24_000, "too-dense"),
        ("`a" * 60_000, "too-dense"),
        ("> " * 60_000, "too-dense"),
        ("[" * 30_000, "too-dense"),
        ("<a " * 40_000, "too-dense"),
    ],
)
def test_what_would_render_for_minutes_is_told_where_it_begins(text: str, code: str) -> None:
    begun = time.process_time()
    assert told(f"{FRONT}\nFirst.\n\n{text}"[:KIB_120]) == [(7, code)]
    assert time.process_time() - begun < fuzz.LONGEST


def test_a_file_that_takes_too_long_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.rendering.SECONDS", -1.0)
    text = f"{FRONT}\nFirst [a](#nowhere).\n\n/// readings | R\n| A |\n|---|\n| 1 |\n///\n\nLast.\n"
    assert told(text) == [(7, "too-slow")]


@pytest.mark.parametrize(
    "text",
    [
        "## A {#a" + " " * KIB_120 + "x\n",
        "## A {" + " " * KIB_120 + "\n",
        "## A " + "{#a " * 30_000 + "\n",
        "## A {" + ".a " * 30_000 + "}\n",
        "## A {#a .numeric}\n= " + "1" * KIB_120 + "\n",
        "## A {#a .text}\n" + "= a\n" * 20_000,
    ],
)
def test_no_heading_takes_long_to_take_apart(text: str) -> None:
    begun = time.process_time()
    told(f"---\ntitle: A\nkind: quiz\ngate: safety\n---\n{text}"[: 126 * 1024], QUIZ)
    assert time.process_time() - begun < fuzz.LONGEST


@pytest.mark.parametrize(
    ("file", "data", "code"),
    [
        (LESSON, b"a" * 10_000_000, "too-large"),
        (LESSON, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not-utf-8"),
        (QUIZ, "---\ntitle: \u202eAbc\n---\n".encode("utf-16"), "not-utf-8"),
        (QUIZ, b"\xff\xfe" * 99, "not-utf-8"),
        (PRACTICAL, b"---\n" + b"a: " + b"[" * 50_000 + b"\n---\n", "too-deep"),
        (PRACTICAL, b"---\n" + b"{a: " * 20_000 + b"\n---\n", "too-deep"),
        (
            "competences.yaml",
            b"- &a [x, x, x, x]\n- &b [*a, *a, *a, *a]\n- &c [*b, *b, *b, *b]\n" * 40,
            "yaml-expansion",
        ),
        ("competences.yaml", b"- &a {b: *a}\n", "bad-yaml"),
        ("competences.yaml", b"!!python/object/apply:os.system [id]\n", "yaml-tag"),
        ("glossary.yaml", b"%YAML 9.9\n---\na\n---\nb\n", "bad-yaml"),
        ("images/cell.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 100_000, "svg-not-xml"),
        ("images/cell.svg", b"<!DOCTYPE a [<!ENTITY b 'c'>]><svg xmlns='http://www.w3.org/2000/svg'/>", "unsafe-svg"),
    ],
)
def test_rubbish_is_told_once_by_its_name(file: str, data: bytes, code: str) -> None:
    errors = [problem for problem in problems_when({file: data}) if problem.level == "error"]
    assert [(error.file, error.code) for error in errors] == [(file, code)]


def test_right_to_left_text_is_text() -> None:
    assert told(f"{FRONT.replace('title: A', 'title: بطارية')}\nمرحبا بكم في \u202bالورشة\u202c.\n") == []


def test_gates_that_wait_for_each_other_are_told_once() -> None:
    quiz = "---\ntitle: A\nkind: quiz\ngate: {}\nrequires: [{}]\n---\n## Q? {{#{} .text}}\n= a\n"
    changes = {
        QUIZ: quiz.format("safety", "b", "q-1"),
        "week-02/80-b.md": quiz.format("b", "c", "q-2"),
        "week-03/80-c.md": quiz.format("c", "safety", "q-3"),
    }
    errors = [problem for problem in problems_when(changes) if problem.level == "error"]
    assert [(error.code, error.values["gate"]) for error in errors] == [
        ("gate-behind-itself", "safety"),
    ]


def test_after_very_many_misspelt_names_no_more_are_guessed() -> None:
    report = Report()
    known = [f"name-{number}" for number in range(MOST_COMPARED // 2)]
    assert [report.nearest("nme-1", known[:9]), report.nearest("x", known), report.nearest("nme-1", known)] == [
        "name-1",
        "",
        "",
    ]
