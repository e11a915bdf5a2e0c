"""Writes GIFT. Texts go as Markdown; images are written into them, since GIFT has no files."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from app.curriculum.digest import number
from app.exchange.bank import BankQuestion, CantSayError, Exported, Remark
from app.exchange.going import IMAGES_AT, Going
from app.exchange.moodle_writing import by_pool, category_path, name_of, tags_of, text_of
from app.exchange.telling import as_list, lost_in_a_bank, unsaid, unsaid_rules
from app.exchange.texts import IMAGE
from app.exchange.weights import weights
from app.shared.markdown import plain, render_inline

_SIGNS: Final = re.compile(r"[\\#=~{}:]")
_NOT_AS_IT_IS: Final = re.compile(r"\n|[<>&]|^//|^\[")
_TYPES: Final = {".svg": "svg+xml", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".webp": "webp"}


def write_gift(going: Going) -> Exported:
    """The quiz as a bank: a category, and one within it for each pool."""
    remarks: list[Remark] = [*going.remarks, *unsaid_rules(going.quiz)]
    pieces: list[str] = []
    pool: str | None = ""
    for question in by_pool(going.questions):
        try:
            written = _Writer(going, as_list(question)).text()
        except CantSayError as refusal:
            remarks.append(Remark(question.line, question.id, "left out", str(refusal)))
            continue
        if question.pool != pool:
            pool = question.pool
            pieces.append(f"$CATEGORY: {category_path(going, pool)}\n")
        pieces.append(written)
        remarks.extend(unsaid(question, *_changes(question)))
    return Exported("\n".join(pieces).encode(), tuple(remarks))


def _changes(question: BankQuestion) -> Iterator[str]:
    yield from lost_in_a_bank(question)
    if question.points != 1:
        yield f"its {question.points} points can't be said"
    if question.numeric is not None and question.numeric.unit:
        yield f"its unit ({question.numeric.unit}) can't be said"


class _Writer:
    """Writes one question."""

    def __init__(self, going: Going, question: BankQuestion) -> None:
        self.going = going
        self.question = question

    def text(self) -> str:
        """The question. Raises CantSayError."""
        question = self.question
        tags = "".join(f" [tag:{tag}]" for tag in tags_of(question))
        explanation = f"\t####{self.rich(question.explanation)}\n" if question.explanation else ""
        sign = "#" if question.numeric is not None else self.rule() if question.ordered else ""
        key = "".join(f"\t{line}\n" for line in self.key())
        return (
            f"// [id:{question.id}]{tags}\n::{_escaped(name_of(question))}::[markdown]{self.rich(text_of(question))}"
            f"{{{sign}\n{key}{explanation}}}\n"
        )

    def key(self) -> Iterator[str]:
        question = self.question
        if question.numeric is not None:
            yield f"={number(question.numeric.value)}:{number(question.numeric.tolerance)}"
        elif question.accepted:
            yield from self.answers()
        elif question.pairs:
            yield from self.pairs()
        elif question.ordered:
            yield from self.things()
        else:
            yield from self.options()

    def answers(self) -> Iterator[str]:
        for text in self.question.accepted:
            if "->" in text:
                raise CantSayError("GIFT takes a -> in an answer for a pair")
            yield f"={self.begun(text.replace('*', chr(92) + '*'))}"

    def options(self) -> Iterator[str]:
        several = self.question.type == "multiple"
        for choice, percent in zip(self.question.choices, weights(self.question.choices, several=several), strict=True):
            sign = f"~%{percent}%" if several else "=" if choice.right else "~"
            feedback = f"#{self.rich(choice.feedback)}" if choice.feedback else ""
            yield f"{sign}{self.begun(choice.text)}{feedback}"

    def pairs(self) -> Iterator[str]:
        for left, right in self.question.pairs:
            shown = plain(render_inline(right))
            if "->" in left or "->" in shown:
                raise CantSayError("a -> in one of its pairs can't be written")
            yield f"={self.begun(left)} -> {_escaped(shown)}"

    def rule(self) -> str:
        """How things to put in order are shown and marked, in the words of Moodle's own type."""
        rule = "ALL_OR_NOTHING" if self.question.all_or_nothing else "RELATIVE_NEXT_EXCLUDE_LAST"
        return f">{len(self.question.ordered)} ALL VERTICAL {rule} SHOW none"

    def things(self) -> Iterator[str]:
        """Moodle takes them as they are, a line each: it knows no signs for what has a meaning of its own."""
        for thing in self.question.ordered:
            if _SIGNS.search(thing) or _NOT_AS_IT_IS.search(thing) or plain(render_inline(thing)) != thing:
                raise CantSayError("GIFT can't say things to put in order that are more than plain words")
            yield thing

    def begun(self, text: str) -> str:
        """A text behind a sign; what would be taken for a weight or a format is kept apart from it."""
        return f"[markdown]{self.rich(text)}" if text.startswith(("%", "[")) else self.rich(text)

    def rich(self, text: str) -> str:
        return _escaped(IMAGE.sub(lambda found: found[1] + self.embedded(found[2]) + found[3], text))

    def embedded(self, address: str) -> str:
        name = address.removeprefix(IMAGES_AT)
        kind = _TYPES[PurePosixPath(name).suffix]
        return f"data:image/{kind};base64,{b64encode(self.going.images[name]).decode()}"


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "\\n")
