"""Digests of sources, questions and criteria. They cover what was written, not the HTML made of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
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
    options: tuple[tuple[str, bool], ...],
    numeric: NumericKey | None,
    accepted: tuple[str, ...],
    points: int,
    critical: bool,
    all_or_nothing: bool,
    images: tuple[str, ...],
) -> str:
    """The SHA-256 of what gives a question its meaning. Texts are as written; images are digests."""
    key = numeric and [number(numeric.value), number(numeric.tolerance), numeric.unit]
    written = [kind, title, stem, options, key, accepted, points, critical, all_or_nothing, images]
    return sha256(canonical(["question", *written]))


def criterion_digest(*, title: str, levels: tuple[str, ...], critical: bool, images: tuple[str, ...]) -> str:
    """The SHA-256 of what an assessor judges. Texts are as written; images are digests."""
    return sha256(canonical(["criterion", title, levels, critical, images]))


def number(value: Decimal) -> str:
    """A number in one spelling: 3.850 and 3.85 are the same."""
    return format(value.normalize(), "f")
