"""The folder of the curricula, as the commands name courses in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask import current_app

from app.curriculum.attributes import id_from, is_id
from app.curriculum.checking import CheckedCourse, check_content, check_folder


def checked_courses(course: str | None) -> list[CheckedCourse]:
    """What the checker says of a course, or of all."""
    return [check_folder(course_folder(course))] if course else check_content(content_folder())


def content_folder() -> Path:
    """Where the curricula lie."""
    folder: Path = current_app.extensions["settings"].content
    return folder


def course_folder(course: str) -> Path:
    """The folder of a course that is there."""
    folder = content_folder() / course
    if not (folder / "course.md").is_file():
        raise click.ClickException(f"There is no {folder}/course.md: name a course as track/course.")
    return folder


def track_and_course(course: str) -> tuple[str, str]:
    """The ids of track and course in `track/course`."""
    track_id, slash, course_id = course.partition("/")
    if is_id(track_id) and is_id(course_id):
        return track_id, course_id
    meant = "/".join(filter(None, (id_from(track_id), id_from(course_id))))
    near = f" Did you mean {meant}?" if slash and meant.count("/") == 1 and meant != course else ""
    raise click.ClickException(
        f"‘{course}’ can't name a course: write track/course in small letters, digits and single dashes.{near}"
    )


def refuse_nothing(found: Sequence[object]) -> None:
    """Ends the command where there is nothing to do it with."""
    if not found:
        raise click.ClickException(
            f"There is no course in {content_folder()}: begin one with: flask content new track/course"
        )
