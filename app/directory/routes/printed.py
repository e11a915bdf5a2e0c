"""Cards as they are printed: everything on them in the language of whoever gets one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.directory.facts import PersonFacts
from app.people.invitation_code import as_printed
from app.shared.qr_codes import qr_code
from app.web.pages import day


@dataclass(frozen=True)
class Card:
    """What stands on somebody's card."""

    name: str
    language: str
    qr_code: str
    qr_words: str
    """What a blind reader hears in place of the QR code."""
    scan: str
    typed_at: str
    code: str
    sign_in: str
    until: str


def card_of(person: PersonFacts, *, at: datetime) -> Card | None:
    """The card of somebody's open invitation, the same each time; None when there is none."""
    invitation = person.open_invitation(at)
    if invitation is None:
        return None
    typed_at = current_app.config["PUBLIC_URL"] + "/invitations"
    with force_locale(person.language):
        return Card(
            name=person.name,
            language=person.language,
            qr_code=qr_code(f"{typed_at}/{invitation.code}"),
            qr_words=_("QR code of your invitation"),
            scan=_("Scan this, or open the address and type the code:"),
            typed_at=typed_at.partition("://")[2],
            code=as_printed(invitation.code),
            sign_in=_("You sign in with: %(name)s", name=person.signs_in_as),
            until=_("The code works once, until %(day)s.", day=day(invitation.expires_at)),
        )
