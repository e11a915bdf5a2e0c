"""Reads GIFT as Moodle reads it: an empty line ends a question, and backslashes are taken out before anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, cast

from app.exchange.bank import CantSayError, ExchangeError, Remark
from app.exchange.foreign import Foreign, ForeignAnswer, ForeignBank, Rich, TextFormat
from app.exchange.limits import ANSWERS, GIFT_BYTES, QUESTIONS
from app.exchange.numbers import number_from
from app.exchange.plain import decoded

_FORMATS: Final = ("html", "moodle", "plain", "markdown")
_ESCAPED: Final = re.compile(r"\\([:#={}~\\n])")
_HELD: Final = 0xF0000  # a private plane: an escaped sign waits there until everything is taken apart
_HELD_SIGN: Final = re.compile("[\U000f0000-\U000f00ff]")
_WEIGHT: Final = re.compile(r"%(-?\d{1,3}(?:\.\d{0,20})?)%")
_ID: Final = re.compile(r"\[id:((?:\\\]|[^\]]){1,200})\]")
_TAG: Final = re.compile(r"\[tag:((?:\\\]|[^\]]){1,200})\]")
_PART_OF_THEM: Final = re.compile(r">\s*\d+\s*(?:RANDOM|REL|CONTIG)", re.IGNORECASE)
_NOTHING: Final = Decimal(0)
_ALL: Final = Decimal(100)


@dataclass(frozen=True)
class _Lines:
    """The lines of one question, its comments apart."""

    line: int
    text: str
    comments: str


def read_gift(data: bytes) -> ForeignBank:
    """The questions of a GIFT file. Raises ExchangeError."""
    if len(data) > GIFT_BYTES:
        raise ExchangeError(f"The file is larger than {GIFT_BYTES // 1024**2} MiB; split it.")
    text = _HELD_SIGN.sub("", decoded(data))
    questions: list[Foreign] = []
    remarks: list[Remark] = []
    category: tuple[str, ...] = ()
    for lines in _chunks(text):
        if lines.text.startswith("$CATEGORY:"):
            written, _, rest = lines.text.removeprefix("$CATEGORY:").partition("\n")
            category = category_names(written)
            lines = replace(lines, line=lines.line + 1, text=rest.strip())
        if not lines.text:
            continue
        if len(questions) == QUESTIONS:
            raise ExchangeError(f"The file has more than {QUESTIONS:,} questions; split it.")
        questions.append(replace(_question(lines), category=category))
    return ForeignBank(questions, remarks)


def category_names(written: str) -> tuple[str, ...]:
    """The names in a category's path, from the outside in; what Moodle puts before them (`$course$/top`) is left out.

    A stroke in a name is written twice.
    """
    names = [name.replace("\0", "/").strip() for name in written.replace("//", "\0").split("/")]
    return tuple(name for name in names if name and name != "top" and not re.fullmatch(r"\$\w+\$", name))


def _chunks(text: str) -> Iterator[_Lines]:
    kept: list[str] = []
    comments: list[str] = []
    start = 1
    for number, line in enumerate((*text.split("\n"), ""), 1):
        if line.lstrip().startswith("//"):
            comments.append(line)
        elif line.strip():
            if not kept:
                start = number
            kept.append(line)
        else:
            if kept:
                yield _Lines(start, "\n".join(kept).strip(), "\n".join(comments))
            kept, comments = [], []


def _question(lines: _Lines) -> Foreign:
    text = _ESCAPED.sub(lambda found: chr(_HELD + ord("\n" if found[1] == "n" else found[1])), lines.text)
    name, text = _name(text)
    own_id = _ID.search(lines.comments)
    bare = Foreign(
        kind="description",
        line=lines.line,
        name=name,
        text=_rich(text, "moodle"),
        own_id=_commented(own_id[1]) if own_id else "",
        tags=tuple(_commented(tag) for tag in _TAG.findall(lines.comments)),
    )
    begin, end = text.find("{"), text.find("}")
    if begin < 0 and end < 0:
        return bare
    if begin < 0 or end < begin:
        return replace(bare, obstacle="its braces don't match; GIFT ends a question at an empty line")
    behind = text[end + 1 :].strip(" \t\n;\"'")
    stem = text[:begin] + (f"_____{text[end + 1 :]}" if behind else "")
    try:
        return _answered(replace(bare, text=_rich(stem, "moodle")), text[begin + 1 : end].strip())
    except CantSayError as refusal:
        return replace(bare, obstacle=str(refusal))


def _commented(written: str) -> str:
    """An id or a tag in a comment, where a bracket that closes is written behind a backslash."""
    return written.replace("\\]", "]").strip()


def _name(text: str) -> tuple[str, str]:
    found = re.match(r"::(.*?)::", text, re.DOTALL)
    return (" ".join(_released(found[1]).split()), text[found.end() :].strip()) if found else ("", text)


def _answered(question: Foreign, key: str) -> Foreign:
    """The question with what stands in its braces."""
    key, _, general = key.rpartition("####") if "####" in key else (key, "", "")
    key = key.strip()
    if key.count("=") + key.count("~") > ANSWERS:
        raise CantSayError(f"it has more than {ANSWERS} answers")
    question = replace(question, explanation=_rich(general, question.text.format))
    if not key:
        return replace(question, kind="essay")
    if key.startswith("#"):
        return replace(question, kind="numerical", answers=_numbers(key[1:], question.text.format))
    if key.startswith(">"):
        return _ordering(question, key)
    if "~" in key:
        answers = tuple(_choices(key, question.text.format))
        return replace(question, kind="multichoice", answers=answers, takes_one="=" in key)
    if "=" in key and "->" in key:
        return replace(question, kind="matching", pairs=tuple(_pairs(key, question.text.format)))
    head = key.partition("#")[0].strip()
    if head in ("T", "TRUE", "F", "FALSE"):
        return replace(question, kind="truefalse", answers=_true_or_false(key, question.text.format))
    return replace(question, kind="shortanswer", answers=tuple(_texts(key, question.text.format)))


def _choices(key: str, form: TextFormat) -> Iterator[ForeignAnswer]:
    for piece in key.replace("=", "~=").split("~"):
        if not piece.strip():
            continue
        is_right = piece.lstrip().startswith("=")
        percent, rest = (_ALL, piece.strip()[1:]) if is_right else _weighted(piece, _NOTHING)
        yield _with_feedback(rest, percent, form)


def _texts(key: str, form: TextFormat) -> Iterator[ForeignAnswer]:
    for piece in key.split("="):
        if piece.strip():
            percent, rest = _weighted(piece, _ALL)
            yield _with_feedback(rest, percent, "plain", feedback=form)


def _numbers(key: str, form: TextFormat) -> tuple[ForeignAnswer, ...]:
    key, tilde, wrong = key.partition("~")
    answers = [_number(answer) for answer in _texts(key, form)]
    if tilde:
        answers.append(replace(_with_feedback(wrong, _NOTHING, "plain", feedback=form), text=Rich("*", "plain")))
    return tuple(answers)


def _number(answer: ForeignAnswer) -> ForeignAnswer:
    """The answer, `least..most` and `number:tolerance` taken apart."""
    written = answer.text.text
    least, dots, most = (part.strip() for part in written.partition(".."))
    if dots:
        low, high = number_from(least), number_from(most)
        middle = (low + high) / 2
        return replace(answer, text=Rich(f"{middle:f}", "plain"), tolerance=f"{high - middle:f}")
    number, _, tolerance = written.partition(":")
    return replace(answer, text=Rich(number.strip(), "plain"), tolerance=tolerance.strip())


def _pairs(key: str, form: TextFormat) -> Iterator[tuple[Rich, str]]:
    for piece in key.split("="):
        if not piece.strip():
            continue
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise CantSayError("one of its pairs has no ->")
        yield _rich(left, form), " ".join(_released(right).split())


def _true_or_false(key: str, form: TextFormat) -> tuple[ForeignAnswer, ...]:
    head, *feedback = key.split("#", 2)
    wrong, right = (*feedback, "", "")[:2]
    is_true = head.strip().startswith("T")
    return (
        ForeignAnswer(Rich("true"), _ALL if is_true else _NOTHING, _rich(right if is_true else wrong, form)),
        ForeignAnswer(Rich("false"), _NOTHING if is_true else _ALL, _rich(wrong if is_true else right, form)),
    )


def _ordering(question: Foreign, key: str) -> Foreign:
    """What the ordering plugin writes: `>` with a count and words of its own, then a line for each thing."""
    first, *rest = key.split("\n")
    things = [line.strip() for line in rest if line.strip()]
    marking = "ALL_OR_NOTHING" if re.search(r"\b(?:ALL_OR_NOTHING|NONE_OR_ALL)\b", first) else ""
    answers = tuple(ForeignAnswer(_rich(thing, question.text.format), _ALL) for thing in things)
    tags = (*question.tags, "marking:all") if marking else question.tags
    losses = ("some of its things are asked there, all of them here",) if _PART_OF_THEM.match(first) else ()
    return replace(question, kind="ordering", answers=answers, tags=tags, losses=losses)


def _weighted(piece: str, usual: Decimal) -> tuple[Decimal, str]:
    found = _WEIGHT.match(piece.strip())
    return (Decimal(found[1]), piece.strip()[found.end() :]) if found else (usual, piece.strip())


def _with_feedback(
    piece: str, percent: Decimal, form: TextFormat, *, feedback: TextFormat | None = None
) -> ForeignAnswer:
    text, _, comment = piece.partition("#")
    return ForeignAnswer(_rich(text, form), percent, _rich(comment, feedback or form))


def _rich(text: str, usual: TextFormat) -> Rich:
    text = text.strip()
    found = re.match(r"\[(\w+)\]", text)
    if found and found[1] in _FORMATS:
        return Rich(_released(text[found.end() :]).strip(), cast("TextFormat", found[1]))
    return Rich(_released(text).strip(), usual)


def _released(text: str) -> str:
    return _HELD_SIGN.sub(lambda found: chr(ord(found[0]) - _HELD), text)
