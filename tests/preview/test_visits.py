"""A preview ends when the last page under way is answered."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client

from app.preview.editions import Editions
from app.preview.visits import Visits

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Slow:
    """An application that answers once it is let."""

    def __init__(self) -> None:
        self.asked, self.let = Event(), Event()

    def __call__(self, _environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.set()
        assert self.let.wait(10)
        start_response("200 OK", [])
        return [b"a page"]


def failing(_environ: WSGIEnvironment, _start_response: StartResponse) -> Iterable[bytes]:
    """An application with a fault."""
    raise ValueError("a fault")


def test_the_end_waits_for_pages_under_way_and_lets_no_other_in() -> None:
    slow = Slow()
    visits = Visits(slow)
    answers: list[bytes] = []
    visitor = Thread(target=lambda: answers.append(Client(visits).get("/", buffered=True).data))
    visitor.start()
    assert slow.asked.wait(10)
    assert not visits.end(patience=0)
    assert Client(visits).get("/").status_code == 503
    slow.let.set()
    assert visits.end(patience=10)
    visitor.join()
    assert answers == [b"a page"]


def test_a_page_that_fails_is_not_waited_for() -> None:
    visits = Visits(failing)
    with pytest.raises(ValueError, match="a fault"):
        Client(visits).get("/")
    assert visits.end(patience=0)


def test_nobody_waits_for_news_of_a_preview_that_has_ended() -> None:
    editions = Editions()
    editions.end()
    assert editions.wait(editions.version, seconds=10) == editions.version
