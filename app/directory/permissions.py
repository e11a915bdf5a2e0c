"""Who may look after whose account: pure predicates that routes and templates share.

Whoever can set somebody's address or print their card can take their account. So a coordinator does that only
for people who have nothing, neither roles nor lessons past or present, at sites beyond the coordinator's own.
"""

from __future__ import annotations

from uuid import UUID

from app.directory.facts import Grant, PersonFacts
from app.people.member import Member


def may_see_people(member: Member, found: object) -> bool:  # noqa: ARG001 - a predicate of the usual shape
    """Coordinators see the people at their sites."""
    return member.is_a("coordinator")


def coordinates_everywhere(member: Member, found: object = None) -> bool:  # noqa: ARG001 - the same
    """Whether the member coordinates every site: then they look after sites, too."""
    return ("coordinator", None) in member.roles


def may_administer(member: Member, person: PersonFacts) -> bool:
    """Whoever coordinates every site where the person has a role, teaches or learns, or did, cares for the account."""
    if person.everywhere:
        return coordinates_everywhere(member)
    return all(member.is_a_at("coordinator", site_id) for site_id in person.bound_to) and member.is_a("coordinator")


def may_give_role_at(member: Member, site_id: UUID | None) -> bool:
    """Coordinators give and take roles at their own sites; everywhere, who coordinates everywhere."""
    return member.is_a_at("coordinator", site_id) if site_id else coordinates_everywhere(member)


def may_take_back(member: Member, person: PersonFacts, grant: Grant) -> bool:
    """The same, but nobody takes their own role of coordinator: a slip would lock them out."""
    return may_give_role_at(member, grant.site_id) and not (member.id == person.id and grant.role == "coordinator")


def may_have_card(person: PersonFacts) -> bool:
    """Cards are for people without a mailbox, and for those who never signed in. Others get letters."""
    return person.deactivated_at is None and not (person.email and person.has_password)


def may_deactivate(member: Member, person: PersonFacts) -> bool:
    """Nobody deactivates themselves."""
    return may_administer(member, person) and member.id != person.id
