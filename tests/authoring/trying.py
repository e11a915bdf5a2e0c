"""Trials for tests: an author looks at a draft as a trainee, and takes it as a test run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from app.authoring.facts import DraftFacts
from app.authoring.queries.drafts import compiled, sources_of
from app.authoring.trials import Shown, show
from app.people.member import Member
from app.shared.ids import new_id
from tests.lint import PageClient

_TOKEN = re.compile(r'"X-CSRFToken": "([^"]*)"')


@dataclass
class Trier:
    """An author before their trial of a draft."""

    app: Flask
    client: PageClient
    author: Member
    draft: DraftFacts

    def show(self, path: str, *changes: tuple[str, str]) -> Shown:
        """Let the trial show the draft with what is typed into one of its files, as yet unsaved."""
        sources = sources_of(self.draft)
        text = sources[path].decode()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        sources[path] = text.encode()
        with self.app.test_request_context():
            return show(self.draft, self.author, compiled(self.draft, sources), sources, path=path)

    def page(self, address: str) -> str:
        """The page there, after redirects."""
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def at(self, reader: str, inner: str = "") -> str:
        """The address of a page of the trial."""
        return f"{self.draft.address}/as/{reader}/{inner}"

    def begin(self, place: str = "") -> str:
        """Begin a test run; the address of its course."""
        answer = self.client.post(f"{self.draft.address}/trials", data={"place": place or str(new_id())})
        assert (answer.status_code, answer.headers["Location"]) == (303, self.at("test"))
        return urlsplit(self.client.get(self.at("test")).headers["Location"]).path

    def send(self, address: str, page: str, **fields: str) -> TestResponse:
        """Send a form of that page."""
        found = _TOKEN.search(page)
        assert found
        return self.client.post(address, data={"csrf_token": found[1], **fields})
