"""Compiles translations: each file against the one that it gives the texts of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar, cast

from app.curriculum.course import read_body
from app.curriculum.front import CourseFront, Front, WeekFront
from app.curriculum.items import FRONTS, compile_item, kind_of
from app.curriculum.model import Case, Cover, Document, Item, Question, Week
from app.curriculum.original import Original
from app.curriculum.pieces import Piece, changed, documents_of, pieces_of
from app.curriculum.problems import Report
from app.curriculum.rendering import Known
from app.curriculum.source import Page
from app.curriculum.translated_front import read_translated_front

AnyItem = TypeVar("AnyItem", bound=Item)
Kind = TypeVar("Kind", bound=Front)


def translated_item(page: Page, original: Page, item: Item, known: Known, report: Report) -> Item | None:
    """The item with the texts of a page that translates it; None, with problems in the report, when it can't be
    understood."""
    mistakes = report.count
    kind = kind_of(original)
    front = read_translated_front(FRONTS[kind], page.front, original.front, report)
    against = Original(original, page, documents_of(item), pieces_of(item))
    whole = replace(page, front=front.yaml)
    made = compile_item(whole, item.week, item.id, known, report, against)
    if made is None or front.front is None:
        return None
    against.check(documents_of(made), pieces_of(made), report)
    return _adopted(made, item) if report.count == mistakes else None


def translated_week(page: Page, original: Page, week: Week, known: Known, report: Report) -> Week | None:
    """The week, without its items, with the texts of a page that translates it; None when it can't be understood."""
    mistakes = report.count
    front, body = _read(WeekFront, page, original, week.body, known, report)
    if front is None or report.count > mistakes:
        return None
    return replace(
        week, title=front.title, outcomes=tuple(front.outcomes), language=known.language, body=body, items=()
    )


def translated_cover(page: Page, original: Page, body: Document, known: Known, report: Report) -> Cover | None:
    """The words of a page that translates course.md, whose text is `body`; None when it can't be understood."""
    mistakes = report.count
    front, translated = _read(CourseFront, page, original, body, known, report)
    if front is None or report.count > mistakes:
        return None
    return Cover(front.title, front.summary, front.certificate.title or front.title, translated)


def answers_in(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """What may be typed as the answer to each question, each text once."""
    accepted: dict[str, tuple[str, ...]] = {}
    for item in items:
        for piece in pieces_of(item):
            if isinstance(piece, Question) and piece.accepted:
                accepted[piece.id] = tuple(dict.fromkeys((*accepted.get(piece.id, ()), *piece.accepted)))
    return accepted


def also_accepted(item: Item, answers: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The answers to each question of the item that it doesn't name itself, as far as there are some."""
    own = answers_in([item])
    others = {name: tuple(text for text in answers[name] if text not in own[name]) for name in own}
    return {name: texts for name, texts in others.items() if texts}


def accepting(item: AnyItem, also: Mapping[str, tuple[str, ...]]) -> AnyItem:
    """The item, whose questions accept these answers too."""
    return changed(
        item,
        lambda piece: (
            replace(piece, also_accepted=also[piece.id]) if isinstance(piece, Question) and piece.id in also else piece
        ),
    )


def _read(
    model: type[Kind], page: Page, original: Page, body: Document, known: Known, report: Report
) -> tuple[Kind | None, Document]:
    """The front matter and the text of a page that translates what is no item."""
    front = read_translated_front(model, page.front, original.front, report)
    against = Original(original, page, [body])
    mistakes = report.count
    made = read_body(page, known, report, against)
    if report.count == mistakes:
        against.check([made], (), report)
    return cast("Kind | None", front.front), made


def _adopted(made: AnyItem, item: Item) -> AnyItem:
    """The translated item with what its original says and can't be translated: its records name that."""
    own: Mapping[str, Piece] = {piece.id: piece for piece in pieces_of(item)}

    def adopt(piece: Piece) -> Piece:
        original = own[piece.id]
        if isinstance(piece, Question) and isinstance(original, Question):
            return replace(piece, digest=original.digest, numeric=original.numeric, spots=original.spots)
        return replace(piece, digest=original.digest)

    whole = changed(made, adopt)
    return replace(whole, shortest_way=item.shortest_way) if isinstance(item, Case) else whole  # type: ignore[call-arg]
