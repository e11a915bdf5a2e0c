"""The second application, in which trials take place: wired as the school's, over the ground that is stood on.

It is made once a process, when it is first needed. No worker belongs to it, so that no letter ever leaves.
"""

from __future__ import annotations

import secrets
from dataclasses import fields
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from flask import Flask, current_app, request
from sqlalchemy import NullPool, event
from sqlalchemy.orm import Session

from app.authoring.trials.ground import FOLDER, connect, stands_somewhere
from app.config import Mail, Settings
from app.courses.models import Revision
from app.db import db
from app.people.member import Member
from app.people.queries import member
from app.shared.errors import Refusal
from app.shared.keys import keys
from app.web.security import PersonalSessions

WITHIN = "etabli.within"
"""In a request's environment: the address below which the trial's pages lie."""
SIGN_IN = "etabli.sign-in"
"""In a request's environment: the sign-in of whoever reads the page."""
ELSEWHERE = ("app.authoring.", "app.people.", "app.mail.", "app.certificates.routes.training_papers")
"""The modules of pages that a trial doesn't have: those of accounts, letters, papers and the desk itself."""

_FIRST_ID = 2**30
"""A school doesn't publish as many revisions."""
_building = Lock()


class NotInTrial(Refusal):
    """A trial shows a course, and nothing else of the school."""

    status = 404
    code = "not-in-trial"


class SettingsOfTrials(Settings):
    """The school's settings, with everything that is kept on the ground that is stood on."""

    @classmethod
    def like(cls, settings: Settings) -> SettingsOfTrials:
        """Those of the trials of that school."""
        same = {each.name: getattr(settings, each.name) for each in fields(Settings)}
        trials = settings.instance / FOLDER
        own = {
            "instance": trials,
            "database_url": f"sqlite:///{trials / 'none.sqlite3'}",
            "mail": Mail(f"file://{trials / 'mail'}", ""),
            "proxies": 0,  # the school's application has heard them already
        }
        return cls(**{**same, **own})

    def flask(self) -> dict[str, Any]:
        """As Flask names them."""
        own = {"SQLALCHEMY_ENGINE_OPTIONS": {"creator": connect, "poolclass": NullPool}}
        return {**super().flask(), **own, "SESSION_COOKIE_NAME": "etabli-trial", "PASSING": True}


class SessionsWithin(PersonalSessions):
    """Sessions that the pages of one trial alone are sent."""

    def get_cookie_path(self, app: Flask) -> str:  # noqa: ARG002 - Flask calls it so
        """The address below which they lie."""
        return f"{request.environ[WITHIN]}/"


def trials_of(app: Flask) -> Path:
    """The folder below which that application's trials lie."""
    settings: Settings = app.extensions["settings"]
    return settings.instance / FOLDER


def house_of(app: Flask) -> Flask:
    """The application in which the trials of that one take place."""
    with _building:
        if "house of trials" not in app.extensions:
            app.extensions["house of trials"] = _built(app)
        house: Flask = app.extensions["house of trials"]
    return house


def _built(app: Flask) -> Flask:
    house: Flask = app.extensions["wired"](SettingsOfTrials.like(app.extensions["settings"]))
    house.secret_key = keys.digest("trials.sessions", "")
    house.session_interface = SessionsWithin()
    house.login_manager.request_loader(_reader)  # type: ignore[attr-defined]
    house.before_request(_refuse_elsewhere)
    with house.app_context():
        event.listen(db.engine, "connect", _hurry)
    return house


def _reader(_request: object) -> Member | None:
    sign_in_id: UUID | None = request.environ.get(SIGN_IN)
    return member(sign_in_id) if sign_in_id else None


def _refuse_elsewhere() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and view.__module__.startswith(ELSEWHERE):
        raise NotInTrial


def _hurry(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@event.listens_for(db.session, "before_flush")
def _scatter(session: Session, *_: object) -> None:
    # What a process keeps of a revision, by its id, shall not be met again in another trial, nor in the school.
    if stands_somewhere():
        for each in session.new:
            if isinstance(each, Revision) and not each.id:
                each.id = _FIRST_ID + secrets.randbelow(_FIRST_ID)
