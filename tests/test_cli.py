"""What the commands do, say, and end with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, func, select

from app import create_app
from app.config import ROOT, Settings
from app.courses.models import Completion, Course, Enrolment, GateDecision, Revision
from app.courses.operations.completions import rebuild_completions
from app.courses.operations.enrolments import declare_lesson_done
from app.db import db
from tests.cast import NOON, Cast
from tests.databases import fresh_database
from tests.quizzes.sittings import RIGHT, begin, finish

Flask_ = Callable[..., Result]
TINY = "mobile/tiny-phone-repair"


@pytest.fixture
def content(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The content of the tests, copied to where it may be changed."""
    settings = app.extensions["settings"]
    copied = shutil.copytree(settings.content, tmp_path / "content")
    monkeypatch.setitem(app.extensions, "settings", replace(settings, content=copied))
    return copied


@pytest.fixture
def flask(app: Flask, cast: Cast, content: Path) -> Flask_:
    """`flask("content", "check")` runs that command."""

    def run(*words: str) -> Result:
        return app.test_cli_runner().invoke(args=list(words))

    return run


def change(content: Path, file: str, old: str, new: str) -> Path:
    """Replace `old` in a file of the tiny course."""
    path = content / TINY / file
    written = path.read_text()
    assert old in written
    path.write_text(written.replace(old, new))
    return path


def revisions() -> list[tuple[str, int]]:
    """Course and number of every revision."""
    db.session.rollback()  # as at the end of the command's own process
    rows = db.session.execute(select(Revision.course_id, Revision.number).order_by(Revision.id))
    return [(row.course_id, row.number) for row in rows]


@pytest.mark.parametrize("words", [(), (TINY,), ("--strict",), (TINY, "--strict")])
def test_a_sound_course_is_told_as_such(flask: Flask_, words: tuple[str, ...]) -> None:
    checked = flask("content", "check", *words)
    assert (checked.exit_code, checked.stdout, checked.stderr) == (0, "1 checked: sound.\n", "")


def test_each_mistake_is_told_by_file_and_line(flask: Flask_, content: Path) -> None:
    path = change(content, "week-02/10-the-battery.md", "minutes: 20", "minutes: soon")
    checked = flask("content", "check", TINY)
    assert checked.exit_code == 1
    assert checked.stdout == f"{path}:3: error: ‘soon’ is not a whole number above 0 for ‘minutes’; write it like 30.\n"
    assert checked.stderr == "1 checked: not sound.\n"


def test_a_warning_passes_unless_strictness_is_wanted(flask: Flask_, content: Path) -> None:
    path = content / TINY / "week-05" / "10-the-board.md"
    path.unlink()
    told = f"{path.parent}/week.md:1: warning: The week has no items yet; it is shown as being written.\n"
    lenient, strict = flask("content", "check"), flask("content", "check", "--strict")
    assert (lenient.exit_code, lenient.stdout) == (0, told + "1 checked: sound.\n")
    assert (strict.exit_code, strict.stdout, strict.stderr) == (1, told, "1 checked: not sound.\n")


def test_every_course_is_checked_and_one_unsound_is_enough(flask: Flask_, content: Path) -> None:
    shutil.copytree(content / TINY, content / "mobile" / "another")
    change(content, "course.md", "weeks: 5", "weeks: 4")
    checked = flask("content", "check")
    assert (checked.exit_code, checked.stderr) == (1, "2 checked: not sound.\n")
    assert flask("content", "check", "mobile/another").exit_code == 0


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_course_that_is_not_there_is_told_with_its_path(flask: Flask_, content: Path, command: str) -> None:
    run = flask("content", command, "mobile/nothing")
    assert run.exit_code == 1
    assert run.stderr == f"Error: There is no {content}/mobile/nothing/course.md: name a course as track/course.\n"


def test_publishing_the_same_sources_again_makes_no_revision(flask: Flask_) -> None:
    published = flask("content", "publish")
    assert (published.exit_code, published.stdout) == (0, "tiny-phone-repair: revision 1, unchanged\n")
    assert revisions() == [("tiny-phone-repair", 1)]


@pytest.mark.parametrize("words", [(), (TINY,)])
def test_changed_sources_are_the_next_revision_once(flask: Flask_, content: Path, words: tuple[str, ...]) -> None:
    change(content, "course.md", "Welcome to the bench.", "Welcome to your bench.")
    first, second = flask("content", "publish", *words), flask("content", "publish", *words)
    assert (first.stdout, second.stdout) == (
        "tiny-phone-repair: revision 2 (new)\n",
        "tiny-phone-repair: revision 2, unchanged\n",
    )
    assert revisions() == [("tiny-phone-repair", 1), ("tiny-phone-repair", 2)]


def test_of_unsound_content_nothing_is_published(flask: Flask_, content: Path) -> None:
    shutil.copytree(content / TINY, content / "mobile" / "another")
    change(content, "course.md", "weeks: 5", "weeks: 4")
    published = flask("content", "publish")
    assert published.exit_code == 1
    assert published.stderr == "Error: Nothing was published: mend the errors first.\n"
    assert revisions() == [("tiny-phone-repair", 1)]
    assert db.session.scalar(select(func.count()).select_from(Course)) == 1


