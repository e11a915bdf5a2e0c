"""What of a certificate its holder shows to whoever checks it: pure.

Name, course, dates and standing are always shown: without them there is nothing to check.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from app.certificates.facts import Statement

PARTS: Final = ("competences", "practicals", "devices", "levels", "cases", "quizzes")
"""What may be hidden, in the order of the page."""
KINDS: Final = {"practical": "practicals", "case": "cases", "quiz": "quizzes"}


def parts_of(statement: Statement) -> tuple[str, ...]:
    """The parts that the statement has at all."""
    there = {
        "competences": statement.competences,
        "practicals": statement.practicals,
        "devices": [proof for proof in statement.proofs if proof.device],
        "levels": [proof for proof in statement.proofs if proof.level],
        "cases": statement.cases,
        "quizzes": statement.quizzes,
    }
    return tuple(part for part in PARTS if there[part])


def hidden_in(statement: Statement, hidden: Collection[str]) -> tuple[str, ...]:
    """The parts that the statement has and that are hidden, in the order of the page."""
    return tuple(part for part in parts_of(statement) if part in hidden)


def disclosed(statement: Statement, *, hidden: Collection[str]) -> Statement:
    """The statement without what is hidden: nothing of it can get onto a page by mistake."""
    proofs = tuple(
        replace(
            proof,
            device="" if "devices" in hidden else proof.device,
            level="" if "levels" in hidden else proof.level,
        )
        for proof in statement.proofs
        if KINDS[proof.kind] not in hidden
    )
    marks = {proof.mark for proof in proofs}
    competences = tuple(
        replace(each, shown_by=tuple(mark for mark in each.shown_by if mark in marks))
        for each in statement.competences
        if "competences" not in hidden
    )
    return replace(statement, proofs=proofs, competences=competences)
