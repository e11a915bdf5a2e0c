"""Thin commands; `flask …` works from the project's root."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from app.assessments.practicals import queries as practicals
from app.assessments.quizzes import queries as quizzes
from app.courses.operations.completions import rebuild_completions
from app.courses.operations.content import (
    CheckedCourse,
    check_content,
    check_folder,
    mistakes,
    publish_content,
    publish_folder,
)
from app.courses.operations.enrolments import lock_enrolments
from app.courses.operations.revisions import UnsoundCurriculum
from app.db import db, writing
from app.demo.school import NotPublishedError, seed
from app.people.queries import nobody_is_here
from app.shared.clock import now

content = AppGroup("content", help="Check and publish curricula.")
completions = AppGroup("completions", help="What trainees have completed.")
demo = AppGroup("demo", help="The demonstration school.")


def init_app(app: Flask) -> None:
    """Add Établi's commands to `flask`."""
    for group in (content, completions, demo):
        app.cli.add_command(group)


@content.command("check")
@click.argument("course", required=False)
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check(course: str | None, strict: bool) -> None:
    """Tell every mistake of COURSE (track/course), or of all courses, as file:line: what is wrong."""
    checked = _checked(course)
    for line in mistakes(checked):
        click.echo(line)
    sound = all(_sound(each, strict) for each in checked)
    click.echo(f"{len(checked)} checked: {'sound' if sound else 'not sound'}.", err=not sound)
    sys.exit(0 if sound else 1)


@content.command("publish")
@click.argument("course", required=False)
def publish(course: str | None) -> None:
    """Publish COURSE (track/course), or all courses. The same sources twice make one revision."""
    try:
        with writing():
            if course:
                published = [publish_folder(_folder(course), by=None, at=now())]
            else:
                published = publish_content(_content(), by=None, at=now())
            db.session.commit()
    except UnsoundCurriculum:
        for line in mistakes(_checked(course)):
            click.echo(line)
        raise click.ClickException("Nothing was published: mend the errors first.") from None
    for made in published:
        click.echo(f"{made.folder.name}: revision {made.number}{' (new)' if made.is_new else ', unchanged'}")


@completions.command("rebuild")
def rebuild() -> None:
    """Make completions and gates anew from declarations, marks and sign-offs."""
    with writing():
        lock_enrolments()  # before reading what was earned: what is earned meanwhile would be lost
        changed = rebuild_completions(
            [*quizzes.earned_completions(), *practicals.earned_completions()], gates=quizzes.earned_gates(), at=now()
        )
        db.session.commit()
    click.echo(f"{changed} completions changed.")


@demo.command("seed")
def seed_demo() -> None:
    """Fill an empty database with the demonstration school and print its sign-ins."""
    if not nobody_is_here():
        raise click.ClickException("This school has people already: the demonstration needs an empty database.")
    try:
        lines = seed(current_app.extensions["settings"], at=now())
    except NotPublishedError as missing:
        raise click.ClickException(str(missing)) from missing
    for line in lines:
        click.echo(line)


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


def _sound(checked: CheckedCourse, strict: bool) -> bool:
    return not checked.problems if strict else checked.sound
