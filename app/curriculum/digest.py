"""Digests of sources, questions and criteria. They cover what was written, not the HTML made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from app.curriculum.model import NumericKey
from app.shared.digests import canonical, sha256


def source_digest(sources: Mapping[str, bytes]) -> str:
    """The SHA-256 of a course's sources: the same files under the same names, the same digest."""
    whole = hashlib.sha256()
    for path in sorted(sources):
        name = path.encode("utf-8", "surrogateescape")
        # The length keeps a name from running into the digest behind it.
        whole.update(f"{len(name)}:".encode() + name + hashlib.sha256(sources[path]).digest())
    return whole.hexdigest()


def question_digest(
    *,
    kind: str,
    title: str,
    stem: str,
    points: int,
    critical: bool,
    all_or_nothing: bool,
    images: tuple[str, ...],
    options: tuple[tuple[str, bool], ...] = (),
    numeric: NumericKey | None = None,
    accepted: tuple[str, ...] = (),
    arranged: tuple[tuple[str, ...], ...] = (),
) -> str:
    """The SHA-256 of what gives a question its meaning. Texts are as written; images are digests.

    `arranged` is what is put in order, the rows of a table to match, or where places lie. Questions without it have
    the digest that they had before there were others: records name it.
    """
    key = numeric and [number(numeric.value), number(numeric.tolerance), numeric.unit]
    written = [kind, title, stem, options, key, accepted, points, critical, all_or_nothing, images]
    return sha256(canonical(["question", *written, *([arranged] if arranged else [])]))


def criterion_digest(*, title: str, levels: tuple[str, ...], critical: bool, images: tuple[str, ...]) -> str:
    """The SHA-256 of what an assessor judges. Texts are as written; images are digests."""
    return sha256(canonical(["criterion", title, levels, critical, images]))


def bench_test_digest(
    *,
    title: str,
    reading: object,
    minutes: int,
    cost: Decimal,
    effect: str | None,
    forbidden: bool,
    images: tuple[str, ...],
) -> str:
    """The SHA-256 of a test at the bench and what it shows. Texts are as written; images are digests."""
    written = [title, reading, minutes, number(cost), effect, forbidden, images]
    return sha256(canonical(["bench-test", *written]))


def conclusion_digest(
    *, title: str, text: object, cause: bool, needs: Iterable[str], minutes: int, cost: Decimal, images: tuple[str, ...]
) -> str:
    """The SHA-256 of a conclusion. `needs` are digests: a test keeps what it is when its id changes."""
    written = [title, text, cause, sorted(needs), minutes, number(cost), images]
    return sha256(canonical(["conclusion", *written]))


def number(value: Decimal) -> str:
    """A number in one spelling: 3.850 and 3.85 are the same."""
    return format(value.normalize(), "f")
