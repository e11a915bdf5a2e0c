"""The public page behind a certificate's QR code."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue

from app.certificates.queries import verified
from app.web.guards import public

blueprint = Blueprint("verifications", __name__)


@blueprint.get("/c/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """What the certificate with this code states; the code itself is the permission to read it."""
    found = verified(code)
    if found is None:
        page = make_response(render_template("certificates/verifications/unknown.html", code=code), 404)
    else:
        page = make_response(render_template("certificates/verifications/show.html", found=found))
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is as good as a key: it must not travel on to pages that are linked from here.
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
