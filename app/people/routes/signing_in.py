"""What every way of signing in ends with."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, request, session
from flask_login import current_user, login_user

from app.people.operations import end_sign_in, end_sign_ins, sign_in
from app.shared.clock import now


def sign_in_here(person_id: UUID, *, verified: str | None = None) -> bool:
    """Sign that person in on the device that asks, in a session without anything from before; whether they may.

    `verified`: the password's hash that was found right, if it was asked for.
    """
    at = now()
    signing_in = sign_in(person_id, device=request.user_agent.string, at=at, verified=verified)
    if signing_in is None:
        return False
    if current_user.is_authenticated:
        end_sign_in(current_user.sign_in_id, at=at)  # its cookie is replaced
    end_sign_ins(person_id, at=at, begun_before=at - current_app.permanent_session_lifetime)
    session.clear()
    session.permanent = True
    login_user(signing_in)
    return True
