"""The school as whoever checks an Open Badge finds it: its profile and its public keys."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue

from app.certificates.issuer import CONTEXTS, did_document, profile_of
from app.certificates.queries import public_keys
from app.certificates.routes.open_data import asked_address, open_data
from app.shared.digests import canonical
from app.web.guards import public

blueprint = Blueprint("issuers", __name__)

FRESH = timedelta(hours=1)


@blueprint.get("/issuer")
@public
def show() -> ResponseReturnValue:
    """The profile that Open Badges name as their issuer."""
    profile = profile_of(current_app.config["SCHOOL_NAME"], public_url=asked_address())
    return open_data(canonical({"@context": list(CONTEXTS), **profile}), mimetype="application/ld+json", fresh=FRESH)


@blueprint.get("/.well-known/did.json")
@blueprint.get("/did.json", endpoint="in_folder")
@public
def keys() -> ResponseReturnValue:
    """Every key that Open Badges were ever signed with (did:web). A school whose address has a folder is asked for the
    second address, by the rules of did:web."""
    document = did_document(public_keys(), public_url=asked_address())
    return open_data(canonical(document), mimetype="application/json", fresh=FRESH)
