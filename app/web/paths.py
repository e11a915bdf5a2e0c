"""Paths that a request names for the way back."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def own_path(wanted: str | None) -> str:
    """`wanted` if it is a path of this application, else nothing: an address elsewhere would carry somebody off."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or not wanted.isprintable():
        # Browsers drop tabs and line breaks from addresses, so that `/<tab>/elsewhere` would lead elsewhere too.
        return ""
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else ""


def own_referrer() -> str:
    """The page of this application from which the request came, if one did: strangers don't get a link back."""
    own = request.host_url.partition(":")[2]  # a proxy in front may speak another scheme than we hear
    referrer = request.referrer or ""
    return referrer if referrer.startswith((f"http:{own}", f"https:{own}")) else ""


def opens_a_page(path: str) -> bool:
    """Whether there is something to GET at that path: what answered a form may have no address of its own."""
    try:
        current_app.url_map.bind_to_environ(request.environ).match(urlsplit(path).path, method="GET")
    except HTTPException:
        return False
    return True
