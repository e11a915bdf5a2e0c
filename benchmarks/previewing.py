"""A preview: what is typed at the desk is compiled and shown in its author's trial, and its page is fetched."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from app import create_app
from app.authoring.operations.drafts import begin_draft
from app.config import Settings
from app.db import db, writing
from app.people.operations import add_person, grant_role
from app.shared.clock import now
from app.shared.storage import files
from benchmarks.rows import Row, at_most
from benchmarks.school import COURSE, CSRF, cookie_of

RUNS = 40
MOST = 150
"""Milliseconds."""
CHANGES = {
    "lesson": ("week-01/10-the-safe-bench.md", "\nOnce more: %d.\n"),
    "quiz": ("week-02/80-opening-and-screens-quiz.md", "\n\n## Once more? {#once-more .numeric}\n= %d\n"),
    "glossary": ("glossary.yaml", "- {term: {en: t-%d, fr: t}, means: {en: A word, fr: Un mot}}\n"),
}
"""By what kind of file it is: its path, and what is written at its end."""


def measure(settings: Settings) -> Iterator[Row]:
    """Rows for the request that shows what is typed, by the kind of file, and for that of the page that comes of it.
    They take turns."""
    app = create_app(settings)
    with app.app_context(), writing():
        author = add_person("Ada Author", email=None, language="en", by=None, at=now())
        grant_role(author, role="author", site_id=None, by=None, at=now())
        draft = begin_draft(COURSE, by=author.id, at=now())
        texts = {name: files.get(draft.files[path]).decode() for name, (path, _) in CHANGES.items()}
        visit = _Visit(app, f"/drafts/{draft.id}/checks", cookie_of(app, author.id))
        db.session.commit()
        db.session.remove()
    milliseconds: dict[str, list[float]] = {name: [] for name in (*CHANGES, "page")}
    for run in range(-1, RUNS):  # the first one of all begins the trial
        for name, (path, more) in CHANGES.items():
            typed, page = visit.preview(path, texts[name] + more % (run + 1))
            if run >= 0:
                milliseconds[name].append(typed)
                milliseconds["page"].append(page)
    for name, found in milliseconds.items():
        what = "its page is fetched" if name == "page" else f"a {name} is typed in"
        yield at_most(f"preview: {what}", statistics.median(found), MOST, unit=" ms")
    with app.app_context():
        db.engine.dispose()


class _Visit:
    """An author's browser at the desk."""

    def __init__(self, app: Flask, address: str, cookie: str) -> None:
        self.client, self.address = app.test_client(), address
        self.client.set_cookie(*cookie.split("=", 1))
        token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps(CSRF)
        self.headers = {
            "X-CSRFToken": token if isinstance(token, str) else token.decode(),
            "Accept": "application/json",
        }

    def preview(self, path: str, text: str) -> tuple[float, float]:
        """Milliseconds of the processor until it is known what comes of that text, and then until its page is there:
        others may be using the machine."""
        begun = time.process_time()
        told = self.client.post(self.address, data={"path": path, "text": text}, headers=self.headers).get_json()
        shown = time.process_time()
        page = self.client.get(told["preview"])
        if not told["current"] or page.status_code != 200:
            raise LookupError(f"{path} is not shown: {told['problems'][:3]}")
        return 1000 * (shown - begun), 1000 * (time.process_time() - shown)