def test_publishing_tells_mistakes_by_file_and_line_as_checking_does(flask: Flask_, content: Path) -> None:
    change(content, "week-02/10-the-battery.md", "minutes: 20", "minutes: soon")
    told = flask("content", "check").stdout
    assert [flask("content", "publish", *words).stdout for words in ((), (TINY,))] == [told, told]


def completions() -> list[tuple[str, Any]]:
    """What the trainees have completed, and when."""
    rows = db.session.execute(select(Completion.item_id, Completion.completed_at).order_by(Completion.item_id))
    return [(row.item_id, row.completed_at) for row in rows]


def test_completions_are_made_anew_from_what_earned_them(flask: Flask_, cast: Cast) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    earned = [("safety-quiz", NOON), ("the-bench", NOON)]
    db.session.execute(delete(Completion))
    db.session.add(Completion(enrolment_id=cast.enrolment_id, item_id="the-battery", completed_at=NOON))
    db.session.flush()
    rebuilt = flask("completions", "rebuild")
    assert (rebuilt.exit_code, rebuilt.stdout) == (0, "3 completions changed.\n")
    assert completions() == earned
    assert flask("completions", "rebuild").stdout == "0 completions changed.\n"
    assert completions() == earned


def test_a_gate_that_was_decided_on_is_not_decided_again(flask: Flask_, cast: Cast) -> None:
    quiz = cast.item("safety-quiz")
    finish(begin(quiz), quiz, RIGHT)
    db.session.add(GateDecision(enrolment_id=cast.enrolment_id, gate="safety", decision="suspended", decided_at=NOON))
    db.session.flush()
    flask("completions", "rebuild")
    decisions = db.session.scalars(select(GateDecision.decision).order_by(GateDecision.id)).all()
    assert sorted(decisions) == ["opened", "suspended"]


def test_a_gate_that_a_mark_earned_is_opened_with_an_entry_of_its_own(cast: Cast) -> None:
    gates = [(cast.enrolment_id, "safety"), (cast.enrolment_id, "safety")]
    assert rebuild_completions([], gates=gates, at=NOON) == 0
    assert db.session.scalars(select(GateDecision.decision)).all() == ["opened"]


def test_the_earliest_of_several_merits_counts(cast: Cast) -> None:
    merits = [(cast.enrolment_id, "esd-bench", NOON + timedelta(days=days)) for days in (2, 0, 1)]
    assert rebuild_completions(merits, gates=[], at=NOON) == 1
    assert completions() == [("esd-bench", NOON)]


def test_a_file_that_cannot_be_read_stops_publication(flask: Flask_, content: Path) -> None:
    (content / TINY / "images" / "linked.svg").symlink_to(content / TINY / "images" / "bench.svg")
    published = flask("content", "publish", TINY)
    assert (published.exit_code, published.stderr) == (1, "Error: Nothing was published: mend the errors first.\n")
    assert published.stdout == (
        f"{content}/{TINY}/images/linked.svg:1: error: This is a symbolic link; put the file itself here.\n"
    )


def test_from_nothing_to_a_school_by_commands_alone(settings: Settings, tmp_path: Path) -> None:
    address = fresh_database(tmp_path)
    app = create_app(replace(settings, instance=tmp_path, database_url=address, content=ROOT / "content"))
    run = app.test_cli_runner().invoke
    with app.app_context():
        said = [run(args=words.split()) for words in ("db upgrade", "content publish", "demo --size 60")]
        trainees = db.session.scalar(select(func.count()).select_from(Enrolment))
        db.session.remove()
        db.engine.dispose()
    assert [each.exit_code for each in said] == [0, 0, 0]
    assert trainees == 60
    assert said[1].stdout == "household-appliances: revision 1 (new)\nsmartphone-repair: revision 1 (new)\n"
    assert said[2].stdout.splitlines() == (tmp_path / "demonstration-sign-ins").read_text().splitlines()


def test_the_demonstration_is_for_an_empty_database_only(flask: Flask_) -> None:
    told = flask("demo")
    sentence = "This school has people already: the demonstration needs an empty database."
    assert (told.exit_code, told.stderr) == (1, f"Error: {sentence}\n")


def test_a_demonstration_school_is_not_smaller_than_its_own_cohorts(flask: Flask_) -> None:
    told = flask("demo", "--size", "44")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.splitlines()[-1] == "Error: Invalid value for '--size': 44 is not in the range x>=45."


def test_help_names_every_command(flask: Flask_) -> None:
    for group, commands in {
        "content": ["check", "publish"],
        "completions": ["rebuild"],
        "people": ["invite"],
        "sites": ["add"],
    }.items():
        listed = flask(group, "--help").stdout.partition("Commands:\n")[2]
        assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "] == commands
