"""`flask journal`: what a person is told, and with which exit code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from app.cli.journal import NOUNS
from app.config import Settings
from app.db import db
from app.records.chain import entry_digest
from app.records.covering import COVERED
from app.records.faults import MOST
from app.records.heads import heads_in, public_key
from app.records.models import JournalEntry
from app.shared.ids import new_id
from tests.records.hands import change, hands, opened, put, remove, rows_of, school, table

Spoil = Callable[[Connection], None]
Spoilt = Callable[[Spoil], AbstractContextManager[Flask]]


@pytest.fixture(scope="module")
def lived(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a school in which things have happened."""
    file = tmp_path_factory.mktemp("commands") / "school.sqlite3"
    with school(settings, f"sqlite:///{file}"):
        pass
    return file


@pytest.fixture
def spoilt(lived: Path, settings: Settings, tmp_path: Path) -> Spoilt:
    """Makes a copy of the school in which somebody did something to the database."""

    @contextmanager
    def spoiling(spoil: Spoil) -> Iterator[Flask]:
        file = shutil.copy(lived, tmp_path / "school.sqlite3")
        with opened(settings, f"sqlite:///{file}") as app:
            with hands(app, keep=True) as connection:
                spoil(connection)
            yield app

    return spoiling


def nothing(connection: Connection) -> None:
    """Leave everything as it is."""


def run(app: Flask, *words: str) -> tuple[int, str]:
    """The exit code of a command, and what it prints."""
    done = app.test_cli_runner().invoke(args=["journal", *words])
    return done.exit_code, done.output


def fake_sign_off(connection: Connection) -> None:
    """Let the trainee's first sign-off, a failed one, be one as competent."""
    sign_off = table("sign_off")
    change(connection, sign_off, rows_of(connection, sign_off)[0], {"outcome": "competent"})


def test_a_sound_journal_is_told_in_one_line(spoilt: Spoilt) -> None:
    with spoilt(nothing) as app:
        entries = db.session.scalar(select(func.count()).select_from(JournalEntry))
        code, output = run(app, "verify")
    assert code == 0
    assert output.startswith(f"Looked through {entries} entries, ")
    assert output.endswith(" records: everything is as it was written.\n")
    assert output.count("\n") == 1


def test_a_forged_sign_off_is_told_in_words_with_whose_it_is(spoilt: Spoilt) -> None:
    with spoilt(fake_sign_off) as app:
        code, output = run(app, "verify")
        row = rows_of(db.session.connection(), table("sign_off"))[0]
        number = db.session.scalar(
            select(JournalEntry.number).where(
                JournalEntry.act == "sign_off.made", JournalEntry.object_id == str(row.id)
            )
        )
    lines = output.splitlines()
    assert code == 1
    assert lines[0] == (
        f"The sign-off {row.id} of Tara Trainee in esd-bench was changed after it was written (entry {number})."
    )
    assert lines[1].endswith(" records: 1 fault.")


def test_a_removed_level_is_told_with_whose_it_was(spoilt: Spoilt) -> None:
    def take(connection: Connection) -> None:
        remove(connection, table("criterion_level"), rows_of(connection, table("criterion_level"))[0])

    with spoilt(take) as app:
        code, output = run(app, "verify")
    assert code == 1
    assert output.startswith("The level in the sign-off ")
    assert " of Tara Trainee in esd-bench was removed (entry " in output


def test_a_removed_sign_off_is_told_with_whose_it_was(spoilt: Spoilt) -> None:
    def take(connection: Connection) -> None:
        remove(connection, table("sign_off"), rows_of(connection, table("sign_off"))[0])

    with spoilt(take) as app:
        code, output = run(app, "verify")
    assert code == 1
    assert " of Tara Trainee was removed (entry " in output.splitlines()[0]


def test_answers_that_were_changed_are_told_by_their_attempt(spoilt: Spoilt) -> None:
    def better(connection: Connection) -> None:
        change(connection, table("response"), rows_of(connection, table("response"))[0], {"answer": [9]})

    with spoilt(better) as app:
        code, output = run(app, "verify")
        attempt = rows_of(db.session.connection(), table("response"))[0].attempt_id
    assert code == 1
    assert output.startswith(
        f"The answers in the attempt {attempt} of Otto Trainee in safety-quiz: one was changed, removed or inserted"
    )


def test_the_same_as_json(spoilt: Spoilt) -> None:
    with spoilt(fake_sign_off) as app:
        code, output = run(app, "verify", "--format", "json")
    told = json.loads(output)
    [fault] = told["faults"]
    assert (code, told["sound"], told["count"]) == (1, False, 1)
    assert (fault["code"], fault["table"]) == ("record-changed", "sign_off")
    assert fault["sentence"].startswith("The sign-off ")
    assert set(told["records"]) == set(COVERED)


