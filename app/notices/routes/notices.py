"""What a person was told."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.db import db
from app.notices.models import Notice
from app.notices.operations import mark_read
from app.notices.queries import notices_of, own_notice
from app.shared.clock import now
from app.web.guards import anyone_who_finds_it, guarded, signed_in

blueprint = Blueprint("notices", __name__, url_prefix="/notices")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    """The member's notices, the newest first."""
    page = request.args.get("page", 1, type=int)
    return render_template("notices/notices/index.html", found=notices_of(current_user.id, page=page))


@blueprint.post("/<uuid:notice_id>")
@guarded(own_notice, anyone_who_finds_it)
def update(notice: Notice) -> ResponseReturnValue:
    """Write down that it was read, and go to what it tells of."""
    path = notice.path
    mark_read(notice.id, at=now())
    db.session.commit()
    return redirect(path, 303)
