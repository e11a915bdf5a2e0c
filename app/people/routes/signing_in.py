"""What every way of signing in ends with."""

from __future__ import annotations

from uuid import UUID

from flask import request, session
from flask_login import login_user

from app.people.operations import sign_in
from app.shared.clock import now


def sign_in_here(person_id: UUID) -> bool:
    """Sign that person in on the device that asks, in a session without anything from before; whether they may."""
    signing_in = sign_in(person_id, device=request.user_agent.string, at=now())
    if signing_in is None:
        return False
    session.clear()
    session.permanent = True
    login_user(signing_in)
    return True
