"""Reads pages in this process, and finds the forms in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import db

TYPED: Final = frozenset({"text", "search", "email", "url", "tel", "password", "textarea", "number", "date"})


class Reader(FlaskClient):
    """Flask's client. The linter of the other tests reads each page letter by letter, which takes too long here."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        if has_app_context():  # else the browser asks, and nothing was done that it could miss
            db.session.commit()
        with self.application.app_context():
            return super().open(*args, **more)


@dataclass
class Form:
    """A form that writes, as a browser would send it."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    """The names of what people type."""

    def with_text(self, text: str) -> dict[str, str]:
        """What would be sent with the text typed everywhere."""
        return {**self.values, **dict.fromkeys(self.typed, text)}


def forms_in(page: str, address: str) -> list[Form]:
    """The forms of a page that write; those without an action send to the page's own address."""
    finder = _Finder(address)
    finder.feed(page)
    return finder.forms


class _Finder(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.open: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = Form(given.get("action") or self.address)
            if given.get("method", "").lower() == "post":
                self.forms.append(self.open)
        elif self.open is not None and given.get("name"):
            self.take(tag, given, self.open)

    def take(self, tag: str, given: dict[str, str], form: Form) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in TYPED:
            form.typed.add(given["name"])
        elif kind in ("hidden", "submit", "button", "radio") or "checked" in given:
            form.values.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
