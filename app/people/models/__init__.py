"""The tables of people."""

from app.people.models.invitation import Invitation
from app.people.models.person import Person, RoleGrant

__all__ = ["Invitation", "Person", "RoleGrant"]
