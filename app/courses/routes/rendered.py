"""Pages that are the same for many readers, rendered once and kept in memory.

A revision never changes, so neither does the text of its lessons, nor most of the page around it. What
differs from reader to reader stands in the kept page as a mark, and is put in for each request. Marks hold
control characters, which no source and no template may contain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeAlias, TypeVar

from flask import request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from app.courses.facts import Enrolled

T = TypeVar("T")

ENROLMENT = "\x02enrolment\x03"
"""The id of the reader's enrolment, in addresses."""
NAME = "\x02name\x03"
PERSON = "\x02person\x03"
"""The reader's id."""
KEPT_FOR = "\x02kept\x03"
"""By what a device keeps pages for the reader's sign-in."""
OUTLINE = Markup("\x02outline\x03")
STATE = Markup("\x02state\x03")
ACT = Markup("\x02act\x03")
_TOKEN = "\x02token\x03"  # noqa: S105 - a mark, no secret
_MARK = re.compile("(\x02[a-z]+\x03)")
Pieces: TypeAlias = tuple[str, ...]
"""A page with marks: what stands between them, and they themselves, in turn."""


@dataclass(frozen=True)
class AnyReader:
    """Stands for the signed-in person in a page that is kept for all of them."""

    name: str = NAME
    id: str = PERSON
    kept_for: str = KEPT_FOR
    is_authenticated: bool = True


class Kept(Generic[T]):
    """A few made things by key, each valid as long as what it was made from is the same object."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[object, ...], tuple[object, T]] = {}
        self._lock = Lock()

    def get(self, key: tuple[object, ...], source: object, make: Callable[[], T]) -> T:
        """What was made from `source` under `key` before, else what `make` makes; the oldest goes first."""
        found = self._kept.get(key)
        if found is not None and found[0] is source:
            return found[1]
        made = make()
        with self._lock:
            self._kept[key] = (source, made)
            if len(self._kept) > self._most:
                del self._kept[next(iter(self._kept))]
        return made


def is_for_everybody() -> bool:
    """Whether this request's page holds nothing that only this request has: a message, a query, an address in
    capitals."""
    plain = request.path.islower() and not request.query_string
    return request.method == "GET" and plain and "_flashes" not in session


def marked(page: str, enrolled: Enrolled) -> str:
    """A page rendered for this request, with marks for what is this reader's own."""
    return page.replace(str(enrolled.id), ENROLMENT).replace(generate_csrf(), _TOKEN)


def in_pieces(page: str) -> Pieces:
    """A page with marks, cut at them, so that it needn't be searched for each reader."""
    return tuple(_MARK.split(page))


def for_reader(page: Pieces, enrolled: Enrolled, *, outline: str, state: str, act: str) -> str:
    """A page as this reader gets it. `outline` and `act` may hold marks of their own."""
    own = {ENROLMENT: str(enrolled.id), _TOKEN: generate_csrf()}
    values = {
        **own,
        NAME: str(escape(enrolled.name)),
        PERSON: str(enrolled.person_id),
        KEPT_FOR: current_user.kept_for,
        STATE: state,
        OUTLINE: _filled(outline, own),
        ACT: _filled(act, own),
    }
    return "".join([values.get(piece, piece) for piece in page])


def _filled(markup: str, values: Mapping[str, str]) -> str:
    for mark, value in values.items():
        markup = markup.replace(mark, value)
    return markup
