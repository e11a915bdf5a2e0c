"""Who may do what with letters. Pure."""

from __future__ import annotations

from app.people.member import Member


def may_see_letters(member: Member, _found: object) -> bool:
    """Who coordinates every site: a letter belongs to a person, and people may be at any site."""
    return ("coordinator", None) in member.roles
