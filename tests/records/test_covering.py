"""What entries say of the records that were written with their act."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, timedelta, timezone
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert, select, text, update

from app.assessments.practicals.models import CriterionLevel, Readiness
from app.assessments.quizzes.models import Response
from app.config import ROOT
from app.courses.models import LessonDeclaration
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.operations.gates import open_gate
from app.db import Base, db
from app.records.covering import COVERED, ENDS, FLOCKS, NAMED_WHEN_COUNTED, flock_digest, row_digest, row_key
from app.records.faults import MOST
from app.records.models import JournalEntry
from app.records.operations.covering import covers_of
from app.records.operations.journal import write_journal
from app.records.operations.past import cover_the_past, cover_what_stands
from app.records.queries.verifying import verify
from app.records.triggers import append_only
from app.shared.digests import canonical, sha256
from app.shared.ids import new_id
from tests.cast import NOON, Cast
from tests.practicals.making import signed_off
from tests.quizzes.sittings import RIGHT, begin, finish

ID = UUID("019a0000-0000-7000-8000-000000000001")


def last_entry(act: str) -> JournalEntry:
    """The last entry of that act."""
    entries = select(JournalEntry).where(JournalEntry.act == act).order_by(JournalEntry.number.desc())
    found = db.session.scalars(entries).first()
    assert found is not None
    return found


def faults(connection: Connection) -> list[tuple[str, str, str]]:
    """What isn't as it was written."""
    return [(fault.code, fault.table, fault.key) for fault in verify(connection).faults]


def test_a_rows_digest_is_that_of_its_columns_in_one_way_of_writing_them() -> None:
    columns = {"b": ID, "a": NOON, "day": date(2026, 5, 5), "on": True, "answer": {"z": [1], "y": None}, "number": 3}
    told = {
        "a": "2026-05-05T10:00:00+00:00",
        "answer": {"y": None, "z": [1]},
        "b": "019a0000-0000-7000-8000-000000000001",
        "day": "2026-05-05",
        "number": 3,
        "on": True,
    }
    assert row_digest(columns) == sha256(canonical(told))


@pytest.mark.parametrize("zone", [ZoneInfo("Europe/Paris"), timezone(timedelta(hours=-7))])
def test_a_time_is_the_same_in_whatever_zone_it_was_told(zone: ZoneInfo) -> None:
    assert row_digest({"at": NOON.astimezone(zone)}) == row_digest({"at": NOON})


def test_an_empty_column_says_as_much_as_none_at_all() -> None:
    assert row_digest({"a": 1, "later": None}) == row_digest({"a": 1})
    assert row_digest({"a": 1, "later": ""}) != row_digest({"a": 1})


def test_a_key_of_several_columns_is_written_in_one() -> None:
    assert row_key([ID, "strap-safe"]) == "019a0000-0000-7000-8000-000000000001/strap-safe"


def test_an_entry_names_each_row_by_table_and_key(cast: Cast) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    [row] = db.session.scalars(select(LessonDeclaration)).all()
    covers = last_entry("lesson.declared").covers
    columns = {
        "enrolment_id": row.enrolment_id,
        "item_id": "the-bench",
        "revision_id": row.revision_id,
        "declared_at": NOON,
    }
    assert covers == {"lesson_declaration": {str(row.id): row_digest(columns)}}


def test_an_act_without_rows_covers_nothing(cast: Cast) -> None:
    assert write_journal("case.opened", by=None, at=NOON, kind="case", id=1).covers is None


def test_rows_are_covered_as_they_are_read_back(cast: Cast, connection: Connection) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    made = signed_off(cast.item("esd-bench"), cast, at=NOON.astimezone(ZoneInfo("Europe/Paris")))
    levels = db.session.scalars(select(CriterionLevel).where(CriterionLevel.sign_off_id == made.id)).all()
    before = covers_of([made, *levels])
    db.session.expire_all()
    assert covers_of([made, *levels]) == before
    assert len(before["criterion_level"]) == 3
    assert faults(connection) == []


def test_a_row_that_was_not_written_yet_is_written_first(cast: Cast) -> None:
    row = Readiness(id=new_id(), enrolment_id=cast.enrolment_id, item_id="esd-bench", declared_at=NOON)
    db.session.add(row)
    assert list(covers_of([row])["readiness"]) == [str(row.id)]


def test_what_was_answered_is_covered_at_once_when_the_attempt_ends(cast: Cast, connection: Connection) -> None:
    found = cast.item("safety-quiz")
    attempt = begin(found)
    assert last_entry("attempt.started").covers is None
    mark = finish(attempt, found, RIGHT)
    covers = last_entry("attempt.closed").covers
    answers = db.session.scalars(select(Response).where(Response.attempt_id == attempt.id)).all()
    assert len(answers) == len(RIGHT)
    assert covers is not None
    assert {table: list(keys) for table, keys in covers.items()} == {
        "attempt": [str(attempt.id)],
        "mark": [str(mark.id)],
        "question_mark": [str(mark.id)],
        "response": [str(attempt.id)],
    }
    each = {str(row.id): row_digest({name: getattr(row, name) for name in columns_of(Response)}) for row in answers}
    assert covers["response"][str(attempt.id)] == flock_digest(each)
    assert faults(connection) == []


