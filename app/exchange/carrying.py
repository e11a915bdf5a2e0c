"""Decides what a foreign question becomes: the same question here, a changed one that says so, or none, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from app.curriculum.limits import MOST_PARTS
from app.curriculum.questions import MOST_POINTS
from app.exchange.bank import BankQuestion, CantSayError, Choice
from app.exchange.foreign import Foreign, ForeignAnswer
from app.exchange.numbers import numeric_key
from app.exchange.plain import as_markdown, seen
from app.exchange.texts import Texts

_ALL: Final = Decimal(100)
_NEAR: Final = Decimal("0.5")
"""Per cent: weights are rounded where they are written."""
_FORMULA: Final = re.compile(r"\\\(.+?\\\)|\\\[.+?\\\]|\$\$.+?\$\$|<(?:tex|math)\b", re.DOTALL)
_OTHERS: Final[Mapping[str, str]] = {
    "description": "it is a text without a question",
    "essay": "it is answered by an essay, which somebody has to mark",
    "cloze": "it has several gaps in one text (cloze)",
    "calculated": "its numbers are calculated anew for each attempt",
    "calculatedsimple": "its numbers are calculated anew for each attempt",
    "calculatedmulti": "its numbers are calculated anew for each attempt",
    "randomsamatch": "it is made of other questions at random",
    "random": "it stands for other questions drawn at random",
    "ddimageortext": "things are dragged onto an image",
    "ddmarker": "markers are dragged onto an image",
    "ddwtos": "words are dragged into a text",
    "gapselect": "it has several gaps in one text",
    "regexp": "its answers are patterns (regular expressions)",
    "pmatch": "its answers are patterns",
}
_WORDS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "en": ("True", "False", "This", "Belongs to"),
    "fr": ("Vrai", "Faux", "Ceci", "Va avec"),
}


@dataclass(frozen=True)
class Carried:
    """A question that came along, and what changed on the way, as half sentences."""

    question: BankQuestion
    changes: tuple[str, ...]


def carry(foreign: Foreign, texts: Texts, language: str) -> Carried:
    """The question in this format. Raises CantSayError when it can't be one."""
    if foreign.obstacle:
        raise CantSayError(foreign.obstacle)
    if foreign.kind not in _CARRIERS:
        raise CantSayError(_OTHERS.get(foreign.kind, f"it is of a type that is not known here ({foreign.kind[:40]})"))
    title, stem = texts.title_and_stem(foreign.text, foreign.name)
    changes = list(foreign.losses)
    bare = BankQuestion(
        "single",
        title,
        stem,
        texts.markdown(foreign.explanation),
        id=foreign.own_id or foreign.name,
        line=foreign.line,
        points=_points(foreign.points, changes),
        critical="critical" in foreign.tags,
        competence=next((tag[11:] for tag in foreign.tags if tag.startswith("competence:")), None),
    )
    made = _CARRIERS[foreign.kind](bare, _Keys(foreign, texts, language, changes))
    if any(_FORMULA.search(text) for text in _texts(foreign)):
        changes.append("a formula in TeX stands there as it is written")
    if texts.without_alternative:
        changes.append("an image had no text alternative; its file's name stands there, write what it shows")
    return Carried(made, tuple(dict.fromkeys(changes)))


def _texts(foreign: Foreign) -> Iterator[str]:
    """Every text that is shown."""
    yield from (foreign.text.text, foreign.explanation.text)
    for answer in foreign.answers:
        yield from (answer.text.text, answer.feedback.text)
    for left, right in foreign.pairs:
        yield from (left.text, right)


@dataclass(frozen=True)
class _Keys:
    """What the makers of keys need."""

    foreign: Foreign
    texts: Texts
    language: str
    changes: list[str]

    @property
    def words(self) -> tuple[str, str, str, str]:
        return _WORDS.get(self.language.partition("-")[0], _WORDS["en"])

    @property
    def all_or_nothing(self) -> bool:
        return "marking:all" in self.foreign.tags

    def choice(self, answer: ForeignAnswer) -> Choice:
        text = self.texts.markdown(answer.text)
        if not text:
            raise CantSayError("one of its options is empty")
        return Choice(text, answer.percent > 0, self.texts.markdown(answer.feedback))


