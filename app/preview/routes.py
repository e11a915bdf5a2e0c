"""What the preview adds to the application: a strip above each page, news for pages that wait, and nobody signs in."""

from __future__ import annotations

import re

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.sansio.utils import host_is_trusted

from app.curriculum.telling import as_lines
from app.db import db
from app.people.member import Member
from app.people.queries import member
from app.preview.editions import Edition, Editions
from app.preview.operations import School, begin_anew
from app.preview.queries import item_under_way, newest_of
from app.shared.clock import now
from app.web.guards import public, refuse_unguarded_routes
from app.web.paths import own_path

PATIENCE = 20.0
"""Seconds that a page waits for news at a time."""
OWN_HOSTS = ("127.0.0.1", "localhost")

_WITH_ANSWERS = re.compile(r"/(?:courses|reports|revisions)(?:/|$)")
_REVISION = re.compile(r"/revisions/(\d{1,9})(?=[/.]|$)")
_HEADER = '<header class="header">'
_SCRIPT = "<script"

blueprint = Blueprint("preview", __name__, url_prefix="/preview")


def init_app(app: Flask, editions: Editions, school: School) -> None:
    """Make a preview of the application `app`."""
    app.extensions["editions"] = editions
    app.extensions["school"] = school
    app.config["SESSION_COOKIE_NAME"] = "etabli-preview"  # a school on the same machine keeps its own
    app.login_manager.request_loader(_reader)  # type: ignore[attr-defined]
    app.before_request(_refuse_strangers)
    app.before_request(_move_on)
    app.after_request(_add_strip)
    app.register_blueprint(blueprint)
    refuse_unguarded_routes(app)


@blueprint.get("/news")
@public
def news() -> ResponseReturnValue:
    """The version of what is shown, as soon as it is another than the page's (`seen`)."""
    return {"version": _editions().wait(request.args.get("seen", ""), seconds=PATIENCE)}


@blueprint.post("/trainees")
@public
def create() -> ResponseReturnValue:
    """Another trainee, who has done nothing yet; back to the same page, as theirs."""
    db.session.rollback()  # whoever renews the courses holds the lock, and has to write
    editions = _editions()
    with editions.changing:
        begun = begin_anew(editions.all, _school(), at=now())
        db.session.commit()
        editions.put(begun)
    return redirect(own_path(request.form.get("next")) or "/", 303)


def _reader(_request: object) -> Member | None:
    """Whoever reads the page: the author where answers are shown, else the trainee. Nobody has to sign in."""
    school = _school()
    return member((school.author if _WITH_ANSWERS.match(request.path) else school.trainee).sign_in_id)


def _refuse_strangers() -> ResponseReturnValue | None:
    """A page of somebody else's may have its own name lead to this machine: it gets nothing."""
    if host_is_trusted(request.host, OWN_HOSTS):
        return None
    return Response(f"This is a preview at http://{OWN_HOSTS[0]}.\n", 400, mimetype="text/plain")


def _move_on() -> ResponseReturnValue | None:
    """On to the same page of what was saved last, and of the trainee who came last."""
    path = request.full_path.removesuffix("?")
    found = _REVISION.match(path)
    if found and (newest := newest_of(int(found[1]))):
        path = _REVISION.sub(f"/revisions/{newest}", path)
    place = (request.view_args or {}).get("enrolment_id")
    name = _school().former.get(place) if place else None
    for edition in _editions().all:
        if edition.name == name:
            path = path.replace(str(place), str(edition.enrolment_id))
    is_new = path != request.full_path.removesuffix("?") and request.method == "GET"
    return redirect(path) if is_new else None


def _add_strip(response: Response) -> Response:
    # Not by a template: of lessons' pages most is rendered once and kept, and this is another one after each save.
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    page = response.get_data(as_text=True)
    if _HEADER in page:
        script = render_template("preview/script.html")
        page = page.replace(_SCRIPT, script + _SCRIPT, 1).replace(_HEADER, _strip(response) + _HEADER, 1)
        response.set_data(page)
    return response


def _strip(response: Response) -> str:
    editions = _editions()
    version, shown = editions.version, editions.all
    with_answers, as_trainees = _other_side(shown) if response.status_code < 400 else ("", "")
    return render_template(
        "preview/strip.html",
        version=version,
        courses=[(edition, _lines(edition)) for edition in shown],
        here=request.full_path.removesuffix("?"),
        with_answers=with_answers,
        as_trainees=as_trainees,
    )


def _lines(edition: Edition) -> list[tuple[str, str]]:
    """Level and line of each problem, as the terminal tells them, but errors first: they are what holds up."""
    lines = zip(edition.checked.problems, as_lines([edition.checked]), strict=True)
    return sorted(((problem.level, line) for problem, line in lines), key=lambda told: told[0] != "error")


def _other_side(editions: tuple[Edition, ...]) -> tuple[str, str]:
    """The address of this item with its answers, if this is the trainee's page; and that of the trainee's, if not."""
    values = request.view_args or {}
    place, item_id = values.get("enrolment_id"), values.get("item_id")
    under_way = values.get("attempt_id") or values.get("run_id")
    if under_way:
        place, item_id = item_under_way(under_way) or (None, None)
    for edition in editions:
        if item_id and edition.revision_id is not None and place == edition.enrolment_id:
            return f"/revisions/{edition.revision_id}/items/{item_id}", ""
        if edition.revision_id is not None and values.get("revision_id") == edition.revision_id:
            return "", f"/enrolments/{edition.enrolment_id}" + (f"/items/{item_id}" if item_id else "")
    return "", ""


def _editions() -> Editions:
    editions: Editions = current_app.extensions["editions"]
    return editions


def _school() -> School:
    school: School = current_app.extensions["school"]
    return school
