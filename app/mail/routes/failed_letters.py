"""Everything that failed, at once: after a mail server was out of order, or the settings were wrong."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.db import db
from app.mail.permissions import may_see_letters
from app.mail.queries import letters_for
from app.people.member import Member
from app.records.operations.outbox import send_failed_again
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("failed_letters", __name__, url_prefix="/letters/failed")


@blueprint.post("")
@guarded(letters_for, may_see_letters)
def update(member: Member) -> ResponseReturnValue:
    """Let all of them leave once more."""
    number = send_failed_again(by=member.id, at=now())
    db.session.commit()
    flash(ngettext("%(num)s letter leaves again.", "%(num)s letters leave again.", number))
    return redirect(url_for("letters.index"), 303)
