"""Which Open Badges are revoked: lists that anybody may fetch, signed."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from app.certificates.keyring import keyring
from app.certificates.queries import revoked_in
from app.certificates.routes.open_data import asked_address, open_data
from app.certificates.status import FRESH, signed_list
from app.shared.clock import now
from app.web.guards import public

blueprint = Blueprint("status_lists", __name__, url_prefix="/status-lists")

AS_JWT = "application/vc+jwt"


@blueprint.get("/<int:number>")
@public
def show(number: int) -> ResponseReturnValue:
    """The list with a proof in it; as JWT for whoever asks for one."""
    return _list(number, as_jwt=request.accept_mimetypes.best == AS_JWT)


@blueprint.get("/<int:number>.jwt")
@public
def jwt(number: int) -> ResponseReturnValue:
    """The same list as VC-JWT."""
    return _list(number, as_jwt=True)


def _list(number: int, *, as_jwt: bool) -> ResponseReturnValue:
    revoked = revoked_in(number)
    if revoked is None:
        abort(404)
    signed = signed_list(number, revoked=revoked, public_url=asked_address(), at=now(), keys=keyring())
    response = open_data(
        signed.jwt.encode() if as_jwt else signed.credential,
        mimetype=AS_JWT if as_jwt else "application/vc",
        fresh=FRESH,
    )
    response.vary.add("Accept")
    return response
