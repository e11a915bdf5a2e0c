"""What the checker lets through of payloads in a course's files, on the page of a lesson."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import Connection

from app.courses.queries import revisions
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.memory import Memory
from app.curriculum.model import Curriculum, Lesson, Part
from tests.browser.injection.detector import Sent, watching
from tests.browser.injection.payloads import payloads, shares
from tests.browser.injection.whole_school import School, whole_school
from tests.cast import Cast
from tests.curriculum.small_course import lesson_page, sources

pytestmark = pytest.mark.browser

PLACES: Final = {
    "a text": "{0}\n",
    "a note": "/// note | {1}\n{0}\n///\n",
    "a hazard": "/// hazard | {1}\n    type: fire\n    level: danger\n\n{0}\n///\n",
    "steps": "/// steps | {1}\n1. {1}\n2. b\n///\n",
    "readings": "/// readings | {1}\n| a | b |\n|---|---|\n| {1} | {1} |\n///\n",
    "a question": "/// check\n### {1} {{#q-{2} .single}}\n\n{0}\n\n- [x] {1}\n- [ ] b\n\n> {1}\n///\n",
    "things to match": "/// check\n### Q {{#q-{2} .match}}\n\n| {1} | b |\n|---|---|\n| {1} | c |\n| d | {1} |\n///\n",
    "things to order": "/// check\n### Q {{#q-{2} .order}}\n\n1. {1}\n2. b\n///\n",
    "what is typed": "/// check\n### Q {{#q-{2} .text}}\n\n= {1}\n///\n",
    "attributes": "x\n{{: {1} }}\n\n## y {{: {1} }}\n\n*z*{{: {1} }}\n",
    "a link": '[{1}]({1} "{1}")\n',
    "an image": '![{1}](../images/cell.svg "{1}")\n',
}
"""Of a payload as it is, on one line, and its number."""


@pytest.fixture
def school(app: Flask, cast: Cast, connection: Connection) -> School:
    """A school whose course will hold what the checker takes."""
    return whole_school(app, cast, connection)


@pytest.mark.parametrize("place", list(PLACES))
def test_nothing_runs_of_what_the_checker_takes(
    school: School, browser: Browser, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [part for share in shares(list(enumerate(payloads())), 100) for part in _taken(place, share)]
    assert parts != []
    rich, address = school.courses[0], next(each for each in school.addresses["author"] if each.endswith("/the-bench"))
    curriculum = revisions.curriculum_of(rich.id)
    reader = school.reader("author")
    monkeypatch.setattr(revisions, "_compiled", {})

    def answer(path: str) -> Sent:
        response = reader.get(path)
        return Sent(response.data, response.content_type, response.status_code)

    with watching(browser, answer) as watch:
        for share in shares(parts, 1_500):
            revisions.keep_compiled(rich.id, rich.digest, _with_lesson(curriculum, tuple(share)))
            assert watch.open(address) == []


def _taken(place: str, numbered: Sequence[tuple[int, str]]) -> Iterator[Part]:
    """What the compiler makes of the payloads in that place, those left out that it has something against."""
    pages = {
        f"week-01/{100 + number}-l-{number}.md": lesson_page(
            PLACES[place].format(payload, " ".join(payload.split()), number), front="minutes: 1"
        )
        for number, payload in numbered
    }
    first = _compiled(pages, Memory())
    kept = _compiled({path: page for path, page in pages.items() if path not in _wrong(first)}, first.memory)
    assert _wrong(kept) == set()
    assert kept.curriculum is not None
    for number, _ in numbered:
        if f"l-{number}" in kept.curriculum.items:
            yield from kept.curriculum.items[f"l-{number}"].body


def _compiled(pages: dict[str, str], memory: Memory | None) -> Compiled:
    return compile_course(sources({**pages}), track_id="mobile", course_id="phone-repair", memory=memory)


def _wrong(made: Compiled) -> set[str]:
    return {problem.file for problem in made.problems if problem.level == "error"}


def _with_lesson(curriculum: Curriculum, parts: tuple[Part, ...]) -> Curriculum:
    """The curriculum with these parts in the lesson that is opened."""
    weeks = tuple(
        replace(
            week,
            items=tuple(
                replace(item, body=parts) if isinstance(item, Lesson) and item.id == "the-bench" else item
                for item in week.items
            ),
        )
        for week in curriculum.weeks
    )
    return replace(curriculum, weeks=weeks)
