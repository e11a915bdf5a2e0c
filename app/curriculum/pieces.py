"""What items are made of, whatever their kind: their texts, and what in them has an id of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeAlias, TypeVar, cast

from app.curriculum.model import (
    BenchTest,
    Case,
    Check,
    Conclusion,
    Criterion,
    Document,
    Hazard,
    Item,
    Note,
    Part,
    Practical,
    Question,
    Quiz,
    Steps,
)

Piece: TypeAlias = Question | Criterion | BenchTest | Conclusion
"""What people's records name by its id and digest."""
Change: TypeAlias = Callable[[Piece], Piece]

AnyItem = TypeVar("AnyItem", bound=Item)


def pieces_of(item: Item) -> tuple[Piece, ...]:
    """The questions, criteria, tests and conclusions of an item, in the order of its file."""
    own: tuple[Piece, ...] = ()
    match item:
        case Quiz(questions=questions):
            own = questions
        case Practical(criteria=criteria):
            own = criteria
        case Case(tests=tests, conclusions=conclusions):
            own = (*tests, *conclusions)
    return tuple(sorted((*item.checks.values(), *own), key=lambda piece: piece.line))


def documents_of(item: Item) -> tuple[Document, ...]:
    """The texts of an item, in the order of its file."""
    if isinstance(item, Case):
        readings = (test.reading for test in item.tests)
        return (item.body, *readings, *(each.text for each in item.conclusions), item.debrief)
    return (item.body,)


def parts_within(document: Document) -> Iterator[Part]:
    """The parts of a text, each before those that stand in it."""
    for part in document:
        yield part
        match part:
            case Hazard(body=inner) | Note(body=inner):
                yield from parts_within(inner)
            case Steps(steps=steps):
                for step in steps:
                    yield from parts_within(step)
            case _:
                pass


def changed(item: AnyItem, change: Change) -> AnyItem:
    """The item with each of its pieces changed."""
    values: dict[str, object] = {"body": _changed_document(item.body, change)}
    match item:
        case Quiz():
            values["questions"] = tuple(map(change, item.questions))
        case Practical():
            values["criteria"] = tuple(map(change, item.criteria))
        case Case():
            values["tests"] = tuple(map(change, item.tests))
            values["conclusions"] = tuple(map(change, item.conclusions))
    return replace(item, **values)  # type: ignore[arg-type]  # each is changed into one of its own kind


def _changed_document(document: Document, change: Change) -> Document:
    return tuple(_changed_part(part, change) for part in document)


def _changed_part(part: Part, change: Change) -> Part:
    match part:
        case Check(question):
            return Check(cast("Question", change(question)))
        case Hazard() | Note():
            return replace(part, body=_changed_document(part.body, change))
        case Steps():
            return replace(part, steps=tuple(_changed_document(step, change) for step in part.steps))
        case _:
            return part
