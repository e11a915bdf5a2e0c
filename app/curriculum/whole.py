"""What can only be judged when the whole course is there: ids, gates and competences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.curriculum.attributes import is_id
from app.curriculum.model import Case, Criterion, Item, Lesson, Practical, Question, Quiz, checks_in
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.rendering import Known
from app.curriculum.source import Page

RESERVED_GATE = "licence"
"""The trainee's safety licence, which the application keeps as a gate before every practical: no quiz opens it."""


def check_ids(items: Sequence[Item], pages: Mapping[str, Page], known: Known, report: Report) -> None:
    """Tells aliases of items that are taken, and ids of questions that are there twice."""
    owners = dict(known.item_paths)
    for item in items:
        for at, alias in enumerate(item.aliases):
            _check_once(alias, pages[item.path].front.place("aliases", at), owners, report)
    first: dict[str, str] = {}
    for item in items:
        questions = [*checks_in(item.body), *(item.questions if isinstance(item, Quiz) else ())]
        for question in sorted(questions, key=lambda question: question.line):
            for name in (question.id,) if question.id in first else (question.id, *question.aliases):
                _check_once(name, Place(item.path, question.line), first, report)


def check_gates(pages: Mapping[str, Page], report: Report, *, all_known: bool = True) -> None:
    """Tells gates that no quiz opens, that two quizzes open, and that can't be reached.

    `all_known` says whether every item's page could be read: else nobody knows which gates there are.
    """
    openers = _openers(pages, report)
    all_known = all_known and all(is_id(gate) and gate != RESERVED_GATE for gate in openers)
    for page in pages.values():
        for gate, place in _required(page):
            if gate not in openers and all_known:
                report.error(place, "unknown-gate", gate=gate, nearest=report.nearest(gate, openers))
    needs = {gate: [required for required, _ in _required(pages[path])] for gate, path in openers.items()}
    told: set[str] = set()
    for gate, path in openers.items():
        behind = _behind(gate, needs)
        if gate in behind and gate not in told:
            told |= behind  # of a ring of gates the first is told
            report.error(pages[path].front.place("requires"), "gate-behind-itself", gate=gate)


def check_competences(pages: Mapping[str, Page], places: Mapping[str, Place], report: Report) -> None:
    """Tells competences in front matter that don't exist. `places` is where each one is written."""
    for page in pages.values():
        for at, name in enumerate(_texts(page, "competences")):
            if name not in places:
                place = page.front.place("competences", at)
                report.error(place, "unknown-competence", id=name, nearest=report.nearest(name, places))


def check_coverage(items: Sequence[Item], places: Mapping[str, Place], report: Report) -> None:
    """Tells competences that nothing in a course that is written to its end teaches or assesses."""
    taught = {name for item in items if isinstance(item, Lesson) for name in item.competences}
    assessed = {name for item in items for name in _assessed(item)}
    for name, place in places.items():
        if name not in taught and name not in assessed:
            report.warning(place, "competence-unused", id=name)
        elif name not in taught:
            report.warning(place, "competence-not-taught", id=name)
        elif name not in assessed:
            report.warning(place, "competence-not-assessed", id=name)


def _openers(pages: Mapping[str, Page], report: Report) -> Mapping[str, str]:
    """The file of the quiz that opens each gate."""
    openers: dict[str, str] = {}
    for path, page in pages.items():
        gate = _gate_of(page)
        if not isinstance(gate, str):
            continue
        if gate == RESERVED_GATE:
            report.error(page.front.place("gate"), "gate-reserved", gate=gate)
        elif gate in openers:
            report.error(page.front.place("gate"), "gate-twice", gate=gate, first=openers[gate])
        openers.setdefault(gate, path)
    return openers


def _gate_of(page: Page) -> object:
    """The gate that a page says it opens. A key or kind that is misspelt is told by itself, and hides no gate."""
    front = _front(page)
    meant = next((key for key in front if nearest(key, ("gate",))), "gate")
    return front.get("gate", front.get(meant))


def _assessed(item: Item) -> Iterator[str]:
    marked: Sequence[Question | Criterion] = ()
    if isinstance(item, Case):
        yield from item.competences
    elif isinstance(item, Quiz):
        marked = item.questions
    elif isinstance(item, Practical):
        marked = item.criteria
    for one in marked:
        if one.competence is not None:
            yield one.competence


def _behind(gate: str, needs: Mapping[str, Sequence[str]]) -> set[str]:
    """The gates that have to be opened before this one can be."""
    behind: set[str] = set()
    ahead = list(needs.get(gate, ()))
    while ahead:
        found = ahead.pop()
        if found not in behind:
            behind.add(found)
            ahead.extend(needs.get(found, ()))
    return behind


def _required(page: Page) -> list[tuple[str, Place]]:
    return [(gate, page.front.place("requires", at)) for at, gate in enumerate(_texts(page, "requires"))]


def _texts(page: Page, key: str) -> list[str]:
    """The texts in a list of the front matter, whether or not the rest of it is right."""
    values = _front(page).get(key)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _front(page: Page) -> dict[str, object]:
    return page.front.value if isinstance(page.front.value, dict) else {}


def _check_once(name: str, place: Place, seen: dict[str, str], report: Report) -> None:
    if name in seen:
        report.error(place, "id-twice", id=name, first=seen[name])
    seen.setdefault(name, f"{place.file}:{place.line}")
