"""Reads the page of a case below its brief, and tells what doesn't fit together there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.curriculum.bodies import read_document
from app.curriculum.cases.entries import Entry, read_conclusion, read_test
from app.curriculum.cases.sections import CONCLUSIONS, DEBRIEF, TESTS, CasePage, entries
from app.curriculum.digest import conclusion_digest
from app.curriculum.model import BenchTest, Conclusion, Document
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.sections import Section

MOST_TESTS: Final = 60
MOST_CONCLUSIONS: Final = 30
"""More can't be surveyed, on whatever screen."""


@dataclass(frozen=True)
class CaseText:
    """What stands below a case's brief."""

    tests: tuple[BenchTest, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    debrief: Document = ()


def read_case(page: CasePage, renderer: Renderer) -> CaseText:
    """The tests, conclusions and debrief that could be understood; what is wrong goes to the report."""
    if not page.sections:
        return CaseText()
    mistakes = renderer.report.count
    read = [read_test(each, renderer) for each in _counted(page.sections[TESTS], MOST_TESTS, renderer)]
    tests, found = [entry for entry, _ in read], [test for _, test in read if test is not None]
    # A reference to a test whose heading is wrong, or that stands elsewhere, is no mistake of its own.
    are_known = page.is_whole and renderer.report.count == mistakes
    mistakes = renderer.report.count
    conclusions = _conclusions(page.sections[CONCLUSIONS], renderer)
    are_clear = page.is_whole and renderer.report.count == mistakes
    debrief = read_document(page.sections[DEBRIEF].parts, renderer, checks=False)
    _check_ids([*tests, *conclusions], renderer)
    if are_clear:
        _check_cause(conclusions, page.sections[CONCLUSIONS], renderer)
    if are_known and renderer.original is None:  # a translation has those of its original
        _check_references(tests, conclusions, renderer)
    by_id = {test.id: test for test in found}
    return CaseText(tuple(found), tuple(_conclusion(entry, by_id) for entry in conclusions), debrief)


def _counted(section: Section, most: int, renderer: Renderer) -> list[Section]:
    """The entries of a section, told when there are too many; they are not read then."""
    found = entries(section, renderer)
    if len(found) > most:
        place = Place(renderer.file, found[most].heading.number)
        renderer.report.error(place, "too-many-entries", limit=most)
        return []
    return found


def _conclusions(section: Section, renderer: Renderer) -> list[Entry]:
    return [read_conclusion(each, renderer) for each in _counted(section, MOST_CONCLUSIONS, renderer)]


def _check_ids(named: Sequence[Entry], renderer: Renderer) -> None:
    """Tests and conclusions share one space."""
    first: dict[str, int] = {}
    for entry in named:
        names = (entry.id,) if entry.id in first else (entry.id, *entry.aliases)
        for name in filter(None, names):
            if name in first:
                renderer.report.error(entry.place, "id-twice", id=name, first=f"line {first[name]}")
            first.setdefault(name, entry.place.line)


def _check_cause(conclusions: Sequence[Entry], section: Section, renderer: Renderer) -> None:
    causes = [entry for entry in conclusions if "cause" in entry.heading.flags]
    if not causes and conclusions:
        renderer.report.error(Place(renderer.file, section.heading.number), "no-cause")
    for entry in causes[1:]:
        renderer.report.error(entry.place, "two-causes", first=f"line {causes[0].place.line}")
    if len(conclusions) == 1:
        renderer.report.warning(conclusions[0].place, "one-conclusion")


def _check_references(tests: Sequence[Entry], conclusions: Sequence[Entry], renderer: Renderer) -> None:
    """Tells tests named in `after` and `needs` that aren't there, and tests that come before themselves."""
    ids = {entry.id for entry in tests}
    former = {alias: entry.id for entry in tests for alias in entry.aliases}
    mistakes = renderer.report.count
    for key, named in (("after", tests), ("needs", conclusions)):
        for entry in named:
            for name in entry.ids_in(key):
                if name not in ids:
                    near = former.get(name) or renderer.report.nearest(name, ids)
                    renderer.report.error(entry.place, "unknown-test", key=key, id=name, nearest=near)
    if renderer.report.count == mistakes:
        _check_order(tests, renderer)


def _check_order(tests: Sequence[Entry], renderer: Renderer) -> None:
    """Tells the first test of each ring of tests that come after one another."""
    after = {entry.id: entry.ids_in("after") for entry in tests}
    told: set[str] = set()
    for entry in tests:
        before = _before(entry.id, after)
        if entry.id in before and entry.id not in told:
            told |= before
            renderer.report.error(entry.place, "after-itself", id=entry.id)


def _before(test: str, after: Mapping[str, Sequence[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(after[test])
    while ahead:
        each = ahead.pop()
        if each not in found:
            found.add(each)
            ahead.extend(after[each])
    return found


def _conclusion(entry: Entry, tests: Mapping[str, BenchTest]) -> Conclusion:
    needs = entry.ids_in("needs")
    cause = "cause" in entry.heading.flags
    return Conclusion(
        id=entry.id,
        title_html=entry.title_html,
        title=entry.title,
        text=entry.body,
        cause=cause,
        needs=needs,
        minutes=entry.minutes,
        cost=entry.cost,
        aliases=entry.aliases,
        digest=conclusion_digest(
            title=entry.heading.title,
            text=entry.written,
            cause=cause,
            needs=[tests[name].digest for name in needs if name in tests],
            minutes=entry.minutes,
            cost=entry.cost,
            images=entry.images,
        ),
        line=entry.place.line,
    )
