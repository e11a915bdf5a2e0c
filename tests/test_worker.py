"""What the worker does by the clock, and when the bell rings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from huey import SqliteHuey
from sqlalchemy import text

from app.assessments.quizzes.queries import last_mark, running_attempt
from app.certificates.operations import issue_when_earned
from app.config import Mail
from app.courses.queries.cohorts import cohort_facts
from app.db import db
from app.mail.bell import Bell, bell_of
from app.notices.operations import notify
from app.records.models import Letter, Throttle
from app.records.operations.outbox import begin_sending
from app.records.operations.throttle import Limit, count_try
from app.worker import consumer_of
from tests.cast import NOON, Cast
from tests.certificates.finished import finish
from tests.certificates.issuing import ask, how_many
from tests.mail.posting import letter, write_to
from tests.quizzes.correcting import ENERGY, correct, mark_of
from tests.quizzes.sittings import RIGHT, begin
from tests.quizzes.sittings import finish as hand_in

SIX_IN_PARIS = datetime(2026, 5, 6, 4, 0, tzinfo=UTC)


@pytest.fixture
def queue(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqliteHuey]:
    """The queue of a worker that isn't running: what it would do is done by hand."""
    settings = app.extensions["settings"]
    mail = Mail(f"file://{tmp_path}/mail", "")
    monkeypatch.setitem(app.extensions, "settings", replace(settings, mail=mail))
    monkeypatch.setitem(app.extensions, "bell", Bell(tmp_path))
    yield consumer_of(app).huey
    bell_of(app).queue.storage.close()


def do(queue: SqliteHuey, name: str) -> None:
    """Let the worker do what has that name."""
    db.session.commit()
    (task,) = (each for each in queue._registry.periodic_tasks if each.name == name)
    queue.enqueue(task)
    while (waiting := queue.dequeue()) is not None:
        queue.execute(waiting)
    db.session.expire_all()


def due(queue: SqliteHuey, at: datetime) -> list[str]:
    """What the clock has to do in that minute."""
    return sorted(task.name for task in queue.read_periodic(at))


def test_the_clock_knows_what_is_due_when(queue: SqliteHuey) -> None:
    minutes = {each: due(queue, SIX_IN_PARIS + timedelta(minutes=each)) for each in (0, 1, 5, 30)}
    assert minutes == {
        0: ["close_attempts", "deliver", "gather", "issue", "issue_what_was_earned", "mark_again"],
        1: ["deliver", "issue", "mark_again"],
        5: ["close_attempts", "deliver", "issue", "issue_what_was_earned", "mark_again"],
        30: ["close_attempts", "deliver", "forget_tries", "gather", "issue", "issue_what_was_earned", "mark_again"],
    }


def test_when_the_bell_rings_letters_leave(app: Flask, cast: Cast, queue: SqliteHuey, tmp_path: Path) -> None:
    posted = write_to(cast.trainee.id)
    queue.execute(queue.dequeue())
    assert [file.name for file in (tmp_path / "mail").iterdir()] == [f"{posted.id}.eml"]
    assert letter(posted.id).state == "sent"


@time_machine.travel(NOON, tick=False)
def test_a_round_delivers_and_takes_over_what_somebody_left_behind(cast: Cast, queue: SqliteHuey) -> None:
    waits, left = write_to(cast.trainee.id), write_to(cast.trainee.id)
    begin_sending(left, at=NOON - timedelta(minutes=11))
    do(queue, "deliver")
    assert [(letter(each.id).state, letter(each.id).tries) for each in (waits, left)] == [("sent", 1), ("sent", 2)]


def test_at_six_in_the_morning_at_school_the_days_mail_leaves(cast: Cast, queue: SqliteHuey) -> None:
    details = {"person": str(cast.trainee.id), "item": "Bench", "cohort": "Spring"}
    notify(cast.instructor.id, kind="ready", subject="one", details=details, path="/", at=NOON)
    with time_machine.travel(SIX_IN_PARIS - timedelta(minutes=1), tick=False):
        do(queue, "gather")
    assert db.session.query(Letter).count() == 0
    with time_machine.travel(SIX_IN_PARIS, tick=False):
        do(queue, "gather")
        do(queue, "gather")
    assert [each.kind for each in db.session.query(Letter)] == ["digest"]


def test_what_was_marked_by_a_wrong_key_is_marked_again(cast: Cast, queue: SqliteHuey) -> None:
    quiz = cast.item("safety-quiz")
    attempts = []
    for _ in range(2):
        attempts.append(begin(quiz))
        hand_in(attempts[-1], quiz, RIGHT | {"energy": "20"})
    correct(cast, ENERGY)
    do(queue, "mark_again")
    assert [mark_of(each.id).thousandths for each in attempts] == [5000, 5000]


def test_attempts_end_though_nobody_looks(cast: Cast, queue: SqliteHuey) -> None:
    attempt = begin(cast.item("safety-quiz"))
    assert attempt.deadline is not None
    with time_machine.travel(attempt.deadline - timedelta(seconds=1), tick=False):
        do(queue, "close_attempts")
    assert running_attempt(cast.item(attempt.item_id)) is not None
    with time_machine.travel(attempt.deadline + timedelta(hours=1), tick=False):
        do(queue, "close_attempts")
    db.session.refresh(attempt)
    assert (attempt.closed_at, last_mark(attempt.id) is not None) == (attempt.deadline, True)


def test_tries_of_last_week_are_forgotten(cast: Cast, queue: SqliteHuey) -> None:
    limit = Limit("test", 1, timedelta(hours=1))
    for days in (3, 1):
        count_try(limit, str(days), at=NOON - timedelta(days=days))
    with time_machine.travel(NOON, tick=False):
        do(queue, "forget_tries")
    assert [each.since for each in db.session.query(Throttle)] == [NOON - timedelta(days=1)]


def test_what_fails_stops_nothing_else(cast: Cast, queue: SqliteHuey, caplog: pytest.LogCaptureFixture) -> None:
    posted = write_to(cast.trainee.id)
    db.session.execute(text("ALTER TABLE throttle RENAME TO gone"))
    do(queue, "forget_tries")
    db.session.execute(text("ALTER TABLE gone RENAME TO throttle"))
    do(queue, "deliver")
    assert [record.name for record in caplog.records if record.levelname == "ERROR"] == ["huey"]
    assert letter(posted.id).state == "sent"


def test_the_worker_issues_what_was_asked_for(cast: Cast, queue: SqliteHuey) -> None:
    finish(cast, cast.enrolment_id)
    ask(cast, {cast.enrolment_id: ""})
    do(queue, "issue")
    assert how_many() == 1


def test_the_worker_issues_what_was_earned_where_it_needs_no_asking(cast: Cast, queue: SqliteHuey) -> None:
    issue_when_earned(cohort_facts(cast.cohort_id), wanted=True, by=cast.coordinator.id, at=NOON)
    finish(cast, cast.enrolment_id)
    do(queue, "issue_what_was_earned")
    assert how_many() == 1


def test_when_the_bell_rings_certificates_are_issued(app: Flask, cast: Cast, queue: SqliteHuey) -> None:
    finish(cast, cast.enrolment_id)
    ask(cast, {cast.enrolment_id: ""})
    db.session.commit()
    bell_of(app).ring()
    queue.execute(queue.dequeue())
    db.session.expire_all()
    assert how_many() == 1
