"""The pages of a trial, as the school's application serves them below an address of its own.

The second application answers as if it stood alone. What leads to its pages is then led below the trial's address, and
what belongs to a device stays the school's own: nothing that waits there for the school is delivered to a trial.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app.authoring.facts import DraftFacts
from app.authoring.trials.ground import standing_on
from app.authoring.trials.house import SIGN_IN, WITHIN, house_of
from app.authoring.trials.school import Reader, reader_called
from app.authoring.trials.showing import Trial, entered, let_find
from app.people.member import Member
from app.shared.errors import Refusal
from app.web.security import POLICY, READING_METHODS

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(
    r'(\s(?:href|src|action|formaction|hx-[a-z]+|data-[a-z-]+)=")(/(?!/|assets/|drafts/|desk\b)[^"]*")'
)
_REVISION = re.compile(r"/revisions/(\d{1,20})(.*)", re.DOTALL)
_WAITS = re.compile(r"<what-waits\b.*?</what-waits>", re.DOTALL)
_OUTSIDE = re.compile(r"/(?:/|assets/|drafts/|desk\b)")
_BODY = "<body "
_HEADER = '<header class="header">'
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class NothingToSee(Refusal):
    """The draft never was without errors, so that there is nothing to try out."""

    code = "nothing-to-see"


@dataclass(frozen=True)
class TrialPage:
    """A page of an author's trial of a draft, before it is known whether there is one."""

    draft: DraftFacts
    member: Member
    reader: str


def answer(page: TrialPage) -> Answer | None:
    """What the second application answers to this request, led within the trial; None: there is no such reader.
    Raises NothingToSee."""
    inner = _inner_path()
    with entered(page.draft, page.member, afresh=inner == "/") as (trial, revision):
        if revision is None:
            raise NothingToSee(draft=page.draft)
        reader, newest = reader_called(page.reader), revision.id
    if reader is None:
        return None
    within = trial.address(page.reader)
    if request.method in READING_METHODS and (beginning := _beginning(inner, reader, newest)):
        return redirect(within + beginning)
    if inner.startswith("/search"):
        let_find(page.draft, page.member)
    with standing_on(trial.ground):
        answered = _dispatched(within, inner, reader)
    return _led_within(answered, within, trial, page)


def _beginning(inner: str, reader: Reader, newest: int) -> str:
    """Where to go on instead, from the trial's first page, or from a version of the course that was overtaken."""
    if inner == "/":
        return f"/enrolments/{reader.place}" if reader.place else f"/revisions/{newest}"
    found = _REVISION.match(inner)
    return f"/revisions/{newest}{found[2]}" if found and found[1] != str(newest) else ""


def _inner_path() -> str:
    """As the server has it, behind /drafts/…/as/…: what is escaped in it stays so."""
    path: str = request.environ["PATH_INFO"]
    return "/" + path.split("/", 5)[5]


def _dispatched(within: str, inner: str, reader: Reader) -> Answer:
    environ = {**request.environ, "PATH_INFO": inner, WITHIN: within, SIGN_IN: reader.sign_in_id}
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # what comes is still to be written in
    environ.pop("werkzeug.request", None)
    return Response.from_app(house_of(current_app).wsgi_app, environ, buffered=True)


def _led_within(answered: Answer, within: str, trial: Trial, page: TrialPage) -> Answer:
    location = answered.headers.get("Location", "")
    if location.startswith("/") and not _OUTSIDE.match(location):
        answered.headers["Location"] = within + location
    if "public" in answered.headers.get("Cache-Control", ""):
        answered.headers["Cache-Control"] = "private, no-cache"  # it is shown to this author alone
    if answered.headers.get("Content-Security-Policy") == POLICY:
        answered.headers["Content-Security-Policy"] = FRAMED
    answered.headers["X-Frame-Options"] = "SAMEORIGIN"
    if answered.mimetype == "text/html" and request.method != "HEAD":
        answered.set_data(_page_within(answered.get_data(as_text=True), within, trial, page))
    return answered


def _page_within(html: str, within: str, trial: Trial, page: TrialPage) -> str:
    html = _TAG.sub(lambda tag: _ADDRESS.sub(rf"\g<1>{within}\g<2>", tag[0]), html)
    html = _WAITS.sub("", html, count=1).replace(_BODY, f'{_BODY}data-within="{within}" ', 1)
    is_framed = request.headers.get("Sec-Fetch-Dest") == "iframe"  # the desk tells there what it shows
    return html if is_framed else html.replace(_HEADER, _strip(trial, page) + _HEADER, 1)


def _strip(trial: Trial, page: TrialPage) -> str:
    return render_template("authoring/trials/strip.html", trial=trial, draft=page.draft, reader=page.reader)
