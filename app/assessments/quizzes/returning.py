"""When a safety question that was missed comes back. Pure.

The rule, as the page tells it: a safety question that somebody missed comes back the next day. Answered right, it
comes back once more SOME_DAYS days later; right again, it stays away. Missed again, it starts anew. What is answered
right before the question is due counts for nothing, so that reading the key and typing it again proves nothing. Quizzes
and practice count alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

NEXT_DAY: Final = timedelta(days=1)
SOME_DAYS: Final = 3
TIMES: Final = 2
"""How often it has to be right."""


@dataclass(frozen=True)
class Given:
    """An answer that was given to a question on some day at the site."""

    day: date
    right: bool


def due_again(answers: Iterable[Given]) -> date | None:
    """From which day on the question waits to be answered again, after these answers in the order in which they were
    given; None: it doesn't come back."""
    due: date | None = None
    for answer in answers:
        if not answer.right:
            due, rights = answer.day + NEXT_DAY, 0
        elif due is not None and answer.day >= due:
            rights += 1
            due = answer.day + timedelta(days=SOME_DAYS) if rights < TIMES else None
    return due
