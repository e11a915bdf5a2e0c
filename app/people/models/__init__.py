"""The tables of people."""

from app.people.models.invitation import Invitation
from app.people.models.person import Person, RoleGrant
from app.people.models.pin import Pin
from app.people.models.sign_in import SignIn

__all__ = ["Invitation", "Person", "Pin", "RoleGrant", "SignIn"]