def _choices(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    answers = [answer for answer in keys.foreign.answers if answer.text.text.strip()]
    if len(answers) < 2:
        raise CantSayError("it has fewer than two options")
    check = _check_one if keys.foreign.takes_one else _check_several
    check([answer.percent for answer in answers], keys.changes)
    kind = "single" if keys.foreign.takes_one else "multiple"
    made = replace(bare, choices=tuple(keys.choice(answer) for answer in answers))
    return replace(made, type=kind, all_or_nothing=keys.all_or_nothing and kind == "multiple")  # type: ignore[arg-type]


def _all_or_nothing(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    """The plugin's type in which exactly the right options earn the marks."""
    return replace(bare, type="multiple", all_or_nothing=True, choices=tuple(map(keys.choice, keys.foreign.answers)))


def _check_one(percents: Sequence[Decimal], changes: list[str]) -> None:
    right = [percent for percent in percents if percent > 0]
    if len(right) > 1:
        raise CantSayError("more than one of its options earns marks, but one is chosen")
    if not right:
        raise CantSayError("none of its options earns marks")
    if right[0] < _ALL - _NEAR:
        raise CantSayError(f"its best option earns {right[0]:f} % of the marks")
    if any(percent < 0 for percent in percents):
        changes.append("wrong options take marks away there; here they earn nothing")


def _check_several(percents: Sequence[Decimal], changes: list[str]) -> None:
    right = [percent for percent in percents if percent > 0]
    wrong = [percent for percent in percents if percent <= 0]
    if not right:
        raise CantSayError("none of its options earns marks")
    if max(right) - min(right) > _NEAR:
        raise CantSayError("its right options earn different marks; here each earns the same")
    if abs(sum(right) - _ALL) > _NEAR * len(right):
        changes.append("its right options earn other marks there; here each earns its share")
    expected = -_ALL / max(len(wrong), 1)
    if any(abs(percent - expected) > _NEAR for percent in wrong):
        changes.append("wrong options cost other marks there; here each takes its share away")


def _true_or_false(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    answers = keys.foreign.answers
    written = [answer.text.text.strip().lower() for answer in answers]
    if len(answers) != 2 or sum(answer.percent >= _ALL for answer in answers) != 1:
        raise CantSayError("it is true-or-false, but not one of two answers is right")
    if set(written) != {"true", "false"}:  # old exports wrote the words of their language, true first
        written = ["true", "false"]
    shown = {"true": keys.words[0], "false": keys.words[1]}
    choices = [replace(keys.choice(answer), text=shown[word]) for answer, word in zip(answers, written, strict=True)]
    return replace(bare, choices=tuple(choices))


def _typed_text(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    right, made = _typed(bare, keys)
    texts = []
    for answer in right:
        written = " ".join(seen(answer.text.text).split())
        if re.search(r"(?<!\\)\*", written):
            raise CantSayError("one of its answers is a pattern with *")
        if not written:
            raise CantSayError("one of its answers is empty")
        texts.append(written.replace("\\*", "*"))
    return replace(made, type="text", accepted=tuple(dict.fromkeys(texts)))


def _typed_number(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    right, made = _typed(bare, keys)
    found = {(answer.text.text.strip(), answer.tolerance) for answer in right}
    if len(found) > 1:
        raise CantSayError("more than one number is right")
    number, tolerance = found.pop()
    return replace(made, type="numeric", numeric=numeric_key(number, tolerance, keys.foreign.unit))


def _typed(bare: BankQuestion, keys: _Keys) -> tuple[list[ForeignAnswer], BankQuestion]:
    """The right answers, and the question with their feedback as explanation."""
    answers = keys.foreign.answers
    right = [answer for answer in answers if answer.percent >= _ALL - _NEAR]
    if any(0 < answer.percent < _ALL - _NEAR for answer in answers):
        raise CantSayError("some of its answers earn a part of the marks")
    if not right:
        raise CantSayError("none of its answers earns the marks")
    if any(answer.feedback.text.strip() for answer in answers if answer not in right):
        keys.changes.append("its feedback for wrong answers was dropped")
    said = [bare.explanation, *(keys.texts.markdown(answer.feedback) for answer in right)]
    return right, replace(bare, explanation="\n\n".join(dict.fromkeys(text for text in said if text)))


def _matched(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    pairs = [(keys.texts.line(left), right) for left, right in keys.foreign.pairs if left.text.strip()]
    if len(pairs) < len(keys.foreign.pairs):
        keys.changes.append("its answers that belong to nothing were dropped")
    if len({right.casefold() for _, right in pairs}) < len(pairs):
        raise CantSayError("one answer belongs to more than one of its parts")
    written = tuple((left, _cell(right)) for left, right in pairs)
    _check_parts([left for left, _ in written])
    _check_parts([right for _, right in written])
    return replace(bare, type="match", pairs=written, heads=keys.words[2:])


def _cell(text: str) -> str:
    """An answer of a match as a cell: it is plain text there, but may have come from here as Markdown."""
    return as_markdown(" ".join(text.split()))


def _ordered(bare: BankQuestion, keys: _Keys) -> BankQuestion:
    if any(answer.feedback.text.strip() for answer in keys.foreign.answers):
        keys.changes.append("its feedback for each thing was dropped")
    if not keys.all_or_nothing:
        keys.changes.append("parts of the right order are marked by another rule there")
    things = tuple(keys.texts.markdown(answer.text) for answer in keys.foreign.answers)
    _check_parts(things)
    return replace(bare, type="order", ordered=things, all_or_nothing=keys.all_or_nothing)


def _check_parts(parts: Sequence[str]) -> None:
    if not 2 <= len(parts) <= MOST_PARTS:
        raise CantSayError(f"it has {len(parts)} parts; here there are 2 to {MOST_PARTS}")
    if not all(parts):
        raise CantSayError("one of its parts is empty")
    if len({part.casefold() for part in parts}) < len(parts):
        raise CantSayError("two of its parts are alike")


def _points(written: str, changes: list[str]) -> int:
    try:
        points = Decimal(written.strip() or "1")
    except ArithmeticError:
        points = Decimal(1)
    whole = int(points) if points.is_finite() and 1 <= points <= MOST_POINTS else 1
    if points != whole:
        changes.append(f"it is worth {written.strip()[:20]} points there, {whole} here")
    return whole


_CARRIERS: Final[Mapping[str, Callable[[BankQuestion, _Keys], BankQuestion]]] = {
    "multichoice": _choices,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_or_false,
    "shortanswer": _typed_text,
    "numerical": _typed_number,
    "matching": _matched,
    "ordering": _ordered,
}
