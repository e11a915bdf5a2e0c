"""Who may do what at the desk: pure predicates that routes and templates share."""

from __future__ import annotations

from app.people.member import Member


def may_write(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Authors write courses; they share every draft."""
    return member.is_a("author")