def columns_of(model: type[Base]) -> list[str]:
    """The names of a model's columns, its key aside."""
    return [column.name for column in Base.metadata.tables[model.__tablename__].columns if not column.primary_key]


def test_an_attempt_that_runs_needs_no_cover_yet(cast: Cast, connection: Connection) -> None:
    begin(cast.item("safety-quiz"))
    assert faults(connection) == []


def test_an_attempt_that_ended_without_an_answer_covers_none(cast: Cast, connection: Connection) -> None:
    found = cast.item("safety-quiz")
    finish(begin(found), found, {})
    covers = last_entry("attempt.closed").covers
    assert covers is not None
    assert "response" not in covers
    assert faults(connection) == []


def test_what_stands_from_before_is_named_once_in_the_life_of_a_school(cast: Cast, connection: Connection) -> None:
    found = cast.item("safety-quiz")
    finish(begin(found), found, RIGHT)
    past = [unnamed(cast) for _ in range(3)]
    assert sorted(faults(connection)) == [("record-inserted", "readiness", str(row.id)) for row in past]
    assert cover_the_past(at=NOON) == 3
    assert faults(connection) == []
    last = last_entry("records.covered")
    assert (last.object_kind, last.object_id, last.detail, last.covers) == ("journal", "covered", {"records": 3}, None)
    assert cover_the_past(at=NOON) is None
    smuggled = unnamed(cast)
    assert cover_the_past(at=NOON) is None
    assert faults(connection) == [("record-inserted", "readiness", str(smuggled.id))]


def test_an_empty_past_is_written_down_too(cast: Cast, connection: Connection) -> None:
    assert cover_the_past(at=NOON) == 0
    smuggled = unnamed(cast)
    assert cover_the_past(at=NOON) is None
    assert faults(connection) == [("record-inserted", "readiness", str(smuggled.id))]


def test_many_rows_from_before_are_named_in_several_entries(
    cast: Cast, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.records.operations.past.A_BATCH", 2)
    for _ in range(5):
        unnamed(cast)
    assert cover_what_stands(at=NOON) == 5
    covering = select(JournalEntry).where(JournalEntry.act == "records.covered").order_by(JournalEntry.number)
    entries = db.session.scalars(covering).all()
    assert [[len(keys) for keys in (entry.covers or {}).values()] for entry in entries] == [[2], [2], [1]]
    assert faults(connection) == []
    assert cover_what_stands(at=NOON) == 0


def unnamed(cast: Cast) -> Readiness:
    """A record that no entry names, as there were before entries named any."""
    row = Readiness(id=new_id(), enrolment_id=cast.enrolment_id, item_id="esd-bench", declared_at=NOON)
    db.session.add(row)
    db.session.flush()
    return row


def test_whatever_makes_a_covered_record_gives_it_to_the_journal() -> None:
    """Each operation file that makes rows of a covered table names them, by whatever name, to `covers=`."""
    singly = set(COVERED) - set(FLOCKS) - set(ENDS) - set(NAMED_WHEN_COUNTED)
    models = {mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.class_.__tablename__ in singly}
    forgotten = [
        (str(path.relative_to(ROOT)), sorted(made))
        for path in sorted((ROOT / "app").rglob("*.py"))
        if "operations" in str(path)
        if (made := models & called(path)) and "covers" not in keywords(path)
    ]
    assert forgotten == []


def called(path: Path) -> set[str]:
    """What a file calls by its plain name."""
    return {node.func.id for node in calls(path) if isinstance(node.func, ast.Name)}


def keywords(path: Path) -> set[str]:
    """The names of the arguments that a file gives."""
    return {keyword.arg or "" for node in calls(path) for keyword in node.keywords}


def calls(path: Path) -> Iterator[ast.Call]:
    """What a file calls."""
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def test_a_thousand_changed_rows_and_more_are_all_counted(cast: Cast, connection: Connection) -> None:
    columns = {"enrolment_id": cast.enrolment_id, "item_id": "esd-bench", "declared_at": NOON}
    readiness = Base.metadata.tables["readiness"]
    connection.execute(insert(readiness), [{"id": new_id(), **columns} for _ in range(MOST + 7)])
    assert cover_what_stands(at=NOON) == MOST + 7
    for trigger in append_only("readiness"):
        for statement in trigger.drop(connection.dialect.name):
            connection.execute(text(statement))
    connection.execute(update(readiness).values(item_id="another"))
    found = verify(connection).faults
    assert (len(found), len(list(found))) == (MOST + 7, MOST)
    assert {fault.code for fault in found} == {"record-changed"}
