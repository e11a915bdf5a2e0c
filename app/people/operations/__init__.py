"""What can be done with people's accounts, a file a noun."""

from app.people.operations.accounts import (
    AddressTaken,
    add_person,
    change_person,
    choose_language,
    grant_role,
    index_people,
    lock_person,
)
from app.people.operations.invitations import (
    INVITATION_LASTS,
    InvitationSpent,
    end_invitations,
    invite,
    send_invitation,
    take_up_invitation,
)
from app.people.operations.passwords import end_password, set_password
from app.people.operations.pins import PinBlocked, UnfitPin, check_pin, set_pin
from app.people.operations.rights import (
    LastCoordinator,
    PersonDeactivated,
    deactivate,
    give_role,
    reactivate,
    refuse_deactivated,
    take_back_role,
)
from app.people.operations.sign_ins import end_sign_in, end_sign_ins, sign_in

__all__ = [
    "INVITATION_LASTS",
    "AddressTaken",
    "InvitationSpent",
    "LastCoordinator",
    "PersonDeactivated",
    "PinBlocked",
    "UnfitPin",
    "add_person",
    "change_person",
    "check_pin",
    "choose_language",
    "deactivate",
    "end_invitations",
    "end_password",
    "end_sign_in",
    "end_sign_ins",
    "give_role",
    "grant_role",
    "index_people",
    "invite",
    "lock_person",
    "reactivate",
    "refuse_deactivated",
    "send_invitation",
    "set_password",
    "set_pin",
    "sign_in",
    "take_back_role",
    "take_up_invitation",
]