def test_of_very_many_faults_the_first_are_told_and_the_others_counted(spoilt: Spoilt) -> None:
    def smuggle(connection: Connection) -> None:
        row = rows_of(connection, table("readiness"))[0]
        for _ in range(MOST + 3):
            put(connection, table("readiness"), row, id=new_id())

    with spoilt(smuggle) as app:
        lines = run(app, "verify")[1].splitlines()
    assert len(lines) == MOST + 2
    assert lines[-2] == "… and 3 more."
    assert lines[-1].endswith(f": {MOST + 3} faults.")


def test_a_sound_journal_as_json(spoilt: Spoilt) -> None:
    with spoilt(nothing) as app:
        code, output = run(app, "verify", "--format", "json")
    told = json.loads(output)
    assert (code, told["sound"], told["count"], told["faults"]) == (0, True, 0, [])


def test_a_head_that_was_printed_is_true_of_the_journal(spoilt: Spoilt, tmp_path: Path) -> None:
    with spoilt(nothing) as app:
        head = kept(app, tmp_path)
        code, output = run(app, "verify", "--head", str(head), "--head", str(head))
    assert code == 0
    assert output.endswith(" and 2 kept heads: everything is as it was written.\n")


def test_heads_can_be_piped_in(spoilt: Spoilt, tmp_path: Path) -> None:
    with spoilt(nothing) as app:
        head = kept(app, tmp_path).read_text()
        done = app.test_cli_runner().invoke(args=["journal", "verify", "--head", "-"], input=f"Monday:\n{head}\n{head}")
    assert (done.exit_code, done.output.partition(" and ")[2]) == (
        0,
        "2 kept heads: everything is as it was written.\n",
    )


def test_a_journal_written_anew_from_somewhere_is_found_by_a_kept_head(spoilt: Spoilt, tmp_path: Path) -> None:
    with spoilt(nothing) as app:
        head = kept(app, tmp_path)
        number = heads_in(head.read_text())[0].number
    for spoil, sentence in (
        (cut, f"The journal was cut off: it had {number} entries when the head was kept, and has {number - 1}.\n"),
        (rewrite, f"The journal was rewritten: entry {number} is not the one that the kept head names.\n"),
    ):
        with spoilt(spoil) as app:
            code, output = run(app, "verify", "--head", str(head))
        assert code == 1
        assert sentence in output


def test_a_head_is_tried_with_the_key_that_signed_it(spoilt: Spoilt, tmp_path: Path) -> None:
    with spoilt(nothing) as app:
        head = kept(app, tmp_path)
        code, key = run(app, "key")
        assert (code, key) == (0, f"{public_key()}\n")
        assert run(app, "verify", "--head", str(head), "--key", key.strip())[0] == 0
        code, output = run(app, "verify", "--head", str(head), "--key", "A" * 43)
        assert (code, output.splitlines()[0]) == (1, "The head that was kept was not signed by this school's key.")


def test_what_is_no_head_and_no_key_is_said_so(spoilt: Spoilt, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Nothing.")
    with spoilt(nothing) as app:
        code, output = run(app, "verify", "--head", str(tmp_path / "note.txt"))
        assert code == 1
        assert output == f"Error: There is no head in {tmp_path / 'note.txt'}: flask journal head prints one.\n"
        assert run(app, "verify", "--key", "x") == (
            1,
            "Error: x is no public key: flask journal key prints one of 43 signs.\n",
        )


def test_every_covered_table_has_a_word_for_its_rows() -> None:
    assert set(NOUNS) == {*COVERED, "journal_entry"}


def kept(app: Flask, folder: Path) -> Path:
    """The file in which a school keeps the head that is printed now."""
    code, output = run(app, "head")
    assert code == 0
    file = folder / "head.txt"
    file.write_text(output)
    return file


def cut(connection: Connection) -> None:
    """Take the last entry away."""
    remove(connection, table("journal_entry"), rows_of(connection, table("journal_entry"))[-1])


def rewrite(connection: Connection) -> None:
    """Write another entry in the place of the last one."""
    last = rows_of(connection, table("journal_entry"))[-1]
    remove(connection, table("journal_entry"), last)
    values: dict[str, Any] = {"act": "case.opened", "covers": None}
    put(
        connection,
        table("journal_entry"),
        last,
        **values,
        digest=entry_digest(JournalEntry(**(last._asdict() | values))),
    )
