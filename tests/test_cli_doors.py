"""The folder and the desk are two doors to one thing: what the commands say and do where both were used."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app.authoring.queries.bases import newer_base
from app.courses.operations.content import publish_content
from app.courses.operations.revisions import publish
from app.curriculum.folder import read_course
from app.db import db
from tests.authoring.drafts import begun, facts_of, wrote
from tests.authoring.published import at_the_desk, newest, text_in
from tests.cast import NOON, Cast

Flask_ = Callable[..., Result]
TINY = "mobile/tiny-phone-repair"
COVER, BENCH, BATTERY = "course.md", "week-01/10-the-bench.md", "week-02/10-the-battery.md"
AT_DESK, IN_FOLDER = ("Welcome to the bench.", "Welcome at the desk."), ("Welcome to the bench.", "Welcome, folder.")


@pytest.fixture
def content(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of the tests, copied to where it may be changed."""
    settings = app.extensions["settings"]
    copied = shutil.copytree(settings.content, tmp_path / "content")
    monkeypatch.setitem(app.extensions, "settings", replace(settings, content=copied))
    return copied


@pytest.fixture
def flask(app: Flask, cast: Cast, content: Path) -> Flask_:
    """`flask("publish", …)` runs that command of the curricula."""

    def run(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=["content", *words])

    return run


def change(content: Path, path: str, old: str, new: str) -> None:
    """Replace something in the folder of the cast's course."""
    file = content / TINY / path
    written = file.read_text()
    assert old in written
    file.write_text(written.replace(old, new))


def add(content: Path, path: str, words: str) -> None:
    """Write something more into a file of the folder."""
    file = content / TINY / path
    file.write_text(f"{file.read_text()}\n{words}\n")


def is_as_published(content: Path) -> bool:
    """Whether the folder holds the newest revision."""
    sources = read_course(content / TINY).sources
    return {path: data.decode() for path, data in sources.items() if path.endswith(".md")} == {
        path: text_in(newest(), path) for path in newest().files if path.endswith(".md")
    }


def test_a_revision_says_by_which_door_it_came(flask: Flask_, content: Path, cast: Cast) -> None:
    assert newest().door is None  # nobody wrote it down
    change(content, COVER, *IN_FOLDER)
    flask("publish")
    assert (newest().number, newest().door, newest().note) == (2, "folder", None)
    made = at_the_desk(cast, BENCH, "leaves slowly", "goes slowly", note="A desk, not a bench.")
    assert (made.number, made.door, made.note) == (3, "desk", "A desk, not a bench.")


def test_a_folder_that_nobody_changed_does_not_take_back_what_the_desk_published(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK, note="A better welcome.")
    said = flask("publish")
    told = "tiny-phone-repair: revision 2 (“A better welcome.”) came from the desk. Write it into the folder with: "
    assert (said.exit_code, said.stdout) == (0, f"{told}flask content fetch {TINY}\n")
    assert newest().number == 2


