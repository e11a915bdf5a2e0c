"""Ids and file names made of titles: only what an id may hold, and each once."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from app.curriculum.attributes import id_from

LONGEST: Final = 60
"""Shorter than an id may be, so that a number fits behind it."""


def slug(text: str) -> str:
    """An id made of a text, cut between words; empty when nothing of it can be in one."""
    whole = id_from(text.replace("'", "").replace("’", ""))
    return whole if len(whole) <= LONGEST else whole[:LONGEST].rpartition("-")[0] or whole[:LONGEST]


def free_name(name: str, taken: Container[str], *, ending: str = "") -> str:
    """The name, with the first number behind it that makes it nobody else's."""
    number = 1
    while (free := f"{name}{f'-{number}' if number > 1 else ''}{ending}") in taken:
        number += 1
    return free
