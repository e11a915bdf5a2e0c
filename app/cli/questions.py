"""`flask content import-questions` and `export-questions`: question banks in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.curriculum.folder import read_course
from app.exchange.bank import ExchangeError, Remark
from app.exchange.exporting import WRITERS, export_quiz
from app.exchange.importing import READERS, guessed_format, import_questions
from app.exchange.limits import XML_BYTES
from app.exchange.plain import on_one_line

_LONGEST_LINE = 400


@click.command("import-questions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", required=True, help="The quiz file to write: track/course/week-02/85-imported.md.")
@click.option("--format", "form", type=click.Choice(list(READERS)), help="What FILE is; looked for without it.")
@with_appcontext
def import_bank(file: Path, into: str, form: str | None) -> None:
    """Make quiz files of the questions in FILE, and tell every question that can't come along, and why.

    A category becomes a quiz of its own. Nothing is overwritten.
    """
    course, path = _course_and_path(into)
    folder = _folder(course)
    try:
        data = _read(file)
        imported = import_questions(
            data,
            form or guessed_format(data),
            into=path,
            sources=read_course(folder).sources,
            names=(folder.parent.name, folder.name),
        )
    except ExchangeError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _tell(file.name, imported.remarks)
    left_out = len({remark.line for remark in imported.remarks if remark.fate == "left out"})
    if not imported.questions:
        raise click.ClickException(f"Nothing was written: none of {left_out} questions can come along.")
    _write(folder, imported.files)
    for written in imported.files:
        click.echo(f"written: {folder / written}")
    click.echo(f"{imported.questions} questions came along, {left_out} were left out.")


@click.command("export-questions")
@click.argument("course")
@click.argument("quiz")
@click.option("--format", "form", type=click.Choice(list(WRITERS)), required=True, help="What to write.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A new file.")
@with_appcontext
def export_bank(course: str, quiz: str, form: str, output: Path) -> None:
    """Write the questions of QUIZ, an item of COURSE (track/course), for another system, and tell what gets lost."""
    folder = _folder(course)
    try:
        exported = export_quiz(
            read_course(folder).sources, names=(folder.parent.name, folder.name), quiz_id=quiz, form=form
        )
    except ExchangeError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    _write(output.parent, {output.name: exported.data})
    _tell(quiz, exported.remarks)
    click.echo(f"written: {output}")


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(XML_BYTES + 1)
    except OSError as fault:
        raise click.ClickException(f"{file} can't be read: {fault.strerror}.") from fault


def _course_and_path(into: str) -> tuple[str, str]:
    parts = into.split("/")
    if len(parts) != 4:
        raise click.ClickException(f"‘{into}’ is no path of a quiz: write track/course/week-02/85-imported.md.")
    return "/".join(parts[:2]), "/".join(parts[2:])


def _folder(course: str) -> Path:
    content: Path = current_app.extensions["settings"].content
    folder = content / course
    if course.count("/") != 1 or ".." in folder.parts or not (folder / "course.md").is_file():
        raise click.ClickException(f"There is no {folder}/course.md: name a course as track/course.")
    return folder


def _tell(source: str, remarks: Sequence[Remark]) -> None:
    for remark in remarks:
        what = f"{source}:{remark.line}: {remark.fate}: {remark.name}: {remark.why}"
        click.echo(on_one_line(what, _LONGEST_LINE))


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes new files, all of them or none."""
    written: list[Path] = []
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as file:
                written.append(path)
                file.write(data)
    except OSError as fault:
        for path in written:
            path.unlink(missing_ok=True)
        raise click.ClickException(f"{path} can't be written: {fault.strerror}. Nothing was.") from fault
