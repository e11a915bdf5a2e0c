"""The school's sites, for those who coordinate all of them."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.db import db
from app.directory.facts import Reach, SiteRow
from app.directory.forms import SiteForm
from app.directory.operations.sites import SiteNameTaken, change_site, open_site
from app.directory.permissions import coordinates_everywhere
from app.directory.queries import all_sites, reach_of, site_looked_after
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("sites", __name__, url_prefix="/sites")


@blueprint.get("")
@guarded(reach_of, coordinates_everywhere)
def index(_reach: Reach) -> ResponseReturnValue:
    """All of them, with their time zones."""
    return render_template("directory/sites/index.html", sites=all_sites())


@blueprint.get("/new")
@guarded(reach_of, coordinates_everywhere)
def new(_reach: Reach) -> ResponseReturnValue:
    """The form."""
    return render_template("directory/sites/edit.html", form=SiteForm.offering(_usual_zone()), site=None)


@blueprint.post("")
@guarded(reach_of, coordinates_everywhere)
def create(_reach: Reach) -> ResponseReturnValue:
    """Add one."""
    form = SiteForm.offering(_usual_zone())
    if form.validate_on_submit():
        try:
            open_site(form.name.data or "", time_zone=form.time_zone.data, by=current_user.id, at=now())
        except SiteNameTaken:
            form.name.errors = [_taken()]
        else:
            return _saved(_("The site is there. Now it can have cohorts and people."))
    return render_template("directory/sites/edit.html", form=form, site=None), 422


@blueprint.get("/<uuid:site_id>/edit")
@guarded(site_looked_after, coordinates_everywhere)
def edit(site: SiteRow) -> ResponseReturnValue:
    """The form, filled in."""
    form = SiteForm.offering(site.time_zone, name=site.name)
    return render_template("directory/sites/edit.html", form=form, site=site)


@blueprint.post("/<uuid:site_id>")
@guarded(site_looked_after, coordinates_everywhere)
def update(site: SiteRow) -> ResponseReturnValue:
    """Change its name or time zone."""
    form = SiteForm.offering(site.time_zone)
    if form.validate_on_submit():
        try:
            change_site(site.id, name=form.name.data or "", time_zone=form.time_zone.data, by=current_user.id, at=now())
        except SiteNameTaken:
            form.name.errors = [_taken()]
        else:
            return _saved(_("The site is changed."))
    return render_template("directory/sites/edit.html", form=form, site=site), 422


def _usual_zone() -> str:
    zone: str = current_app.extensions["settings"].time_zone
    return zone


def _taken() -> str:
    taken: str = _("Another site has this name already: choose another name.")
    return taken


def _saved(told: str) -> ResponseReturnValue:
    db.session.commit()
    flash(told, "success")
    return redirect(url_for("sites.index"), 303)
