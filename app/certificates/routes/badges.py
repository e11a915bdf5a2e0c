"""The Open Badge of a certificate, as files: for its holder, and for whoever has its number where nothing is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Literal
from uuid import UUID

from flask import Blueprint, Response, abort, send_file
from flask.typing import ResponseReturnValue

from app.certificates.badge import baked
from app.certificates.facts import file_name
from app.certificates.queries import StoredBadge, certificate_badge, public_badge
from app.certificates.routes.verifications import looked_up
from app.people.member import Member
from app.shared.storage import files
from app.web.guards import anyone_who_finds_it, guarded, public

blueprint = Blueprint("badges", __name__)

Kind = Literal["json", "jwt", "png", "svg"]
KINDS: Mapping[Kind, str] = {
    "json": "application/vc",
    "jwt": "application/vc+jwt",
    "png": "image/png",
    "svg": "image/svg+xml",
}
"""The credential alone, signed both ways, and baked into pictures, by the endings of the files."""


def _asked_for(member: Member, *, certificate_id: UUID, ending: Kind) -> tuple[StoredBadge, Kind] | None:
    badge = certificate_badge(member, certificate_id=certificate_id)
    return (badge, ending) if badge else None


@blueprint.get("/certificates/<uuid:certificate_id>/badge.<any(json, jwt, png, svg):ending>")
@guarded(_asked_for, anyone_who_finds_it)
def show(asked_for: tuple[StoredBadge, Kind]) -> ResponseReturnValue:
    """The badge, for its holder and those who follow the cohort."""
    return _file(*asked_for)


@blueprint.get("/c/<code>/badge.<any(json, jwt, png, svg):ending>")
@public
def public_file(code: str, ending: Kind) -> ResponseReturnValue:
    """The badge, for whoever has the number of a certificate of which nothing is hidden."""
    badge = public_badge(code) if looked_up(code) else None
    if badge is None:
        abort(404)
    response = _file(badge, ending)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _file(badge: StoredBadge, ending: Kind) -> Response:
    response = send_file(
        BytesIO(_contents(badge, ending)),
        mimetype=KINDS[ending],
        as_attachment=True,
        download_name=PurePath(file_name(badge.statement)).with_suffix(f".{ending}").name,
        last_modified=badge.issued_at,
    )
    response.set_etag(f"{badge.credential_digest}.{ending}")
    return response


def _contents(badge: StoredBadge, ending: Kind) -> bytes:
    if ending == "jwt":
        return files.get(badge.jwt_digest)
    stored = files.get(badge.credential_digest)
    return stored if ending == "json" else baked(stored, ending=ending)
