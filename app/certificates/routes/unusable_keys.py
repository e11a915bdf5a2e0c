"""What a page says where something has to be signed, and the school's keys can't be used."""

from __future__ import annotations

import logging

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.certificates.school_certificate import UnusableKeyError
from app.db import db

blueprint = Blueprint("unusable_keys", __name__)
log = logging.getLogger(__name__)


@blueprint.app_errorhandler(UnusableKeyError)
def unusable(error: UnusableKeyError) -> ResponseReturnValue:
    """Nothing was issued; the reason is for whoever runs the server, and stands in the log."""
    log.error("nothing can be signed: %s", error)
    db.session.rollback()
    return render_template("errors/unusable_keys.html"), 503
