"""Reading a course's folder from disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.curriculum.checking import check_content, check_folder
from app.curriculum.folder import courses_in, read_course
from tests.curriculum.small_course import FILES, LESSON, sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small course on disk."""
    course = tmp_path / "mobile" / "phone-repair"
    for path, text in FILES.items():
        file = course / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return course


def problems_of(folder: Path) -> list[tuple[str, int, str]]:
    return [(problem.file, problem.line, problem.code) for problem in read_course(folder).problems]


def test_a_folder_is_read_with_the_file_of_its_track(folder: Path) -> None:
    read = read_course(folder)
    assert read.sources == sources()
    assert read.problems == ()


def test_hidden_files_are_not_read(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / ".hidden.md").write_text("x")
    (folder / ".link").symlink_to(folder / "course.md")
    assert read_course(folder).sources == sources()
    assert problems_of(folder) == []


def test_symbolic_links_are_told_and_not_followed(folder: Path) -> None:
    (folder / "week-01" / "20-secret.md").symlink_to("/etc/passwd")
    (folder / "week-06").symlink_to("/etc")
    (folder.parent / "track.yaml").unlink()
    (folder.parent / "track.yaml").symlink_to(folder / "course.md")
    assert problems_of(folder) == [
        ("../track.yaml", 1, "symbolic-link"),
        ("week-01/20-secret.md", 1, "symbolic-link"),
        ("week-06", 1, "symbolic-link"),
    ]
    assert read_course(folder).sources == {p: t for p, t in sources().items() if p != "../track.yaml"}


def test_what_is_no_file_is_told(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert problems_of(folder) == [("pipe", 1, "not-readable")]


def test_a_folder_that_isnt_there_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none") == [(".", 1, "not-readable")]


def test_a_name_that_is_not_utf_8_can_be_printed(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("x")
    assert "?.txt" in read_course(folder).sources


def test_no_more_is_read_of_a_file_than_tells_that_it_is_too_large(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.curriculum.folder.IMAGE_BYTES", 10)
    assert len(read_course(folder).sources[LESSON]) == 11


def test_a_folder_with_too_many_files_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.folder.SOURCE_FILES", 2)
    assert [code for _, _, code in problems_of(folder)] == ["too-many-files"]


def test_a_file_that_vanishes_or_may_not_be_read_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, mode: str) -> None:
        raise PermissionError(13, "Permission denied")

    # Whoever runs the tests as root may read everything; so the refusal is made here.
    monkeypatch.setattr(Path, "open", refuse)
    found = read_course(folder).problems
    assert {(problem.code, problem.values["reason"]) for problem in found} == {("not-readable", "Permission denied")}
    assert len(found) == len(FILES)


def test_the_courses_are_found_in_order_and_hidden_ones_are_not(folder: Path) -> None:
    content = folder.parent.parent
    for path in ("mobile/another", "appliances/machines", "mobile/.draft", ".git/x"):
        (content / path).mkdir(parents=True)
        (content / path / "course.md").write_text("x")
    (content / "mobile" / "no-course").mkdir()
    (content / "appliances" / "begun" / "week-01").mkdir(parents=True)
    found = [path.relative_to(content).as_posix() for path in courses_in(content)]
    assert found == ["appliances/begun", "appliances/machines", "mobile/another", "mobile/phone-repair"]


def test_a_course_in_no_tracks_folder_is_told(folder: Path) -> None:
    content = folder.parent.parent
    folder.rename(content / "phone-repair")
    (checked,) = check_content(content)
    errors = [problem for problem in checked.problems if problem.level == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [("../track.yaml", "missing-file")]


def test_a_course_whose_first_file_is_forgotten_is_told_once(folder: Path) -> None:
    (folder / "course.md").rename(folder / "Course.txt")
    (checked,) = check_content(folder.parent.parent)
    errors = [problem for problem in checked.problems if problem.level == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [("course.md", "missing-file")]


def test_a_folder_in_the_place_of_a_file_is_told(folder: Path) -> None:
    (folder / "week-01" / "20-more.md").mkdir()
    (folder / "images" / "a.svg").mkdir()
    assert problems_of(folder) == [("images/a.svg", 1, "not-readable"), ("week-01/20-more.md", 1, "not-readable")]


def test_a_link_that_leads_nowhere_is_told(folder: Path) -> None:
    (folder / "images" / "a.svg").symlink_to("nothing.svg")
    (folder.parent / "track.yaml").unlink()
    (folder.parent / "track.yaml").symlink_to("nothing.yaml")
    assert problems_of(folder) == [("../track.yaml", 1, "symbolic-link"), ("images/a.svg", 1, "symbolic-link")]


@pytest.mark.parametrize("name", [LESSON, "course.md", "competences.yaml", "../track.yaml", "week-02/week.md"])
def test_of_what_cannot_be_read_that_is_all_that_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)
    errors = [problem for problem in check_folder(folder).problems if problem.level == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [(name, "not-readable")]


def test_a_week_that_is_a_link_is_told_and_counted(folder: Path) -> None:
    (folder / "week-05").rename(folder.parent / "elsewhere")
    (folder / "week-05").symlink_to(folder.parent / "elsewhere")
    errors = [problem for problem in check_folder(folder).problems if problem.level == "error"]
    assert [(problem.file, problem.code) for problem in errors] == [("week-05", "symbolic-link")]


def test_a_file_of_another_kind_has_a_limit_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.folder.IMAGE_BYTES", 1000)
    (folder / "film.mp4").write_bytes(b"x" * 1001)
    (folder / "images" / "big.svg").write_bytes(b"x" * 1001)
    assert problems_of(folder) == [("film.mp4", 1, "too-large")]


def test_a_course_has_a_limit_and_over_it_nothing_else_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.folder.COURSE_BYTES", 600)
    assert [problem.code for problem in check_folder(folder).problems] == ["course-too-large"]
    monkeypatch.setattr("app.curriculum.folder.SOURCE_FILES", 1)
    assert [problem.code for problem in check_folder(folder).problems] == ["too-many-files"]


def test_a_folder_whose_name_can_be_no_id_is_told(folder: Path) -> None:
    renamed = folder.rename(folder.parent / "Phone Repair")
    assert problems_of(renamed) == [("course.md", 1, "bad-folder-name")]
