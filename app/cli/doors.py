"""`flask content publish` and `fetch`: between the folder of the curricula and what is published, by whichever door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.assessments.quizzes.queries.answered import has_been_answered
from app.authoring.queries.bases import courses_being_written
from app.cli.folders import checked_courses, content_folder, course_folder, refuse_nothing, track_and_course
from app.courses.doors import FileChange, Side
from app.courses.operations.content import LeftAlone, PublishedCourse, PublishedCourses, publish_folders
from app.courses.operations.revisions import UnsoundCurriculum
from app.courses.queries.folders import FolderBeside, folder_beside_newest
from app.courses.queries.revisions import newest_sources
from app.curriculum.archive import PackedCourse
from app.curriculum.checking import CheckedCourse
from app.curriculum.digest import source_digest
from app.curriculum.folder import courses_in, read_course
from app.curriculum.telling import as_lines
from app.curriculum.writing import mark, renew_course, write_course
from app.db import db, writing
from app.shared.clock import now

WHO = {
    "mine": "changed in the folder",
    "theirs": "changed at the desk",
    "both": "the same change in both",
    "clash": "changed in both",
}


@click.command("publish")
@click.argument("course", required=False)
@click.option("--knowingly", is_flag=True, help="Even where questions that people have answered change their meaning.")
@click.option("--mine", multiple=True, metavar="PATH", help="A file that both changed: the folder's counts. '*': all.")
@click.option("--theirs", multiple=True, metavar="PATH", help="A file that both changed: the desk's counts. '*': all.")
@with_appcontext
def publish(course: str | None, knowingly: bool, mine: Sequence[str], theirs: Sequence[str]) -> None:
    """Publish COURSE (track/course), or all courses: all or nothing. The same sources twice make one revision.

    What the desk published and the folder doesn't have is put together with what the folder has, file by file.
    """
    choices = _choices(course, mine, theirs)
    folders = [course_folder(course)] if course else courses_in(content_folder())
    refuse_nothing(folders)
    try:
        with writing():
            answered = None if knowingly else has_been_answered
            courses = publish_folders(folders, by=None, at=now(), answered=answered, choices=choices)
            _refuse_other_meanings(courses.withheld)
            _refuse_to_choose(courses.left_alone)
            db.session.commit()
    except UnsoundCurriculum as unsound:
        raise click.ClickException(_mistakes(course, unsound)) from None
    _tell(courses)


@click.command("fetch")
@click.argument("course")
@with_appcontext
def fetch(course: str) -> None:
    """Write the newest revision of COURSE (track/course) into its folder, unless the folder has changes of its own."""
    track_id, course_id = track_and_course(course)
    newest = newest_sources(course_id)
    if newest is None or newest.packed.track_id != track_id:
        raise click.ClickException(f"Nothing is published of {course}.")
    folder = content_folder() / track_id / course_id
    if folder.exists():
        _refuse_own_changes(folder, course)
    try:
        changed = _written(folder, newest.packed)
    except OSError as fault:
        raise click.ClickException(f"{folder} can't be written: {fault.strerror}.") from fault
    for path in changed:
        click.echo(f"  {path}")
    click.echo(f"{folder} holds revision {newest.number}{'' if changed else ', as it did'}.")


def _choices(course: str | None, mine: Sequence[str], theirs: Sequence[str]) -> Mapping[str, Side]:
    if (mine or theirs) and not course:
        raise click.UsageError("Name the course whose files you choose: flask content publish track/course --mine …")
    for path in sorted({*mine} & {*theirs}):
        raise click.UsageError(f"‘{path}’ can't be both: write --mine or --theirs.")
    return {**dict.fromkeys(mine, "mine"), **dict.fromkeys(theirs, "theirs")}


def _refuse_other_meanings(withheld: Sequence[CheckedCourse]) -> None:
    for line in as_lines(withheld):
        click.echo(line)
    if withheld:
        raise click.ClickException("Nothing was published. If this is what you mean, say so: add --knowingly.")


def _refuse_to_choose(left_alone: Sequence[LeftAlone]) -> None:
    asking = [each for each in left_alone if each.asks]
    for each in asking:
        click.echo(f"{_named(each.folder)}: {_came_from_desk(each.beside)}, and the folder has changes of its own:")
        for line in _file_by_file(each.beside.changes):
            click.echo(line)
    if asking:
        raise click.ClickException(
            "Nothing was published. What only one of them changed is put together; say which one counts of each file "
            f"that both changed: flask content publish {_named(asking[0].folder)} --mine PATH --theirs PATH"
        )


def _mistakes(course: str | None, unsound: UnsoundCurriculum) -> str:
    """Tells each; returns the last word."""
    checked = checked_courses(course)
    if all(each.sound for each in checked):
        for line in as_lines([CheckedCourse(content_folder(), unsound.problems)]):
            click.echo(line)
        return "Nothing was published: what the folder and the desk have changed doesn't go together. Mend it there."
    for line in as_lines(checked):
        click.echo(line)
    return "Nothing was published: mend the errors first."


def _tell(courses: PublishedCourses) -> None:
    for made in courses.published:
        click.echo(f"{made.folder.name}: revision {made.number}{' (new)' if made.is_new else ', unchanged'}")
        if made.to_write is not None:
            _write_back(made, made.to_write)
    for each in courses.left_alone:
        told = f"{_came_from_desk(each.beside)}. Write it into the folder with: flask content fetch"
        click.echo(f"{each.folder.name}: {told} {_named(each.folder)}")
    new = {made.folder.name: made.number for made in courses.published if made.is_new}
    for course_id in sorted(courses_being_written(new)):
        asked = f"its authors are asked what they take of revision {new[course_id]}"
        click.echo(f"{course_id}: there is a draft at the desk; {asked}.")


def _write_back(made: PublishedCourse, sources: Mapping[str, bytes]) -> None:
    """The folder holds what both had changed, or the next publication would take the desk's part back."""
    try:
        for path in renew_course(made.folder, sources):
            click.echo(f"  {path}")
        mark(made.folder, source_digest(sources))
    except OSError as fault:
        told = f"{made.folder} can't be written: {fault.strerror}. Mend that, and then write revision {made.number}"
        click.echo(f"{told} there with: flask content fetch {_named(made.folder)}", err=True)


def _written(folder: Path, packed: PackedCourse) -> tuple[str, ...]:
    if folder.exists():
        changed = renew_course(folder, packed.sources)
    else:
        names = {"track_id": packed.track_id, "course_id": packed.course_id}
        write_course(content_folder(), **names, sources=packed.sources)
        changed = tuple(sorted(packed.sources))
    mark(folder, source_digest(packed.sources))
    return changed


def _refuse_own_changes(folder: Path, course: str) -> None:
    read = read_course(folder)
    beside = folder_beside_newest(folder, read.sources)
    if read.problems or beside is None or not beside.is_only_old:
        for line in _file_by_file(beside.changes if beside else ()):
            click.echo(line)
        raise click.ClickException(
            f"Nothing was written: the folder has changes of its own. Publish them: flask content publish {course}"
        )


def _file_by_file(changes: Sequence[FileChange]) -> Iterator[str]:
    for change in changes:
        yield f"  {change.path}: {WHO[change.who]}"


def _came_from_desk(beside: FolderBeside) -> str:
    note = f" (“{beside.newest.note}”)" if beside.newest.note else ""
    return f"revision {beside.newest.number}{note} came from the desk"


def _named(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"
