"""How many of a site's sign-offs are drawn at random."""

from __future__ import annotations

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.practicals.forms import ShareForm
from app.assessments.practicals.moderating import SiteShare
from app.assessments.practicals.operations import set_share
from app.assessments.practicals.queries import moderation_counts, site_share
from app.assessments.practicals.routes.moderation_figures import figures_page
from app.db import db
from app.shared.clock import now
from app.web.guards import anyone_who_finds_it, guarded

blueprint = Blueprint("moderated_shares", __name__)


@blueprint.post("/sites/<uuid:site_id>/moderated-share")
@guarded(site_share, anyone_who_finds_it)
def update(site: SiteShare) -> ResponseReturnValue:
    """Draw another share at the site from now on."""
    form = ShareForm.of(site)
    if not form.validate_on_submit():
        return figures_page(moderation_counts(current_user), site, form), 422
    set_share(site, percent=int(form.percent.data or 0), by=current_user.id, at=now())
    db.session.commit()
    flash(_("The share is changed. It holds for sign-offs from now on."), "success")
    return redirect("/moderations/figures#shares", 303)
