"""Marking again by the right key what was marked by a wrong one. Pure.

A question with another key is still the one that people answered where its type is the same, and so are its options,
the things to put in order, the cells to match, or the places on its picture; they may be written in another order. What
was answered is read as it was asked then. It counts as many points, is as critical, and takes as much for full marks as
it did then: the key alone is taken from the corrected question.

Nobody loses by it: of each question the better of both marks counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from app.assessments.quizzes.marking import MarkedQuestion, Marking, mark_question, sound
from app.curriculum.marking import folded
from app.curriculum.model import Question

_OPTIONS: Final = ("single", "multiple", "hotspot")


@dataclass(frozen=True)
class Key:
    """By what answers to a question are marked: as it was asked, and as it has the key."""

    asked: Question
    right: Question
    """The same one, unless its key was corrected."""
    read: Question | None = None
    """That one as somebody reads it; None: in the course's own language, as the other two are."""

    @cached_property
    def question(self) -> Question:
        """The question with that key, under the terms on which it was asked."""
        asked = self.asked
        return replace(
            self.read or self.right,
            id=asked.id,
            aliases=asked.aliases,
            points=asked.points,
            critical=asked.critical,
            all_or_nothing=asked.all_or_nothing,
        )

    def in_words(self, read: Question) -> Key:
        """The same key, for somebody who reads the question with it like this."""
        return replace(self, read=read)

    def answer(self, given: Any) -> Any:
        """What was answered, as it stands with the parts in the order of the key; None: no answer."""
        answer = sound(self.asked, given)
        if answer is None or isinstance(answer, str):
            return answer
        put = [None if place is None else self._places[place] for place in answer]
        if self.asked.type == "match":
            return [put[self._rows.index(row)] for row in range(len(put))]
        return put if self.asked.type == "order" else sorted(place for place in put if place is not None)

    def shown(self, options: Sequence[int]) -> tuple[int, ...]:
        """The positions of the parts in the order in which they were shown."""
        return tuple(self._places[place] for place in options)

    def mark(self, given: Any) -> MarkedQuestion:
        """What that answer earns by this key."""
        return mark_question(self.question, self.answer(given))

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Where what was asked at each position stands now: of a match, of its right column."""
        return _moved(_parts(self.asked), _parts(self.right))

    @cached_property
    def _rows(self) -> tuple[int, ...]:
        """The same of the left column of a match."""
        return _moved(_lefts(self.asked), _lefts(self.right))


def own_key(asked: Question, *, read: Question | None = None) -> Key:
    """The key that the question was asked with."""
    return Key(asked, asked, read)


def corrected_key(asked: Question, right: Question) -> Key | None:
    """The key of `right` for answers to `asked`; None: it is another question, and says nothing of these answers."""
    return Key(asked, right) if _body(asked) == _body(right) else None


def is_same_key(one: Question, other: Question) -> bool:
    """Whether the same answers are right to both, which are one question apart from their keys."""
    return _key(one) == _key(other)


def marked_by(keys: Mapping[str, Sequence[Key]], answers: Mapping[str, Any], *, pass_percent: Decimal) -> Marking:
    """The marking of an attempt whose questions, by id and in the order asked, are marked by these keys: by the best
    of them, where there are several."""
    marked = tuple(best(each, answers.get(question_id)) for question_id, each in keys.items())
    return Marking(marked, pass_percent)


def best(keys: Sequence[Key], given: Any) -> MarkedQuestion:
    """What that answer earns by the key that gives it most: by the last of them, where several do."""
    *others, found = (key.mark(given) for key in keys)
    for marked in reversed(others):
        if marked.thousandths > found.thousandths:
            found = marked
    return found


def marked_again(before: Marking, again: MarkedQuestion) -> Marking:
    """The marking with what that question earns now, where it is more than before; else as it was."""
    return replace(before, questions=tuple(_better(each, again) for each in before.questions))


def _better(before: MarkedQuestion, again: MarkedQuestion) -> MarkedQuestion:
    is_it = before.question.id == again.question.id
    return again if is_it and again.thousandths > before.thousandths else before


def _body(question: Question) -> Hashable:
    """What has to be the same for answers to mean the same, in whatever order it is written."""
    spots = dict(zip(_parts(question), question.spots, strict=False))
    return question.type, question.picture_html, _counted(_parts(question)), _counted(_lefts(question)), _set(spots)


def _key(question: Question) -> Hashable:
    if question.type in _OPTIONS:
        return _counted([option.html for option in question.options if option.right])
    keys: Mapping[str, Callable[[], Hashable]] = {
        "numeric": lambda: question.numeric,
        "text": lambda: frozenset(map(folded, (*question.accepted, *question.also_accepted))),
        "order": lambda: question.ordered,
        "match": lambda: _counted([(pair.left_html, pair.right_html) for pair in question.pairs]),
    }
    return keys[question.type]()


def _parts(question: Question) -> tuple[str, ...]:
    """What an answer's positions stand for."""
    if question.pairs:
        return tuple(pair.right_html for pair in question.pairs)
    return question.ordered or tuple(option.html for option in question.options)


def _lefts(question: Question) -> tuple[str, ...]:
    return tuple(pair.left_html for pair in question.pairs)


def _moved(then: Sequence[str], now: Sequence[str]) -> tuple[int, ...]:
    """Where each of these texts stands now; of several that are the same the first is the first."""
    free: dict[str, list[int]] = {}
    for place, text in enumerate(now):
        free.setdefault(text, []).append(place)
    return tuple(free[text].pop(0) for text in then)


def _counted(texts: Collection[Any]) -> Hashable:
    return tuple(sorted(texts))


def _set(spots: Mapping[str, Hashable]) -> Hashable:
    return frozenset(spots.items())
