"""The database: times, foreign keys, and who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, event, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from app.courses.models import Enrolment
from app.db import db, prepare, writing
from app.people.models import Person
from tests.cast import NOON, Cast


def person(created_at: datetime) -> Person:
    """Somebody who came at that time."""
    return Person(name="New Comer", language="en", created_at=created_at)


def test_a_time_without_a_time_zone_is_refused(cast: Cast) -> None:
    db.session.add(person(datetime(2026, 5, 5, 12, 0)))  # noqa: DTZ001 - that is the mistake
    with pytest.raises(StatementError, match="a time without a time zone can't be stored"):
        db.session.flush()


def test_times_come_back_in_utc_whatever_zone_they_were_written_in(cast: Cast) -> None:
    martinique = timezone(timedelta(hours=-4))
    added = person(datetime(2026, 5, 5, 20, 30, 0, 123456, tzinfo=martinique))
    db.session.add(added)
    db.session.flush()
    db.session.expire(added)
    assert added.created_at == datetime(2026, 5, 6, 0, 30, 0, 123456, tzinfo=UTC)
    assert added.created_at.utcoffset() == timedelta(0)
    assert added.deactivated_at is None


def test_times_are_compared_as_moments(cast: Cast) -> None:
    added = person(NOON)
    db.session.add(added)
    db.session.flush()
    paris = NOON.astimezone(timezone(timedelta(hours=2)))
    found = db.session.scalars(select(Person.id).where(Person.created_at == paris)).all()
    assert found == [added.id]


def test_a_row_cannot_point_to_nothing(cast: Cast) -> None:
    db.session.add(Enrolment(cohort_id=cast.cohort_id, person_id=uuid4(), enrolled_at=NOON))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_folder_of_an_sqlite_file_is_made_when_somebody_connects(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/deeper/still/school.sqlite3")
    prepare(engine)
    assert list(tmp_path.iterdir()) == []
    engine.connect().close()
    assert (tmp_path / "deeper" / "still").stat().st_mode & 0o777 == 0o700
    engine.dispose()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An SQLite database whose connections don't wait for each other: who would have to, fails."""
    made = create_engine(f"sqlite:///{tmp_path / 'locks.sqlite3'}")
    prepare(made)

    @event.listens_for(made, "connect")
    def never_wait(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    with made.begin() as connection:
        connection.execute(text("CREATE TABLE tool (name TEXT)"))
    yield made
    made.dispose()


def test_who_is_going_to_write_has_the_lock_before_reading(engine: Engine) -> None:
    with writing(), engine.begin() as first:
        assert first.scalar(text("SELECT count(*) FROM tool")) == 0
        with pytest.raises(OperationalError, match="database is locked"), engine.begin():
            pass


def test_who_only_reads_neither_waits_nor_makes_wait(engine: Engine) -> None:
    with engine.begin() as reader:
        assert reader.scalar(text("SELECT count(*) FROM tool")) == 0
        with writing(), engine.begin() as writer:
            writer.execute(text("INSERT INTO tool VALUES ('spudger')"))
            assert reader.scalar(text("SELECT count(*) FROM tool")) == 0
        assert reader.scalar(text("SELECT count(*) FROM tool")) == 0
    with engine.begin() as reader:
        assert reader.scalar(text("SELECT count(*) FROM tool")) == 1


def test_a_reader_cannot_turn_into_a_writer_after_another_wrote(engine: Engine) -> None:
    """Why `writing` is there: it is too late to wait then."""
    with engine.begin() as reader:
        reader.scalar(text("SELECT count(*) FROM tool"))
        with writing(), engine.begin() as writer:
            writer.execute(text("INSERT INTO tool VALUES ('spudger')"))
        with pytest.raises(OperationalError, match="database is locked"):
            reader.execute(text("INSERT INTO tool VALUES ('tweezers')"))


def test_after_writing_transactions_only_read_again(engine: Engine) -> None:
    with writing():
        pass
    with engine.begin() as first, engine.begin() as second:
        assert first.scalar(text("SELECT 1")) == second.scalar(text("SELECT 1"))


def test_writing_ends_with_a_failure_too(engine: Engine) -> None:
    with pytest.raises(LookupError), writing():
        raise LookupError
    with engine.begin(), engine.begin() as second:
        assert second.scalar(text("SELECT 1")) == 1


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("cache_size", -16000)]
)
def test_every_connection_is_made_safe(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as first, engine.connect() as second:
        assert [each.scalar(text(f"PRAGMA {pragma}")) for each in (first, second)] == [value, value]


def test_connections_wait_ten_seconds_for_a_writer(tmp_path: Path) -> None:
    made = create_engine(f"sqlite:///{tmp_path / 'patient.sqlite3'}")
    prepare(made)
    with made.connect() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 10_000
    made.dispose()
