"""Compiles one file of a week: a lesson, a quiz, a case or a practical."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypedDict

from app.curriculum.bodies import read_document, read_questions
from app.curriculum.cases.proving import prove
from app.curriculum.cases.reading import read_case
from app.curriculum.cases.sections import cut
from app.curriculum.criteria import read_criteria
from app.curriculum.facts import check_marks, without_marks
from app.curriculum.front import CaseFront, ItemFront, LessonFront, NeedFront, PracticalFront, QuizFront
from app.curriculum.front_reading import keys_of, read_front
from app.curriculum.model import Budget, Case, Criterion, Document, Item, Lesson, Need, Practical, Quiz
from app.curriculum.original import Original
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.rendering import Known, Renderer
from app.curriculum.scanner import Segment, definitions, has_unclosed, is_empty, mark_code, scan
from app.curriculum.source import Page
from app.curriculum.values import seconds

KINDS: Final = ("lesson", "quiz", "case", "practical")
FRONTS: Final[Mapping[str, type[ItemFront]]] = {
    "lesson": LessonFront,
    "quiz": QuizFront,
    "case": CaseFront,
    "practical": PracticalFront,
}
"""The front matter of each kind."""
KEYS: Final = {kind: keys_of(front) for kind, front in FRONTS.items()}
"""What the front matter of each kind may say."""


@dataclass(frozen=True)
class PageParts:
    """A page, scanned, and what renders its parts."""

    page: Page
    parts: Sequence[Segment]
    renderer: Renderer
    mistakes: int
    """How many were told before the page was opened."""

    @property
    def is_sound(self) -> bool:
        """Whether no mistake has been told of the page yet: what follows from one is told no more."""
        return self.renderer.report.count == self.mistakes

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
    language: str
    body: Document


def open_page(page: Page, known: Known, report: Report, original: Original | None = None) -> PageParts:
    """The page, scanned; `original` is what it translates."""
    mistakes = report.count
    lines = mark_code(page.body, page.file, report)
    check_marks(lines, page.file, known.sources, report)
    lines = without_marks(lines)
    renderer = Renderer(page.file, known, report, definitions(lines))
    renderer.original = original
    told = report.count
    parts = scan(lines, page.file, report)
    renderer.has_told_attributes = report.count > told  # the block that a question belongs in may be what was told
    renderer.is_partial = has_unclosed(parts)
    return PageParts(page, parts, renderer, mistakes)


def kind_of(page: Page) -> str:
    """The kind that a page's front matter says; it may be none that exists."""
    front = page.front.value
    kind = front.get("kind", "lesson") if isinstance(front, dict) else "lesson"
    return kind if isinstance(kind, str) else ""


def compile_item(
    page: Page, week: int, item_id: str, known: Known, report: Report, original: Original | None = None
) -> Item | None:
    """The item in a page; None, with problems in the report, when it can't be understood.

    `original` is what the page translates; its front matter has to be completed already.
    """
    kind = kind_of(page)
    if kind not in KINDS:
        words = {"text": kind, "known": ", ".join(KINDS), "nearest": nearest(kind, KINDS)}
        report.error(page.front.place("kind"), "unknown-word", key="kind", **words)
        return None
    if _lacks_kind(page, report):
        return None
    parts = open_page(page, known, report, original)
    item = _COMPILERS[kind](parts, week, item_id)
    parts.renderer.finish()
    return item if parts.is_sound else None


def _lacks_kind(page: Page, report: Report) -> bool:
    """Tells a page that doesn't say its kind, and has keys that a lesson doesn't know: once, and not key by key."""
    front = page.front.value if isinstance(page.front.value, dict) else {}
    unknown = [key for key in front if key not in KEYS["lesson"]]
    kinds = [kind for kind in KINDS[1:] if any(key in KEYS[kind] for key in unknown)]
    misspelt = next((key for key in unknown if nearest(key, ("kind",))), None)
    if "kind" in front or not (misspelt or kinds):
        return False
    if misspelt:
        values = {"key": misspelt, "known": ", ".join(sorted(KEYS["lesson"])), "nearest": "kind"}
        report.error(page.front.place(misspelt), "unknown-key", **values)
    else:
        report.error(page.front.place(unknown[0]), "kind-missing", keys=", ".join(unknown), kind=kinds[0])
    return True


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
        language=parts.renderer.known.language,
        body=body,
    )


