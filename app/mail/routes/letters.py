"""Letters that didn't leave, and what is decided about them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.mail.permissions import may_see_letters
from app.mail.queries import letter_for, letter_page, letters_for
from app.people.member import Member
from app.records.models import Letter
from app.records.operations.outbox import give_up, note_arrival, send_again
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("letters", __name__, url_prefix="/letters")
DECISIONS = {"again": send_again, "arrived": note_arrival, "give_up": give_up}


@blueprint.get("")
@guarded(letters_for, may_see_letters)
def index(_member: Member) -> ResponseReturnValue:
    """The letters that are stuck, the newest first."""
    page = request.args.get("page", 1, type=int)
    return render_template("mail/letters/index.html", found=letter_page(page=page, at=now()))


@blueprint.post("/<uuid:letter_id>")
@guarded(letter_for, may_see_letters)
def update(letter: Letter) -> ResponseReturnValue:
    """Do with the letter what was decided."""
    decide = DECISIONS.get(request.form.get("decision", ""))
    if decide is None:
        abort(400)
    if not decide(letter.id, by=current_user.id, at=now()):
        flash(_("This letter is not stuck any more: somebody decided already."))
    db.session.commit()
    return redirect(url_for("letters.index", page=request.args.get("page", type=int)), 303)