def test_what_the_desk_published_is_fetched_and_the_folder_goes_on_from_there(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    fetched = flask("fetch", TINY)
    assert fetched.stdout == f"  course.md\n{content}/{TINY} holds revision 2.\n"
    assert is_as_published(content)
    assert flask("publish").stdout == "tiny-phone-repair: revision 2, unchanged\n"
    change(content, COVER, "Welcome at the desk.", "Welcome to both.")
    assert flask("publish").stdout == "tiny-phone-repair: revision 3 (new)\n"
    assert (newest().door, "Welcome to both." in text_in(newest(), COVER)) == ("folder", True)


def test_fetching_twice_is_fetching_once(flask: Flask_, content: Path, cast: Cast) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    flask("fetch", TINY)
    assert flask("fetch", TINY).stdout == f"{content}/{TINY} holds revision 2, as it did.\n"


def test_a_course_that_was_only_ever_at_the_desk_is_fetched_whole(flask: Flask_, content: Path, cast: Cast) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    shutil.rmtree(content / TINY)
    assert flask("fetch", TINY).exit_code == 0
    assert is_as_published(content)


def test_what_the_desk_took_away_goes_from_the_folder_too(flask: Flask_, content: Path, cast: Cast) -> None:
    sources = dict(read_course(content / TINY).sources)
    sources["week-02/90-more.md"] = b"---\nkind: lesson\ntitle: More\nminutes: 5\n---\n\nMore.\n"
    with_more, _ = publish(sources, course_id="tiny-phone-repair", track_id="mobile", by=None, at=NOON)
    flask("fetch", TINY)
    assert (content / TINY / "week-02" / "90-more.md").is_file()
    change(content, COVER, *IN_FOLDER)
    (content / TINY / "week-02" / "90-more.md").unlink()
    flask("publish")
    assert (with_more.number, newest().number, "week-02/90-more.md" in newest().files) == (2, 3, False)


def test_a_folder_with_changes_of_its_own_is_not_written_over(flask: Flask_, content: Path, cast: Cast) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    change(content, BENCH, "leaves slowly", "goes slowly")
    before = (content / TINY / BENCH).read_text()
    refused = flask("fetch", TINY)
    assert refused.stdout == f"  course.md: changed at the desk\n  {BENCH}: changed in the folder\n"
    told = "Nothing was written: the folder has changes of its own. Publish them: flask content publish"
    assert (refused.exit_code, refused.stderr) == (1, f"Error: {told} {TINY}\n")
    assert (content / TINY / BENCH).read_text() == before


def test_what_only_one_of_them_changed_is_put_together_and_written_into_the_folder(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    add(content, BENCH, "Only in the folder.")
    said = flask("publish")
    assert (said.exit_code, said.stdout) == (0, "tiny-phone-repair: revision 3 (new)\n  course.md\n")
    assert (newest().door, "Welcome at the desk." in text_in(newest(), COVER)) == ("both", True)
    assert "Only in the folder." in text_in(newest(), BENCH)
    assert is_as_published(content)
    assert flask("publish").stdout == "tiny-phone-repair: revision 3, unchanged\n"


def test_what_both_changed_is_refused_file_by_file_until_somebody_says_which_one_counts(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    change(content, COVER, *IN_FOLDER)
    add(content, BENCH, "Only in the folder.")
    for words in ((), (TINY,), (TINY, "--mine", "no-such-file.md")):
        refused = flask("publish", *words)
        assert refused.exit_code == 1
        assert refused.stdout == (
            f"{TINY}: revision 2 (“Said better.”) came from the desk, and the folder has changes of its own:\n"
            f"  course.md: changed in both\n  {BENCH}: changed in the folder\n"
        )
        assert refused.stderr.startswith("Error: Nothing was published. What only one of them changed is put together;")
    assert newest().number == 2


@pytest.mark.parametrize(
    ("words", "welcome", "written"),
    [
        (("--mine", COVER), "Welcome, folder.", ""),
        (("--mine", "*"), "Welcome, folder.", ""),
        (("--theirs", COVER), "Welcome at the desk.", "  course.md\n"),
        (("--mine", "*", "--theirs", COVER), "Welcome at the desk.", "  course.md\n"),
    ],
)
def test_of_what_both_changed_the_side_is_published_that_was_named(
    flask: Flask_, content: Path, cast: Cast, words: tuple[str, ...], welcome: str, written: str
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    change(content, COVER, *IN_FOLDER)
    add(content, BENCH, "Only in the folder.")
    said = flask("publish", TINY, *words)
    assert (said.exit_code, said.stdout) == (0, f"tiny-phone-repair: revision 3 (new)\n{written}")
    assert welcome in text_in(newest(), COVER)
    assert "Only in the folder." in text_in(newest(), BENCH)
    assert is_as_published(content)


def test_the_desk_s_side_of_everything_is_what_is_published_already(flask: Flask_, content: Path, cast: Cast) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    change(content, COVER, *IN_FOLDER)
    said = flask("publish", TINY, "--theirs", "*")
    assert said.stdout == "tiny-phone-repair: revision 2, unchanged\n  course.md\n"
    assert is_as_published(content)


def test_an_old_file_that_was_copied_back_is_asked_about(flask: Flask_, content: Path, cast: Cast) -> None:
    old = (content / TINY / COVER).read_text()
    at_the_desk(cast, COVER, *AT_DESK)
    at_the_desk(cast, BENCH, "leaves slowly", "goes slowly")
    flask("fetch", TINY)
    (content / TINY / COVER).write_text(old)
    assert "  course.md: changed in both\n" in flask("publish").stdout
    assert newest().number == 3


def test_a_file_that_the_desk_made_and_the_folder_never_had_is_not_taken_away(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    draft = begun(cast)
    wrote(cast, draft, "week-02/90-more.md", "---\nkind: lesson\ntitle: More\nminutes: 5\n---\n\nMore.\n")
    made = at_the_desk(cast, COVER, *AT_DESK)
    add(content, BENCH, "Only in the folder.")
    flask("publish")
    assert ("week-02/90-more.md" in made.files, "week-02/90-more.md" in newest().files) == (True, True)
    assert (content / TINY / "week-02" / "90-more.md").is_file()


def test_a_command_that_was_killed_before_it_wrote_the_folder_leaves_nothing_to_lose(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    add(content, BENCH, "Only in the folder.")
    before = shutil.copytree(content / TINY, content / "before")
    flask("publish")
    shutil.rmtree(content / TINY)
    before.rename(content / TINY)
    told = "tiny-phone-repair: revision 3 came from the desk. Write it into the folder with: flask content fetch"
    assert flask("publish").stdout == f"{told} {TINY}\n"
    assert (newest().number, "Welcome at the desk." in text_in(newest(), COVER)) == (3, True)
    assert flask("fetch", TINY).exit_code == 0
    assert is_as_published(content)


def test_what_the_folder_had_changed_before_it_may_take_back(flask: Flask_, content: Path, cast: Cast) -> None:
    old = (content / TINY / COVER).read_text()
    change(content, COVER, *IN_FOLDER)
    flask("publish")
    at_the_desk(cast, BENCH, "leaves slowly", "goes slowly")
    flask("fetch", TINY)
    (content / TINY / COVER).write_text(old)
    assert flask("publish").stdout == "tiny-phone-repair: revision 4 (new)\n"
    assert (text_in(newest(), COVER), "goes slowly" in text_in(newest(), BENCH)) == (old, True)


def test_choices_are_of_one_course_and_of_one_side(flask: Flask_) -> None:
    told = flask("publish", "--mine", COVER)
    assert (told.exit_code, "Name the course whose files you choose" in told.stderr) == (2, True)
    told = flask("publish", TINY, "--mine", COVER, "--theirs", COVER)
    assert (told.exit_code, "‘course.md’ can't be both" in told.stderr) == (2, True)


def test_what_does_not_go_together_is_not_published(flask: Flask_, content: Path, cast: Cast) -> None:
    draft = begun(cast)
    wrote(cast, draft, BENCH, text_in(newest(), BENCH) + "\nSee [the battery](the-battery).\n")
    at_the_desk(cast, COVER, *AT_DESK)
    (content / TINY / BATTERY).unlink()
    refused = flask("publish", TINY)
    assert (refused.exit_code, newest().number) == (1, 2)
    assert refused.stdout.startswith(f"{content}/{BENCH}:")
    assert refused.stderr.startswith("Error: Nothing was published: what the folder and the desk have changed doesn't")


def test_a_starting_server_leaves_alone_what_the_desk_published(content: Path, cast: Cast) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    add(content, BENCH, "Only in the folder.")
    courses = publish_content(content, by=None, at=NOON)
    assert ([each.folder.name for each in courses.left_alone], courses.published) == (["tiny-phone-repair"], ())
    assert (courses.left_alone[0].asks, newest().number) == (True, 2)


def test_a_starting_server_publishes_what_was_made_from_what_the_desk_published(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    flask("fetch", TINY)
    add(content, COVER, "More in the folder.")
    courses = publish_content(content, by=None, at=NOON)
    assert ([each.number for each in courses.published], courses.left_alone) == ([3], ())


def test_publishing_by_the_folder_says_that_a_draft_will_be_asked(flask: Flask_, content: Path, cast: Cast) -> None:
    draft = begun(cast)
    add(content, BENCH, "Only in the folder.")
    assert flask("publish").stdout == "tiny-phone-repair: revision 2 (new)\n"  # nothing was written in it
    wrote(cast, draft, COVER, "---\n")
    add(content, BENCH, "More in the folder.")
    asked = "there is a draft at the desk; its authors are asked what they take of revision 3."
    assert flask("publish").stdout == f"tiny-phone-repair: revision 3 (new)\ntiny-phone-repair: {asked}\n"
    newer = newer_base(facts_of(cast, draft))
    assert newer is not None
    assert (newer.number, newer.door, [change.path for change in newer.changes]) == (3, "folder", [COVER, BENCH])


def test_an_exported_course_that_was_taken_in_goes_on_from_what_it_was_made_of(
    flask: Flask_, content: Path, cast: Cast, tmp_path: Path
) -> None:
    at_the_desk(cast, COVER, *AT_DESK)
    flask("export", TINY, "--revision", "2", "-o", str(tmp_path / "course.zip"))
    shutil.rmtree(content / TINY)
    flask("import", str(tmp_path / "course.zip"))
    change(content, COVER, "Welcome at the desk.", "Welcome back.")
    assert flask("publish").stdout == "tiny-phone-repair: revision 3 (new)\n"
    db.session.expire_all()
    assert "Welcome back." in text_in(newest(), COVER)


def test_nothing_is_fetched_of_what_nobody_published(flask: Flask_) -> None:
    for course in ("mobile/nothing", "appliances/tiny-phone-repair"):
        told = flask("fetch", course)
        assert (told.exit_code, told.stderr) == (1, f"Error: Nothing is published of {course}.\n")