def _lesson(parts: PageParts, week: int, item_id: str) -> Lesson | None:
    front = read_front(LessonFront, parts.page.front, parts.renderer.report)
    body = read_document(parts.parts, parts.renderer)
    if is_empty(parts.parts) and parts.is_sound:
        parts.renderer.report.error(Place(parts.page.file, 1), "empty-lesson")
    return Lesson(**_common(front, parts, week, item_id, body)) if front else None


def _quiz(parts: PageParts, week: int, item_id: str) -> Quiz | None:
    report = parts.renderer.report
    front = read_front(QuizFront, parts.page.front, report)
    introduction, questions = read_questions(parts.parts, parts.renderer)
    body = read_document(introduction, parts.renderer)
    if not questions and (parts.is_sound or front is None):
        report.error(Place(parts.page.file, 1), "quiz-without-question")
    if front is None:
        return None
    if parts.is_sound and parts.renderer.original is None:
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
    meant = {nearest(pool, held) for pool in front.draw if pool not in held}
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
    for pool in sorted(set(held) - set(front.draw) - meant):
        report.error(parts.key("draw"), "pool-not-drawn", pool=pool, nearest=nearest(pool, front.draw))


def _case(parts: PageParts, week: int, item_id: str) -> Case | None:
    report = parts.renderer.report
    front = read_front(CaseFront, parts.page.front, report)
    page = cut(parts.parts, parts.renderer)
    body = read_document(page.brief, parts.renderer)
    text = read_case(page, parts.renderer)
    if front is None or not parts.is_sound:
        return None
    case = Case(
        **_common(front, parts, week, item_id, body),
        tests=text.tests,
        conclusions=text.conclusions,
        debrief=text.debrief,
        budget=Budget(front.budget.minutes, front.budget.cost),
        starts=front.starts,
        pass_percent=front.pass_percent,
        shortest_way=(),
    )
    if parts.renderer.original is not None:
        return case  # it was proved in the original
    return replace(case, shortest_way=prove(case, parts.key("budget"), parts.key("pass"), report))


def _practical(parts: PageParts, week: int, item_id: str) -> Practical | None:
    report = parts.renderer.report
    front = read_front(PracticalFront, parts.page.front, report)
    brief, criteria = read_criteria(parts.parts, parts.renderer)
    _check_ids_of_criteria(parts, criteria)
    body = read_document(brief, parts.renderer)
    if front is None:
        return None
    return Practical(
        **_common(front, parts, week, item_id, body),
        criteria=criteria,
        pass_percent=front.pass_percent,
        tools=tuple(_need(need) for need in front.tools),
        parts=tuple(_need(need) for need in front.parts),
        consumables=tuple(replace(_need(need), lasts=need.lasts) for need in front.consumables),
        photos=front.evidence.photos if front.evidence else 0,
        successes=front.successes.count if front.successes else 1,
        different_devices=bool(front.successes and front.successes.different),
    )


def _check_ids_of_criteria(parts: PageParts, criteria: Sequence[Criterion]) -> None:
    first: dict[str, int] = {}
    for criterion in criteria:
        for name in (criterion.id,) if criterion.id in first else (criterion.id, *criterion.aliases):
            if name in first:
                place = Place(parts.page.file, criterion.line)
                parts.renderer.report.error(place, "id-twice", id=name, first=f"line {first[name]}")
            first.setdefault(name, criterion.line)


def _need(front: NeedFront) -> Need:
    return Need(front.name, front.per, front.quantity, front.cost)


_COMPILERS: Final[Mapping[str, Callable[[PageParts, int, str], Any]]] = {
    "lesson": _lesson,
    "quiz": _quiz,
    "case": _case,
    "practical": _practical,
}
