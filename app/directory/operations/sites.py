"""Sites, for those who coordinate all of them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from app.courses.models import Site
from app.courses.operations.cohorts import add_site
from app.db import db, take_turns
from app.directory.queries import all_sites
from app.records.operations.journal import write_journal
from app.shared.errors import Refusal


class SiteNameTaken(Refusal):
    """Another site has this name already."""

    code = "site-name-taken"


def open_site(name: str, *, time_zone: str, by: UUID | None, at: datetime) -> UUID:
    """A new site. Raises SiteNameTaken."""
    _refuse_taken(name, but=None)
    return add_site(name, time_zone=time_zone, by=by, at=at).id


def change_site(site_id: UUID, *, name: str, time_zone: str, by: UUID | None, at: datetime) -> None:
    """Give a site another name or time zone. Raises SiteNameTaken."""
    _refuse_taken(name, but=site_id)
    site = db.session.get_one(Site, site_id)
    if name != site.name:
        site.name = name
        write_journal("site.renamed", by=by, at=at, kind="site", id=site_id)
    if time_zone != site.time_zone:
        site.time_zone = time_zone
        write_journal("site.time-zone-changed", by=by, at=at, kind="site", id=site_id, detail={"zone": time_zone})
    db.session.flush()


def _refuse_taken(name: str, *, but: UUID | None) -> None:
    take_turns("sites")
    if any(site.name.casefold() == name.casefold() and site.id != but for site in all_sites()):
        raise SiteNameTaken(name=name)
