"""`flask content preview`: courses as trainees will have them, while they are being written."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.config import LANGUAGES, Settings
from app.curriculum.folder import courses_in
from app.preview.serving import PortTakenError, preview_of, serve


@click.command("preview")
@click.argument("course", required=False)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="Where to serve it. 8000 without it.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the pages. The school's without it.")
@with_appcontext
def preview(course: str | None, port: int, language: str | None) -> None:
    """Show COURSE (track/course), or all courses, as trainees will have them, and renew the pages on every save.

    Nothing is published, and nothing is kept. Only this machine can reach it. Ctrl-C ends it.
    """
    settings: Settings = current_app.extensions["settings"]
    folders = _folders(settings.content, course)
    wired = current_app.extensions["wired"]
    try:
        with preview_of(folders, settings=settings, wired=wired, language=language or settings.language) as shown:
            serve(shown, port, say=click.echo)
    except PortTakenError as taken:
        raise click.ClickException(
            f"Can't listen on port {port} ({taken}). Stop what listens there, or choose another: --port {port + 1}."
        ) from taken


def _folders(content: Path, course: str | None) -> list[Path]:
    found = [content / course] if course else courses_in(content)
    if course and not (content / course / "course.md").is_file():
        raise click.ClickException(f"There is no {content / course}/course.md: name a course as track/course.")
    if not found:
        raise click.ClickException(f"There is no course in {content}: begin one with: flask content new track/course")
    return found
