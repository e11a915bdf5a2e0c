"""What options earn, as Moodle writes it: per cent, from a list of those that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.exchange.bank import BankQuestion, Choice

_KNOWN_PARTS: Final = frozenset(range(1, 11))
"""Moodle knows a tenth of the marks at least, and no weight but those of so many parts."""
_PLACES: Final = Decimal("0.00001")


def weights(choices: Sequence[Choice], *, several: bool) -> list[str]:
    """Per cent for each option: together the right ones earn everything, the wrong ones take it all away."""
    if not several:
        return ["100" if choice.right else "0" for choice in choices]
    right = sum(choice.right for choice in choices)
    wrong = len(choices) - right
    return [_percent(right) if choice.right else f"-{_percent(wrong)}" for choice in choices]


def unknown_weights(question: BankQuestion) -> str:
    """What is to be told of the weights, as half a sentence; empty when Moodle knows them all."""
    right = sum(choice.right for choice in question.choices)
    parts = {right, len(question.choices) - right} - {0}
    return "" if parts <= _KNOWN_PARTS else "Moodle doesn't know weights of so many options; it takes the nearest"


def _percent(parts: int) -> str:
    share = (Decimal(100) / parts).quantize(_PLACES, ROUND_HALF_UP)
    return format(share.normalize(), "f")
