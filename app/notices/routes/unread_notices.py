"""What a person was told and has not read."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.db import db
from app.notices.forms import ReadForm
from app.notices.operations import mark_all_read
from app.notices.queries import unread_of
from app.shared.clock import now
from app.web.guards import signed_in

blueprint = Blueprint("unread_notices", __name__, url_prefix="/notices/unread")


@blueprint.get("")
@signed_in
def show() -> ResponseReturnValue:
    """How many they are: a piece of another page, fetched after it so that no page waits for it."""
    if "HX-Request" not in request.headers:
        return redirect(url_for("notices.index"))
    return render_template("notices/unread/show.html", count=unread_of(current_user.id))


@blueprint.post("")
@signed_in
def destroy() -> ResponseReturnValue:
    """All of them were read."""
    mark_all_read(current_user.id, newest=ReadForm().newest_id, at=now())
    db.session.commit()
    return redirect(url_for("notices.index"), 303)
