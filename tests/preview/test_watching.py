"""What was written is noticed, whichever way it is written, and not before it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.preview.watching import Watch
from tests.preview.author import Author

LESSON = "week-01/10-the-bench.md"
Act = Callable[[Path], object]


def by_renaming(folder: Path) -> None:
    written = (folder / LESSON).read_bytes()
    (folder / "new").write_bytes(written)
    (folder / "new").replace(folder / LESSON)


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: (folder / LESSON).write_text("other"),
        lambda folder: (folder / LESSON).write_bytes((folder / LESSON).read_bytes()),
        by_renaming,
        lambda folder: (folder / LESSON).unlink(),
        lambda folder: (folder / LESSON).rename(folder / "week-01/11-the-bench.md"),
        lambda folder: (folder / "week-02/20-more.md").write_text("new"),
        lambda folder: (folder / "week-06.md").mkdir(),
        lambda folder: (folder / "week-01/again.md").symlink_to(folder / LESSON),
        lambda folder: (folder.parent / "track.yaml").write_text("order: 2"),
        lambda folder: shutil.rmtree(folder / "images"),
        shutil.rmtree,
    ],
)
def test_what_was_written_is_told_once(author: Author, act: Act) -> None:
    watch = Watch(author.folder)
    assert not watch.has_changed()
    act(author.folder)
    assert [watch.has_changed() for _ in range(4)] == [False, True, False, False]


def test_nothing_is_told_while_somebody_is_still_writing(author: Author) -> None:
    watch = Watch(author.folder)
    told = []
    for text in ("", "half", "half and half"):
        (author.folder / LESSON).write_text(text)
        told.append(watch.has_changed())
    assert [*told, watch.has_changed()] == [False, False, False, True]


def test_what_editors_put_beside_a_file_is_no_change(author: Author) -> None:
    watch = Watch(author.folder)
    (author.folder / "week-01" / ".10-the-bench.md.swp").write_text("x")
    (author.folder / ".git").mkdir()
    (author.folder / ".git" / "index").write_text("x")
    assert [watch.has_changed() for _ in range(3)] == [False, False, False]
