"""What a target can't say of questions and of the rules of a quiz, as half sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.curriculum.model import Quiz
from app.exchange.bank import BankQuestion, Remark
from app.exchange.weights import unknown_weights
from app.shared.markdown import plain, render_inline

RULES = frozenset(
    {"time", "draw", "shuffle", "pass", "attempts", "wait", "gate", "requires", "feedback", "introduction"}
)
"""The rules of a quiz."""


def unsaid_rules(quiz: Quiz, *, said: frozenset[str] = frozenset()) -> Iterator[Remark]:
    """The rules of the quiz that get lost, a remark each; the target says those in `said` (time, draw, shuffle, …)."""
    lost = {
        "time": quiz.minutes is not None and f"its time limit ({quiz.minutes} minutes)",
        "draw": bool(quiz.draw) and f"how many of each pool are drawn ({_drawn(quiz)})",
        "shuffle": not quiz.shuffle and "that questions and options keep their order",
        "pass": f"what passes ({quiz.pass_percent:f} %)",
        "attempts": quiz.attempts is not None and f"how many attempts there are ({quiz.attempts})",
        "wait": bool(quiz.wait_seconds) and "the time between two attempts",
        "gate": quiz.gate is not None and f"the gate that it opens ({quiz.gate})",
        "requires": bool(quiz.requires) and f"the gates before it ({', '.join(quiz.requires)})",
        "feedback": quiz.feedback != "submitted" and "when the answers are shown",
        "introduction": bool(quiz.body) and "its introduction",
    }
    for rule, what in lost.items():
        if what and rule not in said:
            yield Remark(1, quiz.id, "changed", f"the target can't say {what}")


def unsaid(question: BankQuestion, *changes: str) -> Iterator[Remark]:
    """A remark for each thing that a question loses; empty ones are none."""
    for change in changes:
        if change:
            yield Remark(question.line, question.id, "changed", change)


def lost_in_a_bank(question: BankQuestion) -> Iterator[str]:
    """What a question loses in a bank of Moodle's, in either of its formats."""
    if question.type == "hotspot":
        yield "its places become a list of their labels, below the picture"
    if question.critical:
        yield "that it is critical is only a tag there"
    if question.all_or_nothing and question.type != "order":
        yield "that only the whole answer counts is only a tag there"
    if question.type == "order" and not question.all_or_nothing:
        yield "parts of the right order are marked by Moodle's own rule"
    if question.type == "match":
        yield "the headings of its two columns are left out"
        if any(plain(render_inline(right)) != right for _, right in question.pairs):
            yield "its right column becomes plain text"
    if question.type in ("multiple", "hotspot"):
        yield unknown_weights(question)


def as_list(question: BankQuestion) -> BankQuestion:
    """A hotspot as the list of its labels, the picture above them: how it is answered without a pointer."""
    if question.type != "hotspot":
        return question
    several = sum(choice.right for choice in question.choices) > 1
    choices = tuple(replace(choice, spot=None) for choice in question.choices)
    stem = "\n\n".join(text for text in (question.stem, question.picture) if text)
    return replace(question, type="multiple" if several else "single", stem=stem, picture="", choices=choices)


def _drawn(quiz: Quiz) -> str:
    return ", ".join(f"{number} of {pool}" for pool, number in quiz.draw.items())
