"""Where in an item a mistake can be, and what pages know of reports: pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from uuid import UUID

from app.courses.facts import Enrolled
from app.curriculum.model import Case, Check, Curriculum, Item, Practical, Prose, Quiz

LONGEST_PLACE = 200
_HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TITLE = re.compile(r" {0,3}(?:#{1,6} |/{3,} *[\w-]+ *\|)(.*)")
"""A line of source that gives something its title: a heading, or the beginning of a block."""


@dataclass(frozen=True)
class ReportedItem:
    """An item before somebody who may say what is wrong in it: in an enrolment, or as staff read it."""

    revision_id: int
    curriculum: Curriculum
    item: Item
    enrolled: Enrolled | None

    @property
    def prefix(self) -> str:
        """The start of the addresses of everything done with this item; its page, for those who have one."""
        if self.enrolled is None:
            return f"/revisions/{self.revision_id}/items/{self.item.id}"
        return f"/enrolments/{self.enrolled.id}/items/{self.item.id}"

    @property
    def places(self) -> tuple[str, ...]:
        """The titles in the item, in order. What a quiz asks, and a case offers, is named to staff only."""
        return places_in(self.item, with_key=self.enrolled is None)


@dataclass(frozen=True)
class SeenReport:
    """A report as those read it who may."""

    id: UUID
    revision_id: int
    revision_number: int
    curriculum: Curriculum
    item: Item
    read: Item
    """The item in the language in which it was read, as far as the place tells it."""
    place: str
    """Empty: the item as a whole."""
    line: int | None
    """Of the place in the file that was read; None when it can't be told."""
    text: str
    reporter_id: UUID
    reporter: str
    reported_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    to_answer: bool
    """Whether whoever looks at it is one of those who answer."""

    @property
    def source(self) -> str:
        """The file that was read and, if known, the line: `mobile/smartphone-repair/week-01/10-bench.md:17`."""
        path = f"{self.curriculum.track.id}/{self.curriculum.id}/{self.read.path}"
        return f"{path}:{self.line}" if self.line else path


def places_in(item: Item, *, with_key: bool) -> tuple[str, ...]:
    """The titles that a reader sees in the item, in order and each once: headings, blocks, questions, criteria.

    The questions of a quiz are among them `with_key` only, since its bank is not for trainees.
    """
    titles = [_plain(title) for title in _titles(item, with_key)]
    return tuple(dict.fromkeys(title[:LONGEST_PLACE] for title in titles if title))


def item_read(curriculum: Curriculum, item_id: str, place: str) -> Item:
    """The item in that language, the course's own first, in which it has that place."""
    own = curriculum.base.items[item_id]
    translated = (each.items[item_id] for each in curriculum.base.translations.values() if item_id in each.items)
    return next((each for each in (own, *translated) if place in places_in(each, with_key=True)), own)


def line_of(place: str, source: str) -> int | None:
    """The line of the source, from 1, on which that title stands; None when there is none.

    Compared by letters and digits only: the compiler makes quotation marks and Markdown into something else.
    """
    wanted = _letters(place)
    for number, line in enumerate(source.splitlines(), 1):
        if (title := _TITLE.match(line)) and wanted and _letters(title[1]).startswith(wanted):
            return number
    return None


def _titles(item: Item, with_key: bool) -> Iterator[str]:
    for part in item.body:
        if isinstance(part, Prose):
            yield from _HEADING.findall(part.html)
        elif isinstance(part, Check):
            yield part.question.title_html
        else:
            yield part.title
    if isinstance(item, Practical):
        yield from (criterion.title_html for criterion in item.criteria)
    if isinstance(item, Quiz) and with_key:
        yield from (question.title_html for question in item.questions)
    if isinstance(item, Case) and with_key:
        yield from (test.title_html for test in item.tests)
        yield from (conclusion.title_html for conclusion in item.conclusions)


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAG.sub("", markup)).split())


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
