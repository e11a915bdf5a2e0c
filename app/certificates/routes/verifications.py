"""The public page behind a certificate's QR code, and the door to it for whoever has the number on paper."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from app.certificates.checking import Compared, compared
from app.certificates.facts import code_from
from app.certificates.forms import CheckForm, FileForm
from app.certificates.operations import count_look, count_miss
from app.certificates.queries import Verified, verified
from app.db import db, writing
from app.people.routes.waiting import network_here
from app.shared.clock import now
from app.web.guards import public
from app.web.security import only_reads

blueprint = Blueprint("verifications", __name__, url_prefix="/c")


def looked_up(code: str) -> Verified | None:
    """The certificate, once the look is counted; a number that doesn't exist is counted too. Raises TooManyRequests."""
    at, network = now(), network_here()
    db.session.rollback()
    with writing():
        wait = count_look(network=network, at=at)
        db.session.commit()
    if wait is not None:
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))
    found = verified(code, at=at)
    if found is None:
        db.session.rollback()
        with writing():
            count_miss(network=network, at=at)
            db.session.commit()
    return found


@blueprint.get("")
@public
def new() -> ResponseReturnValue:
    """Ask for the number on the paper, and lead to its page."""
    if "number" not in request.args:
        return render_template("certificates/verifications/new.html", form=CheckForm())
    form = CheckForm(request.args, meta={"csrf": False})  # nothing is written, and the address may be kept
    if not form.validate():
        return render_template("certificates/verifications/new.html", form=form), 422
    return redirect(url_for("verifications.show", code=form.code), 303)


@blueprint.get("/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    """What the certificate with this code states; the code itself is the permission to read it."""
    return _page(code, looked_up(code), FileForm())


@blueprint.post("/<code>")
@public
@only_reads
def compare(code: str) -> ResponseReturnValue:
    """Whether a file is the one that was issued. It is read through once, and kept nowhere."""
    found, form = looked_up(code), FileForm()
    if found is None or not form.validate_on_submit():
        return _page(code, found, form, status=422)
    with form.pdf.data.stream as file:  # a long one lies in a temporary file, which is gone when it is closed
        return _page(code, found, form, compared(file, digest=found.pdf_digest))


def _page(
    code: str, found: Verified | None, form: FileForm, outcome: Compared | None = None, status: int = 200
) -> Response:
    if found is None:
        page = make_response(render_template("certificates/verifications/unknown.html", typed=code_from(code)), 404)
    else:
        page = make_response(
            render_template("certificates/verifications/show.html", found=found, form=form, outcome=outcome), status
        )
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The address is as good as a key: it must not travel on to pages that are linked from here.
    page.headers["Referrer-Policy"] = "no-referrer"
    return page
