"""Searching, a file a kind. Everybody finds what they may see: the scoping is part of each statement."""

from __future__ import annotations

from app.people.member import Member
from app.search.facts import Findings
from app.search.queries.courses import items_found, shelves_of, terms_found
from app.search.queries.people import people_found
from app.shared.fulltext import sought_words


def findings(member: Member, words: str, *, language: str) -> Findings:
    """What the member finds by `words`, each of which a finding has, or a longer one that begins so. Terms come in
    `language`. At most ten queries, and as many for one finding as for many."""
    sought = tuple(sought_words(words))
    shelves = shelves_of(member) if sought else ()
    return Findings(
        sought,
        people_found(member, words, sought=sought),
        items_found(shelves, words, sought=sought),
        terms_found(shelves, words, sought=sought, language=language),
    )
