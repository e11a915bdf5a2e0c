"""Fixtures: a mail server, and the way to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.config import Mail, Settings
from app.mail.transports import Transport, transport_of
from tests.mail.servers import Received, mail_server

MailTo = Callable[[str], Transport]


@pytest.fixture
def served() -> Iterator[tuple[Received, int]]:
    """A mail server that takes everything, and its port."""
    with mail_server() as running:
        yield running


@pytest.fixture
def received(served: tuple[Received, int]) -> Received:
    """What the mail server got."""
    return served[0]


@pytest.fixture
def mail_to(app: Flask, monkeypatch: pytest.MonkeyPatch) -> MailTo:
    """Lets the application's mail leave at an address; returns the way there."""

    def set_up(url: str) -> Transport:
        settings: Settings = replace(app.extensions["settings"], mail=Mail(url, "École <school@school.example>"))
        monkeypatch.setitem(app.extensions, "settings", settings)
        return transport_of(settings)

    return set_up


@pytest.fixture
def transport(mail_to: MailTo, served: tuple[Received, int]) -> Transport:
    """The way to that server."""
    return mail_to(f"smtp://127.0.0.1:{served[1]}")
