"""The page of a witness: without an account, by a link that works once."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from werkzeug.exceptions import TooManyRequests

from app.assessments.practicals.forms import TestimonyForm, testimony_form
from app.assessments.practicals.operations import TestimonyLinkSpent, count_link, give_testimony
from app.assessments.practicals.queries import open_request
from app.assessments.practicals.queries.testimonies import day_at_site
from app.assessments.practicals.witnessing import WitnessedWork
from app.db import db, writing
from app.people.routes.waiting import network_here
from app.shared.clock import now
from app.web.guards import public

blueprint = Blueprint("witnesses", __name__)


@blueprint.get("/t/<code>")
@public
def edit(code: str) -> ResponseReturnValue:
    """What the witness is asked."""
    work = _asked(code)
    return _page(work, testimony_form(work.enrolled.cohort.day_of(now())))


@blueprint.post("/t/<code>")
@public
def update(code: str) -> ResponseReturnValue:
    """Take what they say. Sent twice, it was said once: the thanks come again."""
    _count_try()
    today = day_at_site(code, at=now())
    if today is None:
        raise TestimonyLinkSpent
    form = testimony_form(today)
    if not form.validate_on_submit():
        return _page(_open(code), form, 422)
    give_testimony(code, account=form.account, at=now())
    db.session.commit()
    return redirect(url_for("witnesses.show"), 303)


@blueprint.get("/t/thanks")
@public
def show() -> ResponseReturnValue:
    """That it arrived."""
    return render_template("practicals/witnesses/show.html")


def _asked(code: str) -> WitnessedWork:
    _count_try()
    return _open(code)


def _count_try() -> None:
    """Count the try before anything is looked up. Raises TooManyRequests."""
    db.session.rollback()
    with writing():
        wait = count_link(network=network_here(), at=now())
        db.session.commit()
    if wait is not None:
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))


def _open(code: str) -> WitnessedWork:
    locale = get_locale()
    work = open_request(code, at=now(), language=locale.language if locale else "")
    if work is None:
        raise TestimonyLinkSpent
    return work


def _page(work: WitnessedWork, form: TestimonyForm, status: int = 200) -> Response:
    """A page that no browser keeps and no search engine lists: it names a trainee."""
    response = make_response(render_template("practicals/witnesses/edit.html", work=work, form=form), status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
