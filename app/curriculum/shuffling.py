"""Orders that look like chance and are always the same: made of digests, not of a random generator, so that one seed
shuffles alike on every machine and with every version of Python. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from app.shared.digests import sha256

T = TypeVar("T")


def shuffled(things: Iterable[T], seed: str, *, name: Callable[[T], str] = str) -> list[T]:
    """The things in the order that belongs to the seed; `name` tells them apart."""
    return sorted(things, key=lambda thing: sha256(f"{seed}/{name(thing)}".encode()))
