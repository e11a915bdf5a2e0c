"""Pages that wait hear of every change."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from app.curriculum.checking import CheckedCourse
from app.preview.editions import Edition, Editions


def test_who_has_seen_something_else_is_answered_at_once() -> None:
    editions = Editions()
    before = editions.version
    editions.put({})
    assert editions.wait(before, seconds=60) == editions.version != before


def test_who_has_seen_what_is_shown_waits_until_the_time_is_over() -> None:
    editions = Editions()
    assert editions.wait(editions.version, seconds=0.01) == editions.version


def test_who_waits_is_answered_when_something_is_saved() -> None:
    editions, heard = Editions(), []
    waiting = Thread(target=lambda: heard.append(editions.wait(editions.version, seconds=60)))
    waiting.start()
    edition = Edition(CheckedCourse(Path("/content/mobile/phone-repair"), ()))
    while waiting.is_alive():
        editions.put({edition.name: edition})
        waiting.join(0.01)
    assert (heard[0].partition("-")[0], editions.all) == (editions.version.partition("-")[0], (edition,))


def test_a_preview_that_was_started_again_shows_something_else() -> None:
    assert Editions().version != Editions().version
