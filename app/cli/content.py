"""`flask content …`: begin, check, publish, carry away and take in curricula."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.assessments.quizzes.queries.answered import has_been_answered
from app.courses.operations.content import publish_folders
from app.courses.operations.revisions import UnsoundCurriculum
from app.courses.queries.revisions import sources_of
from app.curriculum.archive import ArchiveError, PackedCourse, pack, unpack
from app.curriculum.attributes import id_from, is_id
from app.curriculum.beginning import LANGUAGES, new_course
from app.curriculum.checking import CheckedCourse, check_content, check_folder
from app.curriculum.compiler import compile_course
from app.curriculum.coverage import as_table, coverage_of
from app.curriculum.facts import facts_as_lines, facts_as_rows
from app.curriculum.folder import TRACK, courses_in, read_course
from app.curriculum.limits import COURSE_BYTES, FEWEST_WEEKS, MOST_WEEKS
from app.curriculum.telling import FORMS, as_lines, tallies_as_lines, told
from app.curriculum.writing import CourseExistsError, write_course
from app.db import db, writing
from app.shared.clock import now
from app.shared.spreadsheets import write_csv

content = AppGroup("content", help="Begin, check and publish curricula.")


@content.command("check")
@click.argument("course", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="text", help="How problems are told.")
def check(course: str | None, strict: bool, form: str) -> None:
    """Tell every mistake of COURSE (track/course), or of all courses, as file:line: what is wrong."""
    checked = _checked(course)
    _refuse_nothing(checked)
    for line in told(checked, form):
        click.echo(line)
    sound = all(each.passes(strict=strict) for each in checked)
    if form == "text":
        for line in tallies_as_lines(checked):
            click.echo(line)
        click.echo(f"{len(checked)} checked: {'sound' if sound else 'not sound'}.", err=not sound)
    sys.exit(0 if sound else 1)


@content.command("publish")
@click.argument("course", required=False)
@click.option("--knowingly", is_flag=True, help="Even where questions that people have answered change their meaning.")
def publish(course: str | None, knowingly: bool) -> None:
    """Publish COURSE (track/course), or all courses: all or nothing. The same sources twice make one revision."""
    folders = [_folder(course)] if course else courses_in(_content())
    _refuse_nothing(folders)
    try:
        with writing():
            answered = None if knowingly else has_been_answered
            courses = publish_folders(folders, by=None, at=now(), answered=answered)
            _refuse_other_meanings(courses.withheld)
            db.session.commit()
    except UnsoundCurriculum:
        for line in as_lines(_checked(course)):
            click.echo(line)
        raise click.ClickException("Nothing was published: mend the errors first.") from None
    for made in courses.published:
        click.echo(f"{made.folder.name}: revision {made.number}{' (new)' if made.is_new else ', unchanged'}")


@content.command("new")
@click.argument("course")
@click.option("--weeks", type=int, default=FEWEST_WEEKS, help=f"How many: {FEWEST_WEEKS} to {MOST_WEEKS}.")
@click.option("--language", help=f"Of the course: {', '.join(LANGUAGES)}. The school's without it.")
def new(course: str, weeks: int, language: str | None) -> None:
    """Begin COURSE (track/course): a course that checks clean and explains in place how it is written."""
    track_id, course_id = _names(course)
    language = language or current_app.extensions["settings"].language
    if not FEWEST_WEEKS <= weeks <= MOST_WEEKS:
        near = min(max(weeks, FEWEST_WEEKS), MOST_WEEKS)
        raise click.ClickException(f"A course has {FEWEST_WEEKS} to {MOST_WEEKS} weeks: write --weeks {near}.")
    if language not in LANGUAGES:
        raise click.ClickException(
            f"No course is begun in {language} yet: choose one of {', '.join(LANGUAGES)}, and translate the texts."
        )
    sources = new_course(track_id=track_id, course_id=course_id, weeks=weeks, language=language)
    _refuse_unfit_track(PackedCourse(track_id, course_id, sources))
    folder = _written(PackedCourse(track_id, course_id, sources))
    click.echo(f"{folder} is there. Read week-01 first, then write over it. Check it with:")
    click.echo(f"flask content check {course}")


@content.command("coverage")
@click.argument("course")
def coverage(course: str) -> None:
    """Show where COURSE (track/course) teaches, asks and shows each competence, week by week."""
    folder = _folder(course)
    compiled = compile_course(read_course(folder).sources, track_id=folder.parent.name, course_id=folder.name)
    if compiled.curriculum is None:
        raise click.ClickException(f"{course} has errors; see them with: flask content check {course}")
    for line in as_table(coverage_of(compiled.curriculum), compiled.curriculum.language):
        click.echo(line)


@content.command("facts")
@click.argument("course")
@click.option("--csv", "as_csv", is_flag=True, help="As a table for a spreadsheet.")
def facts(course: str, as_csv: bool) -> None:
    """Print every marked number and legal statement of COURSE (track/course): where, its source, how certain."""
    folder = _folder(course)
    checked = check_folder(folder)
    if not checked.sound:
        raise click.ClickException(f"{course} has errors; see them with: flask content check {course}")
    sources = read_course(folder).sources
    if as_csv:
        click.echo(write_csv(facts_as_rows(sources), language="en"), nl=False)
        return
    for line in facts_as_lines(sources):
        click.echo(line)


@content.command("export")
@click.argument("course")
@click.option("--revision", type=int, help="The number of a published revision. Without it: the folder as it is.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The zip file. Without it: COURSE.zip, here.")
def export(course: str, revision: int | None, output: Path | None) -> None:
    """Pack the sources of COURSE (track/course) into a zip file that `flask content import` takes."""
    track_id, course_id = _names(course)
    packed = _published(track_id, course_id, revision) if revision else _as_it_lies(course)
    file = output or Path(f"{course_id}.zip")
    try:
        file.write_bytes(pack(packed))
    except OSError as fault:
        raise click.ClickException(f"{file} can't be written: {fault.strerror}.") from fault
    click.echo(f"{file}: {len(packed.sources)} files of {course}.")


@content.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def take_in(file: Path) -> None:
    """Unpack a course from the zip FILE into the folder of the curricula. Nothing is published."""
    try:
        with file.open("rb") as opened:
            data = opened.read(COURSE_BYTES + 1)
        if len(data) > COURSE_BYTES:
            raise click.ClickException(f"{file} is larger than a course may be.")
        packed = unpack(data)
    except OSError as fault:
        raise click.ClickException(f"{file} can't be read: {fault.strerror}.") from fault
    except ArchiveError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    track = _content() / packed.track_id / "track.yaml"
    is_other = track.is_file() and track.read_bytes() != packed.sources.get(TRACK)
    folder = _written(packed)
    if is_other:
        click.echo(f"{track} was there, and stays as it is.")
    click.echo(f"{folder} is there, {len(packed.sources)} files. Check it with:")
    click.echo(f"flask content check {packed.track_id}/{packed.course_id}")


def _refuse_nothing(found: Sequence[object]) -> None:
    if not found:
        raise click.ClickException(
            f"There is no course in {_content()}: begin one with: flask content new track/course"
        )


def _refuse_other_meanings(withheld: Sequence[CheckedCourse]) -> None:
    for line in as_lines(withheld):
        click.echo(line)
    if withheld:
        raise click.ClickException("Nothing was published. If this is what you mean, say so: add --knowingly.")


def _refuse_unfit_track(packed: PackedCourse) -> None:
    """Tells what in the track's file, when it is there, keeps a new course from being sound."""
    track = _content() / packed.track_id / "track.yaml"
    if track.is_file():
        sources = {**packed.sources, TRACK: track.read_bytes()}
        made = compile_course(sources, track_id=packed.track_id, course_id=packed.course_id)
        if made.problems:
            checked = CheckedCourse(_content() / packed.track_id / packed.course_id, made.problems)
            raise click.ClickException("\n".join(["The track's file has to be mended first:", *as_lines([checked])]))


