"""Whether a question, a criterion or a part of a case still means what it meant when people were judged by it. Pure.

Other words are no other meaning: an option is known by its text, and where that is new, by its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from app.curriculum.model import BenchTest, Case, Conclusion, Criterion, Item, Pair, Practical, Question, Quiz

Why: TypeAlias = Literal["type", "key", "points", "critical", "levels", "gone"]
Judged: TypeAlias = Question | Criterion | BenchTest | Conclusion


OTHER_MEANINGS: Final[Mapping[Why, str]] = {
    "type": "other-type",
    "key": "other-key",
    "points": "other-points",
    "critical": "other-critical",
}
"""By what of a question is another, the code by which that is told before it is published."""


@dataclass(frozen=True)
class ChangedMeaning:
    """Something that people were judged by, and that means something else on the newer side."""

    kind: Literal["question", "criterion", "test", "conclusion"]
    id: str
    """As the older side has it."""
    why: Why
    """`points` also: how they are earned; of a test what it takes. `levels`: their number or order. `key`: what is
    right, or safe."""
    before_digest: str
    after_digest: str
    """Empty: it is gone."""
    line: int
    """Where it stands in the newer file; in the older one, if it is gone."""
    names: tuple[str, ...]
    """Its id and every former one: what records may call it."""


def changed_meanings(before: Item | None, after: Item | None) -> tuple[ChangedMeaning, ...]:
    """What of `before` means something else in `after`, or is gone from it; once for every way in which it does."""
    now = tuple(_judged(after))
    found: list[ChangedMeaning] = []
    for old in _judged(before):
        new = next((each for each in now if type(each) is type(old) and old.id in (each.id, *each.aliases)), None)
        digest, line = (new.digest, new.line) if new else ("", old.line)
        for why in _whys(old, new, after):
            names = (old.id, *old.aliases)
            found.append(ChangedMeaning(_kind(old), old.id, why, old.digest, digest, line, names))
    return tuple(found)


def questions_that_differ(before: Quiz, after: Quiz, *, with_answers: bool) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of the questions on either side that aren't there on the other, or read otherwise: with their keys, or as
    whoever is asked reads them."""
    there = {question.id: question for question in before.questions}
    same = [
        (name, question.id)
        for question in after.questions
        for name in (question.id, *question.aliases)
        if name in there and _as_read(there[name], with_answers) == _as_read(question, with_answers)
    ]
    gone = there.keys() - {name for name, _ in same}
    return frozenset(gone), frozenset(question.id for question in after.questions) - {name for _, name in same}


def _as_read(question: Question, with_answers: bool) -> Question:
    named = replace(question, id="", aliases=(), line=0, pool=None)
    if with_answers:
        return named
    return replace(
        named,
        digest="",
        points=0,
        competence=None,
        explanation_html="",
        all_or_nothing=False,
        numeric=None,
        accepted=(),
        also_accepted=(),
        options=tuple(replace(option, right=False, feedback_html="") for option in question.options),
        ordered=tuple(sorted(question.ordered)),
        pairs=tuple(Pair(left.left_html, right) for left, right in _mixed(question.pairs)),
        spots=(),
    )


def _mixed(pairs: Sequence[Pair]) -> Iterator[tuple[Pair, str]]:
    """The left cells in their order, the right ones in that of the alphabet."""
    yield from zip(pairs, sorted(pair.right_html for pair in pairs), strict=True)


def _judged(item: Item | None) -> Iterator[Judged]:
    match item:
        case Quiz():
            yield from item.questions
        case Practical():
            yield from item.criteria
        case Case():
            yield from item.tests
            yield from item.conclusions
        case _:
            pass


def _kind(judged: Judged) -> Literal["question", "criterion", "test", "conclusion"]:
    match judged:
        case Question():
            return "question"
        case Criterion():
            return "criterion"
        case BenchTest():
            return "test"
        case _:
            return "conclusion"


def _whys(old: Judged, new: Judged | None, after: Item | None) -> Iterator[Why]:
    match old, new:
        case Question(), Question():
            yield from _whys_of_question(old, new)
        case Criterion(), Criterion():
            yield from _whys_of_criterion(old, new)
        case BenchTest(), BenchTest():
            yield from _whys_of_test(old, new)
        case Conclusion(), Conclusion() if isinstance(after, Case):
            renamed = {alias: test.id for test in after.tests for alias in test.aliases}
            if old.cause != new.cause or {renamed.get(name, name) for name in old.needs} != {*new.needs}:
                yield "key"
        case _:
            yield "gone"


def _whys_of_criterion(old: Criterion, new: Criterion) -> Iterator[Why]:
    if old.critical != new.critical:
        yield "critical"
    if not _in_same_order(old.levels, new.levels):
        yield "levels"


def _whys_of_test(old: BenchTest, new: BenchTest) -> Iterator[Why]:
    if (old.effect, old.forbidden) != (new.effect, new.forbidden):
        yield "key"
    if (old.minutes, old.cost) != (new.minutes, new.cost):
        yield "points"


def _whys_of_question(old: Question, new: Question) -> Iterator[Why]:
    if old.type != new.type:
        yield "type"
    elif not _is_same_key(old, new):
        yield "key"
    if (old.points, old.all_or_nothing) != (new.points, new.all_or_nothing):
        yield "points"
    if old.critical != new.critical:
        yield "critical"


def _is_same_key(old: Question, new: Question) -> bool:
    """Whether the same answers are right. Both are of one type."""
    if old.type == "numeric":
        return old.numeric == new.numeric
    if old.type == "text":
        return {*old.accepted, *old.also_accepted} == {*new.accepted, *new.also_accepted}
    if old.type == "order":
        return _in_same_order(old.ordered, new.ordered)
    if old.type == "match":
        return _are_same_pairs(old.pairs, new.pairs)
    choice = _is_same_choice(_rights(old), _rights(new))
    return choice and old.spots == new.spots


def _rights(question: Question) -> Mapping[str, bool]:
    """Whether each option is right, by its text."""
    return {option.html: option.right for option in question.options}


def _is_same_choice(then: Mapping[str, bool], now: Mapping[str, bool]) -> bool:
    if any(now.get(text, right) != right for text, right in then.items()):
        return False
    gone = [right for text, right in then.items() if text not in now]
    new = [right for text, right in now.items() if text not in then]
    # As many new texts as are gone: they were reworded. Else a wrong option more or less changes no key.
    return gone == new if len(gone) == len(new) else sum(gone) == sum(new)


def _in_same_order(then: Sequence[str], now: Sequence[str]) -> bool:
    """Whether there are as many, and none that is on both sides has another place."""
    places = {text: place for place, text in enumerate(now)}
    return len(then) == len(now) and all(places.get(text, place) == place for place, text in enumerate(then))


def _are_same_pairs(old: Sequence[Pair], new: Sequence[Pair]) -> bool:
    then = {pair.left_html: pair.right_html for pair in old}
    now = {pair.left_html: pair.right_html for pair in new}
    swapped = (
        then[left] != now[left] and (now[left] in then.values() or then[left] in now.values())
        for left in then.keys() & now.keys()
    )
    return len(old) == len(new) and not any(swapped)
