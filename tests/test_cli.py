"""What the commands do, say, and end with."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import zipfile
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
NO_NAME = "can't name a course: write track/course in small letters, digits and single dashes."


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


def test_a_check_says_how_much_is_translated(flask: Flask_, content: Path) -> None:
    (content / TINY / "course.fr.md").write_text("---\ntitle: Réparation\nsummary: Petite.\n---\nBienvenue.\n")
    told = f"{TINY}: fr: 1 of 13 files translated\n1 checked: sound.\n"
    assert flask("content", "check").stdout == told
    assert flask("content", "check", "--format", "json").stdout == "[]\n"


def test_each_mistake_is_told_by_file_and_line(flask: Flask_, content: Path) -> None:
    path = change(content, "week-02/10-the-battery.md", "minutes: 20", "minutes: soon")
    checked = flask("content", "check", TINY)
    assert checked.exit_code == 1
    assert checked.stdout == f"{path}:3: error: ‘soon’ is not a whole number above 0 for ‘minutes’; write it like 30.\n"
    assert checked.stderr == "1 checked: not sound.\n"


def test_a_warning_passes_unless_strictness_is_wanted(flask: Flask_, content: Path) -> None:
    path = content / TINY / "week-05" / "10-the-board.md"
    path.unlink()
    told = f"{path.parent}/week.md:1: warning: The week is empty or a draft; it is shown as being written.\n"
    lenient, strict = flask("content", "check"), flask("content", "check", "--strict")
    assert (lenient.exit_code, lenient.stdout) == (0, told + "1 checked: sound.\n")
    assert (strict.exit_code, strict.stdout, strict.stderr) == (1, told, "1 checked: not sound.\n")


def test_a_draft_is_warned_of_as_a_week_without_items_is(flask: Flask_, content: Path) -> None:
    path = change(content, "week-05/week.md", "outcomes:", "draft: true\noutcomes:")
    line = path.read_text().splitlines().index("draft: true") + 1
    told = f"{path}:{line}: warning: The week is empty or a draft; it is shown as being written.\n"
    lenient, strict = flask("content", "check"), flask("content", "check", "--strict")
    assert (lenient.exit_code, lenient.stdout) == (0, told + "1 checked: sound.\n")
    assert (strict.exit_code, strict.stdout) == (1, told)


@pytest.mark.parametrize("form", ["json", "github"])
def test_programs_are_told_in_their_form_and_nothing_else(flask: Flask_, content: Path, form: str) -> None:
    assert flask("content", "check", "--format", form).stdout == {"json": "[]\n", "github": ""}[form]
    path = change(content, "week-02/10-the-battery.md", "minutes: 20", "minutes: soon")
    checked = flask("content", "check", TINY, "--format", form)
    assert (checked.exit_code, checked.stderr) == (1, "")
    if form == "json":
        (problem,) = json.loads(checked.stdout)
        assert (problem["course"], problem["file"]) == (TINY, "week-02/10-the-battery.md")
        assert (problem["line"], problem["level"], problem["code"]) == (3, "error", "not-a-whole-number")
    else:
        assert checked.stdout.startswith(f"::error file={path},line=3,title=not-a-whole-number::‘soon’ is not")


def test_a_new_course_checks_clean_even_strictly_and_is_published(flask: Flask_, content: Path) -> None:
    made = flask("content", "new", "mobile/tablet-repair", "--weeks", "6")
    assert (made.exit_code, made.stdout.splitlines()[-1]) == (0, "flask content check mobile/tablet-repair")
    checked = flask("content", "check", "mobile/tablet-repair", "--strict")
    assert (checked.exit_code, checked.stdout) == (0, "1 checked: sound.\n")
    assert flask("content", "publish", "mobile/tablet-repair").stdout == "tablet-repair: revision 1 (new)\n"
    assert len(list((content / "mobile" / "tablet-repair").glob("week-*"))) == 6


def test_a_new_course_in_a_new_track_brings_the_tracks_file_and_speaks_french(flask: Flask_, content: Path) -> None:
    assert flask("content", "new", "tablettes/reparation", "--language", "fr").exit_code == 0
    assert (content / "tablettes" / "track.yaml").read_text().startswith("title: {fr: Tablettes}\n")
    assert flask("content", "check", "tablettes/reparation", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["mobile"], f"‘mobile’ {NO_NAME}"),
        (["Mobile/Tablet Repair"], f"‘Mobile/Tablet Repair’ {NO_NAME} Did you mean mobile/tablet-repair?"),
        (["mobile/../x"], f"‘mobile/../x’ {NO_NAME} Did you mean mobile/x?"),
        (["mobile/x", "--weeks", "11"], "A course has 5 to 10 weeks: write --weeks 10."),
        (
            ["mobile/x", "--language", "de"],
            "No course is begun in de yet: choose one of en, fr, and translate the texts.",
        ),
        ([TINY], "{content}/mobile/tiny-phone-repair is there already: choose another name, or move it away."),
        (
            ["appliances/tiny-phone-repair"],
            "{content}/mobile/tiny-phone-repair is there already: choose another name, or move it away.",
        ),
    ],
)
def test_a_course_that_cannot_be_begun_is_refused_with_a_sentence(
    flask: Flask_, content: Path, words: list[str], sentence: str
) -> None:
    before = sorted(content.rglob("*"))
    run = flask("content", "new", *words)
    assert (run.exit_code, run.stderr) == (1, f"Error: {sentence.format(content=content)}\n")
    assert sorted(content.rglob("*")) == before


def test_a_track_without_the_courses_language_is_told_before_anything_is_written(flask: Flask_, content: Path) -> None:
    (content / "mobile" / "track.yaml").write_text("title: {en: Mobile}\nicon: phone\norder: 1\n")
    run = flask("content", "new", "mobile/tablettes", "--language", "fr")
    assert run.stderr.splitlines()[0] == "Error: The track's file has to be mended first:"
    assert run.stderr.splitlines()[1].startswith(
        f"{content}/mobile/track.yaml:1: error: The course's own language (fr)"
    )
    assert not (content / "mobile" / "tablettes").exists()


def test_coverage_is_a_table(flask: Flask_) -> None:
    shown = flask("content", "coverage", TINY)
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[0].split() == ["│", "1", "│", "2", "│", "3", "│", "4", "│", "5", "│"]


def test_the_coverage_of_a_course_with_errors_is_not_shown(flask: Flask_, content: Path) -> None:
    change(content, "course.md", "weeks: 5", "weeks: 4")
    told = f"Error: {TINY} has errors; see them with: flask content check {TINY}\n"
    assert flask("content", "coverage", TINY).stderr == told


def test_an_exported_course_is_taken_in_and_is_the_same_revision(flask: Flask_, content: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "course.zip", tmp_path / "again.zip"
    assert flask("content", "export", TINY, "-o", str(file)).exit_code == 0
    assert flask("content", "export", TINY, "--revision", "1", "-o", str(again)).exit_code == 0
    assert file.read_bytes() == again.read_bytes()
    shutil.rmtree(content / "mobile")
    taken = flask("content", "import", str(file))
    assert (taken.exit_code, taken.stdout.splitlines()[-1]) == (0, f"flask content check {TINY}")
    assert flask("content", "publish", TINY).stdout == "tiny-phone-repair: revision 1, unchanged\n"


def test_an_import_changes_nothing_that_is_there(flask: Flask_, content: Path, tmp_path: Path) -> None:
    file = tmp_path / "course.zip"
    flask("content", "export", TINY, "-o", str(file))
    before = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    refused = flask("content", "import", str(file))
    told = f"Error: {content}/{TINY} is there already: choose another name, or move it away.\n"
    assert (refused.exit_code, refused.stderr) == (1, told)
    shutil.rmtree(content / TINY)
    (content / "mobile" / "track.yaml").write_text("title: {en: Ours}\nicon: phone\norder: 1\n")
    assert f"{content}/mobile/track.yaml was there, and stays as it is." in flask("content", "import", str(file)).stdout
    after = {path: path.read_bytes() for path in content.rglob("*") if path.is_file()}
    assert {path for path in after if after[path] != before[path]} == {content / "mobile" / "track.yaml"}


def test_a_zip_file_that_leads_out_writes_nothing(flask: Flask_, content: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("mobile/evil/course.md", "x")
        archive.writestr("mobile/evil/../../../out.md", "x")
    before = sorted(tmp_path.rglob("*"))
    refused = flask("content", "import", str(tmp_path / "slip.zip"))
    assert (refused.exit_code, refused.stderr.startswith("Error: ‘mobile/evil/../../../out.md’ leads out")) == (1, True)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import", "none.zip"], "none.zip can't be read: No such file or directory."),
        (["export", TINY, "--revision", "9"], f"There is no revision 9 of {TINY}."),
        (
            ["export", "appliances/tiny-phone-repair", "--revision", "1"],
            "There is no revision 1 of appliances/tiny-phone-repair.",
        ),
        (["export", TINY, "-o", "/nowhere/a.zip"], "/nowhere/a.zip can't be written: No such file or directory."),
    ],
)
def test_what_cannot_be_carried_is_told(flask: Flask_, words: list[str], sentence: str) -> None:
    run = flask("content", *words)
    assert (run.exit_code, run.stderr) == (1, f"Error: {sentence}\n")


def test_a_course_with_a_link_in_it_is_not_packed(flask: Flask_, content: Path, tmp_path: Path) -> None:
    (content / TINY / "images" / "linked.svg").symlink_to("/etc/passwd")
    run = flask("content", "export", TINY, "-o", str(tmp_path / "a.zip"))
    assert (run.exit_code, (tmp_path / "a.zip").exists()) == (1, False)
    assert "linked.svg:1: error: This is a symbolic link" in run.stderr


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


def test_another_key_of_an_answered_question_is_published_by_those_who_say_that_they_mean_it(
    flask: Flask_, content: Path, cast: Cast
) -> None:
    finish(begin(cast.item("safety-quiz")), cast.item("safety-quiz"), RIGHT)
    db.session.commit()
    path = change(content, "week-01/80-safety-quiz.md", "= 19.25", "= 19.3")
    line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if "#energy" in text)
    flask("content", "new", "mobile/tablet-repair")
    for words in ((), (TINY,)):
        refused = flask("content", "publish", *words)
        told = (
            f"{path}:{line}: error: People have answered ‘energy’, and now other answers are right; if the key was "
            "wrong, have the answers marked again once this is published, and if not, ask something new under an id of "
            "its own.\n"
        )
        assert (refused.exit_code, refused.stdout) == (1, told)
        assert refused.stderr == "Error: Nothing was published. If this is what you mean, say so: add --knowingly.\n"
        assert revisions() == [("tiny-phone-repair", 1)]
    published = flask("content", "publish", "--knowingly")
    assert published.stdout == "tablet-repair: revision 1 (new)\ntiny-phone-repair: revision 2 (new)\n"
    assert flask("content", "publish").stdout == (
        "tablet-repair: revision 1, unchanged\ntiny-phone-repair: revision 2, unchanged\n"
    )


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
    db.session.add(
        GateDecision(
            enrolment_id=cast.enrolment_id,
            gate="safety",
            decision="suspended",
            decided_at=NOON,
            decided_by=cast.instructor.id,
        )
    )
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


@pytest.mark.lane("sqlite")
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
        "content": [
            *("check", "coverage", "export", "export-questions", "facts", "import", "import-questions", "new"),
            *("preview", "publish"),
        ],
        "completions": ["rebuild"],
        "people": ["invite"],
        "sites": ["add"],
    }.items():
        listed = flask(group, "--help").stdout.partition("Commands:\n")[2]
        assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2] != " "] == commands


def test_a_preview_names_the_course_that_is_not_there(flask: Flask_, content: Path) -> None:
    told = flask("content", "preview", "mobile/tabby")
    assert (told.exit_code, told.stderr) == (
        1,
        f"Error: There is no {content}/mobile/tabby/course.md: name a course as track/course.\n",
    )


@pytest.mark.parametrize("command", ["check", "publish"])
def test_a_folder_without_courses_is_no_sound_one(flask: Flask_, content: Path, command: str) -> None:
    shutil.rmtree(content / "mobile")
    said = flask("content", command)
    told = f"Error: There is no course in {content}: begin one with: flask content new track/course\n"
    assert (said.exit_code, said.stdout, said.stderr) == (1, "", told)


def test_a_preview_of_nothing_says_how_to_begin(flask: Flask_, content: Path) -> None:
    shutil.rmtree(content / "mobile")
    assert flask("content", "preview").stderr == (
        f"Error: There is no course in {content}: begin one with: flask content new track/course\n"
    )


def run_without_settings(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in a process of its own, as somebody runs it who only writes curricula."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ETABLI_", "DATABASE_"))}
    environment |= {"ETABLI_INSTANCE": str(folder / "instance"), "ETABLI_CONTENT": str(folder / "content")}
    command = [sys.executable, "-m", "flask", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_whoever_writes_curricula_needs_no_secret_key_and_no_database(tmp_path: Path) -> None:
    made = run_without_settings(tmp_path, "content", "new", "mobile/tablet-repair")
    assert (made.returncode, made.stderr) == (0, "")
    checked = run_without_settings(tmp_path, "content", "check", "--strict")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "1 checked: sound.\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


def test_a_command_that_needs_the_secret_key_says_so(tmp_path: Path) -> None:
    told = run_without_settings(tmp_path, "people", "invite", "Nora New", "--role", "author")
    assert told.returncode == 1
    assert told.stderr.startswith("Error: ETABLI_SECRET_KEY has 0 characters, and sessions need a secret")


def test_a_preview_says_that_its_port_is_taken(tmp_path: Path) -> None:
    run_without_settings(tmp_path, "content", "new", "mobile/tablet-repair")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        told = run_without_settings(tmp_path, "content", "preview", "--port", str(port))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == (
        f"Error: Can't listen on port {port} (Address already in use). Stop what listens there, or choose another: "
        f"--port {port + 1}.\n"
    )
