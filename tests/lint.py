"""A test client that reads each page it gets as a strict browser and a blind reader would."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import db

HTML = "{http://www.w3.org/1999/xhtml}"
LABELLED = ("input", "select", "textarea")
SELF_EXPLAINING = ("hidden", "submit", "button", "image")


class PageClient(FlaskClient):
    """Flask's client; every HTML page that comes back has to pass `lint`."""

    def open(self, *args: Any, **more: Any) -> TestResponse:
        # What the test did so far is there for the request, which gets an application context of its own:
        # else it would share `g`, and with it the member and the language, with every other request.
        db.session.commit()
        with self.application.app_context():
            response: TestResponse = super().open(*args, **more)
        whole = response.data.lstrip().lower().startswith(b"<!doctype")
        if response.mimetype == "text/html" and whole:
            faults = lint(response.get_data(as_text=True))
            assert faults == [], f"{response.request.path}: {faults}"
        return response


def lint(page: str) -> list[str]:
    """What is wrong with a page, in words; empty when nothing is."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    root = parser.parse(page)
    faults = [f"invalid HTML at {position}: {code} {values}" for position, code, values in parser.errors]
    if not root.get("lang"):
        faults.append("no lang")
    # What lies in a template is not on the page.
    spare = {heading for template in root.iter(f"{HTML}template") for heading in template.iter(f"{HTML}h1")}
    headings = [heading for heading in root.iter(f"{HTML}h1") if heading not in spare]
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1")
    faults += _inline(root) + _unlabelled(root) + _without_alternative(root) + _doubled_ids(root)
    return faults


def _inline(root: Element) -> list[str]:
    faults = [f"inline {name}" for name in ("style",) for _ in root.iter(f"{HTML}{name}")]
    # What has the type of data is never run.
    run = [script for script in root.iter(f"{HTML}script") if script.get("type") != "application/json"]
    faults += ["inline script" for script in run if not script.get("src")]
    for element in root.iter():
        faults += [f"inline {name}" for name in element.attrib if name == "style" or name.startswith("on")]
    return faults


def _unlabelled(root: Element) -> list[str]:
    labels = {label.get("for") for label in root.iter(f"{HTML}label")}
    wrapped = {id(child) for label in root.iter(f"{HTML}label") for child in label.iter()}
    return [
        f"no label: {element.get('name') or element.get('id')}"
        for name in LABELLED
        for element in root.iter(f"{HTML}{name}")
        if element.get("type") not in SELF_EXPLAINING
        and element.get("id") not in labels
        and id(element) not in wrapped
        and not (element.get("aria-label") or element.get("aria-labelledby"))
    ]


def _without_alternative(root: Element) -> list[str]:
    return [f"no alt: {image.get('src')}" for image in root.iter(f"{HTML}img") if image.get("alt") is None]


def _doubled_ids(root: Element) -> list[str]:
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    return sorted({f"id twice: {each}" for each in ids if ids.count(each) > 1})