def _written(packed: PackedCourse) -> Path:
    """The new folder with the course's files."""
    other = next((found for found in courses_in(_content()) if found.name == packed.course_id), None)
    if other is not None:  # a course is known by its id alone, whatever its track
        raise click.ClickException(f"{other} is there already: choose another name, or move it away.")
    try:
        return write_course(_content(), track_id=packed.track_id, course_id=packed.course_id, sources=packed.sources)
    except CourseExistsError as there:
        raise click.ClickException(f"{there} is there already: choose another name, or move it away.") from there
    except OSError as fault:
        raise click.ClickException(f"{_content()} can't be written: {fault.strerror}.") from fault


def _names(course: str) -> tuple[str, str]:
    """The ids of track and course in `track/course`."""
    track_id, slash, course_id = course.partition("/")
    if is_id(track_id) and is_id(course_id):
        return track_id, course_id
    meant = "/".join(filter(None, (id_from(track_id), id_from(course_id))))
    near = f" Did you mean {meant}?" if slash and meant.count("/") == 1 and meant != course else ""
    raise click.ClickException(
        f"‘{course}’ can't name a course: write track/course in small letters, digits and single dashes.{near}"
    )


def _as_it_lies(course: str) -> PackedCourse:
    folder = _folder(course)
    read = read_course(folder)
    checked = CheckedCourse(folder, read.problems)
    if not checked.sound:
        raise click.ClickException("\n".join(["Not every file can be packed:", *as_lines([checked])]))
    return PackedCourse(folder.parent.name, folder.name, read.sources)


def _published(track_id: str, course_id: str, number: int) -> PackedCourse:
    found = sources_of(course_id, number)
    if found is None or found.packed.track_id != track_id:
        raise click.ClickException(f"There is no revision {number} of {track_id}/{course_id}.")
    return found.packed


def _checked(course: str | None) -> list[CheckedCourse]:
    return [check_folder(_folder(course))] if course else check_content(_content())


def _content() -> Path:
    folder: Path = current_app.extensions["settings"].content
    return folder


def _folder(course: str) -> Path:
    folder = _content() / course
    if not (folder / "course.md").is_file():
        raise click.ClickException(f"There is no {folder}/course.md: name a course as track/course.")
    return folder
