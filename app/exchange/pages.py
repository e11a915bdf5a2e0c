"""Writes questions as an author would: the Markdown of one, and the pages of a quiz."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app.curriculum.digest import number
from app.exchange.bank import BankQuestion, Choice
from app.exchange.limits import PAGE_BYTES
from app.exchange.numbers import key_text


def front_matter(title: str) -> str:
    """The head of an imported quiz. It doesn't count towards completion until somebody has read it and says so."""
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nkind: quiz\nsummative: false\n---\n"


def in_pages(questions: Sequence[BankQuestion]) -> list[list[BankQuestion]]:
    """The questions, shared out so that each page stays below the limit of a file."""
    pages: list[list[BankQuestion]] = [[]]
    size = 0
    for question in questions:
        length = len(question_text(question).encode())
        if pages[-1] and size + length > PAGE_BYTES:
            pages.append([])
            size = 0
        pages[-1].append(question)
        size += length
    return pages


def page_text(title: str, questions: Sequence[BankQuestion]) -> str:
    """The page of an imported quiz."""
    return "\n".join((front_matter(title), *(question_text(question) for question in questions)))


def question_text(question: BankQuestion) -> str:
    """The question as Markdown, ending with its last line."""
    parts = [f"## {question.title} {{{_attributes(question)}}}", question.stem, *_key(question)]
    if question.explanation:
        parts.append(_quoted(question.explanation))
    return "\n\n".join(part for part in parts if part) + "\n"


def _attributes(question: BankQuestion) -> str:
    words = [f"#{question.id}", f".{question.type}"]
    if question.competence:
        words.append(f"competence={question.competence}")
    if question.pool:
        words.append(f"pool={question.pool}")
    if question.points != 1:
        words.append(f"points={question.points}")
    if question.all_or_nothing:
        words.append("marking=all")
    if question.critical:
        words.append(".critical")
    return " ".join(words)


def _key(question: BankQuestion) -> list[str]:
    if question.numeric is not None:
        return [f"= {key_text(question.numeric)}"]
    if question.accepted:
        return ["\n".join(f"= {text}" for text in question.accepted)]
    if question.ordered:
        return [_listed([f"{place}. {_indented(text)}" for place, text in enumerate(question.ordered, 1)])]
    if question.pairs:
        rows = (question.heads, ("---", "---"), *question.pairs)
        return ["\n".join(f"| {left} | {right} |" for left, right in rows)]
    return [question.picture, _listed([_choice(choice) for choice in question.choices])]


def _choice(choice: Choice) -> str:
    text = choice.text
    if choice.spot is not None:
        spot = choice.spot
        text = f"{text}: {' '.join(number(part) for part in (spot.x, spot.y, spot.width, spot.height))}"
    written = f"- [{'x' if choice.right else ' '}] {_indented(text)}"
    return f"{written}\n\n    {_indented(_quoted(choice.feedback))}" if choice.feedback else written


def _listed(parts: Sequence[str]) -> str:
    """A list: with an empty line between two of which one has several lines."""
    text = ""
    for at, part in enumerate(parts):
        is_apart = at > 0 and ("\n" in part or "\n" in parts[at - 1])
        text += f"{chr(10) * (1 + is_apart) if at else ''}{part}"
    return text


def _indented(text: str) -> str:
    """The text with its further lines below its first, in a list."""
    return "\n".join(f"    {line}" if at and line else line for at, line in enumerate(text.split("\n")))


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
