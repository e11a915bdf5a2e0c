"""What software anywhere reads without being asked for a name: the answers of the public addresses of Open Badges."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, request

from app.shared.digests import sha256


def asked_address() -> str:
    """The school's address in whose name this request is answered: a former one where it came in by that, for badges of
    that time; else today's."""
    today: str = current_app.config["PUBLIC_URL"]
    known: dict[str, str] = {
        urlsplit(each).netloc.lower(): each for each in (*current_app.config["FORMER_URLS"], today)
    }
    return known.get(request.host.lower(), today)


def open_data(data: bytes, *, mimetype: str, fresh: timedelta) -> Response:
    """An answer that pages of other hosts may read, and that anybody may keep so long."""
    response = Response(data, mimetype=mimetype)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    response.cache_control.max_age = int(fresh.total_seconds())
    response.set_etag(sha256(data))
    response.make_conditional(request)
    return response
