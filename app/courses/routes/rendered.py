"""What the page of a lesson shares between all its readers, rendered once and kept in memory.

A revision never changes, so neither does the text of its lessons. What differs from reader to reader stands
in the kept markup as a mark, and is put in for each request: the addresses of their enrolment, and the CSRF
token of the practice questions' forms. Marks hold control characters, which no source may contain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from flask import render_template
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.courses.facts import EnrolledItem
from app.curriculum.model import Item

T = TypeVar("T")

ITEMS = "\x02items\x03"
"""Stands for the address below which the items of an enrolment are: `/enrolments/…/items/`."""
MOST_LESSONS = 512
"""Rendered lessons kept by a process; about 20 KiB each."""

_TOKEN = "\x02token\x03"  # noqa: S105 - a mark, no secret
_RELATIVE_LINK = re.compile(r'href="([a-z0-9-]+)(?=["#])')
_PRACTICE = re.compile(r'(action="[^"]*/practice/([^"/]+))"')


class Kept(Generic[T]):
    """A few made things by key, each valid as long as what it was made from is the same object."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[object, ...], tuple[object, T]] = {}

    def get(self, key: tuple[object, ...], source: object, make: Callable[[], T]) -> T:
        """What was made from `source` under `key` before, else what `make` makes now. The oldest goes first."""
        found = self._kept.get(key)
        if found is not None and found[0] is source:
            return found[1]
        made = make()
        while len(self._kept) >= self._most:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = (source, made)
        return made


_lessons: Kept[str] = Kept(MOST_LESSONS)


def lesson_text(
    found: EnrolledItem,
    given: Mapping[str, list[str]] | None = None,
    verdicts: Mapping[str, str] | None = None,
) -> str:
    """The lesson with its facts and neighbours, still with marks; kept, unless answers are shown in it."""
    if given is not None:
        return _rendered(found, given, verdicts or {})
    key = (found.enrolled.cohort.revision_id, found.item.id, str(get_locale()))
    return _lessons.get(key, found.item, lambda: _rendered(found, {}, {}))


def for_reader(markup: str, found: EnrolledItem) -> Markup:
    """`markup` with this reader's addresses and CSRF token in place of the marks."""
    addressed = markup.replace(ITEMS, f"/enrolments/{found.enrolled.id}/items/")
    return Markup(addressed.replace(_TOKEN, generate_csrf()))  # noqa: S704 - made of templates and cleaned HTML


def _rendered(found: EnrolledItem, given: Mapping[str, list[str]], verdicts: Mapping[str, str]) -> str:
    before, after = _neighbours(found)
    markup = render_template(
        "courses/lessons/text.html",
        item=found.item,
        curriculum=found.enrolled.curriculum,
        items=ITEMS,
        before=before,
        after=after,
        given=given,
        verdicts=verdicts,
    )
    marked = _RELATIVE_LINK.sub(rf'href="{ITEMS}\1', markup.replace(generate_csrf(), _TOKEN))
    # Without JavaScript the page comes back whole: let it open where the question stands.
    return _PRACTICE.sub(r'\1#check-\2"', marked)


def _neighbours(found: EnrolledItem) -> tuple[Item | None, Item | None]:
    items = list(found.enrolled.curriculum.items.values())
    place = next(place for place, item in enumerate(items) if item.id == found.item.id)
    before = items[place - 1] if place else None
    return before, items[place + 1] if place + 1 < len(items) else None
