"""The bell rings for letters that everybody can see, and never stands in anybody's way."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app.db import db
from app.mail.bell import Bell
from app.records.operations.outbox import post_letter
from tests.cast import NOON, Cast


@pytest.fixture
def bell(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bell:
    """A bell of this test's own."""
    bell = Bell(tmp_path)
    monkeypatch.setitem(app.extensions, "bell", bell)
    return bell


def _post(cast: Cast) -> None:
    post_letter("address-changed", to=cast.trainee.id, at=NOON, details={"to": "new@school.example"})


def test_it_rings_once_when_letters_are_committed(bell: Bell, cast: Cast) -> None:
    _post(cast)
    _post(cast)
    assert bell.queue.pending_count() == 0
    db.session.commit()
    db.session.commit()
    assert bell.queue.pending_count() == 1


def test_it_is_silent_for_a_savepoint_and_for_what_was_taken_back(bell: Bell, cast: Cast) -> None:
    with db.session.begin_nested():
        _post(cast)
    assert bell.queue.pending_count() == 0
    db.session.rollback()
    db.session.commit()
    assert bell.queue.pending_count() == 0


def test_rings_that_nobody_hears_do_not_pile_up(bell: Bell, cast: Cast) -> None:
    for _ in range(10):
        _post(cast)
        db.session.commit()
    assert bell.queue.pending_count() == 3


def test_who_hears_it_does_what_there_is_to_do(bell: Bell, cast: Cast) -> None:
    heard = []
    bell.answer = lambda: heard.append("ring")
    _post(cast)
    db.session.commit()
    bell.queue.execute(bell.queue.dequeue())
    assert (heard, bell.queue.dequeue()) == (["ring"], None)


def test_a_bell_that_cannot_ring_costs_no_request(
    app: Flask, cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(app.extensions, "bell", Bell(tmp_path / "nowhere"))
    _post(cast)
    db.session.commit()
    assert caplog.messages == ["the bell for the worker can't ring: unable to open database file"]


def test_the_queue_holds_no_code(bell: Bell, cast: Cast) -> None:
    _post(cast)
    db.session.commit()
    ((message,),) = bell.queue.storage.sql("select data from task", results=True)
    assert message.startswith(b'["')
