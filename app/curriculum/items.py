"""Compiles one file of a week: a lesson, a quiz or a practical."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict

from app.curriculum.bodies import read_document, read_questions
from app.curriculum.criteria import read_criteria
from app.curriculum.front import ItemFront, LessonFront, NeedFront, PracticalFront, QuizFront, read_front
from app.curriculum.model import Document, Item, Lesson, Need, Practical, Quiz
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.rendering import Known, Renderer
from app.curriculum.scanner import Segment, definitions, is_empty, mark_code, scan
from app.curriculum.source import Page
from app.curriculum.values import seconds

KINDS: Final = ("lesson", "quiz", "practical")
_LATER_KINDS: Final = ("case",)


@dataclass(frozen=True)
class PageParts:
    """A page, scanned, and what renders its parts."""

    page: Page
    parts: Sequence[Segment]
    renderer: Renderer

    def key(self, *path: str | int) -> Place:
        """Where a key of the front matter stands."""
        return self.page.front.place(*path)


class _Common(TypedDict):
    """What every item is made with."""

    id: str
    title: str
    week: int
    minutes: int | None
    competences: tuple[str, ...]
    requires: tuple[str, ...]
    aliases: tuple[str, ...]
    path: str
    body: Document


def open_page(page: Page, known: Known, report: Report) -> PageParts:
    """The page, scanned."""
    lines = mark_code(page.body, page.file, report)
    renderer = Renderer(page.file, known, report, definitions(lines))
    return PageParts(page, scan(lines, page.file, report), renderer)


def kind_of(page: Page) -> str:
    """The kind that a page's front matter says; it may be none that exists."""
    front = page.front.value
    kind = front.get("kind", "lesson") if isinstance(front, dict) else "lesson"
    return kind if isinstance(kind, str) else ""


def compile_item(page: Page, week: int, item_id: str, known: Known, report: Report) -> Item | None:
    """The item in a page; None, with problems in the report, when it can't be understood."""
    kind = kind_of(page)
    if kind in _LATER_KINDS:
        report.error(page.front.place("kind"), "not-yet-understood", what=f"kind: {kind}")
        return None
    if kind not in KINDS:
        words = {"text": kind, "known": ", ".join(KINDS), "nearest": nearest(kind, KINDS)}
        report.error(page.front.place("kind"), "unknown-word", key="kind", **words)
        return None
    mistakes = report.count
    parts = open_page(page, known, report)
    item = _COMPILERS[kind](parts, week, item_id)
    parts.renderer.finish()
    return item if report.count == mistakes else None


def _common(front: ItemFront, parts: PageParts, week: int, item_id: str, body: Document) -> _Common:
    return _Common(
        id=item_id,
        title=front.title,
        week=week,
        minutes=front.minutes,
        competences=tuple(front.competences),
        requires=tuple(front.requires),
        aliases=tuple(front.aliases),
        path=parts.page.file,
        body=body,
    )


def _lesson(parts: PageParts, week: int, item_id: str) -> Lesson | None:
    front = read_front(LessonFront, parts.page.front, parts.renderer.report)
    body = read_document(parts.parts, parts.renderer)
    if is_empty(parts.parts):
        parts.renderer.report.error(Place(parts.page.file, 1), "empty-lesson")
    return Lesson(**_common(front, parts, week, item_id, body)) if front else None


def _quiz(parts: PageParts, week: int, item_id: str) -> Quiz | None:
    report = parts.renderer.report
    front = read_front(QuizFront, parts.page.front, report)
    mistakes = report.count
    introduction, questions = read_questions(parts.parts, parts.renderer)
    body = read_document(introduction, parts.renderer)
    if not questions and report.count == mistakes:
        report.error(Place(parts.page.file, 1), "quiz-without-question")
    if front is None:
        return None
    if report.count == mistakes:
        _check_draw(front, parts, [question.pool for question in questions])
    return Quiz(
        **_common(front, parts, week, item_id, body),
        questions=tuple(questions),
        summative=front.summative,
        pass_percent=front.pass_percent,
        attempts=front.attempts,
        wait_seconds=seconds(front.wait),
        draw=dict(front.draw),
        shuffle=front.shuffle,
        feedback=front.feedback,
        gate=front.gate,
    )


def _check_draw(front: QuizFront, parts: PageParts, pools: Sequence[str | None]) -> None:
    """Tells where `draw` and the pools of the questions don't fit."""
    report = parts.renderer.report
    held: Mapping[str, int] = {pool: pools.count(pool) for pool in pools if pool is not None}
    for pool, number in front.draw.items():
        place = parts.key("draw", pool)
        if pool not in held:
            report.error(place, "unknown-pool", pool=pool, nearest=nearest(pool, held))
        elif number > held[pool]:
            report.error(place, "draw-too-large", pool=pool, number=number, held=held[pool])
        elif number == held[pool]:
            report.warning(place, "draw-takes-all", pool=pool, number=number)
    if held and not front.draw:
        report.warning(parts.key(), "pools-without-draw", pools=", ".join(sorted(held)))
        return
    for pool in sorted(set(held) - set(front.draw)):
        report.error(parts.key("draw"), "pool-not-drawn", pool=pool)


def _practical(parts: PageParts, week: int, item_id: str) -> Practical | None:
    report = parts.renderer.report
    front = read_front(PracticalFront, parts.page.front, report)
    brief, criteria = read_criteria(parts.parts, parts.renderer)
    _check_ids_of_criteria(parts, [(name, c.line) for c in criteria for name in (c.id, *c.aliases)])
    body = read_document(brief, parts.renderer)
    if front is None:
        return None
    return Practical(
        **_common(front, parts, week, item_id, body),
        criteria=criteria,
        pass_percent=front.pass_percent,
        tools=tuple(_need(need) for need in front.tools),
        parts=tuple(_need(need) for need in front.parts),
        photos=front.evidence.photos if front.evidence else 0,
        successes=front.successes.count if front.successes else 1,
        different_devices=bool(front.successes and front.successes.different),
    )


def _check_ids_of_criteria(parts: PageParts, ids: Sequence[tuple[str, int]]) -> None:
    first: dict[str, int] = {}
    for name, line in ids:
        if name in first:
            place = Place(parts.page.file, line)
            parts.renderer.report.error(place, "id-twice", id=name, first=f"line {first[name]}")
        first.setdefault(name, line)


def _need(front: NeedFront) -> Need:
    return Need(front.name, front.per, front.quantity, front.cost)


_COMPILERS: Final[Mapping[str, Callable[[PageParts, int, str], Any]]] = {
    "lesson": _lesson,
    "quiz": _quiz,
    "practical": _practical,
}
