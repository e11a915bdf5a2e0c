"""Pages go compressed to browsers that take it: on a phone's network the bytes cost more than the time."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

SMALLEST = 1024
"""Bytes. Below it, compressing costs more than it spares."""
LEVEL = 4
COMPRESSED = frozenset({"text/html", "image/svg+xml"})


def init_app(app: Flask) -> None:
    """Compress what is worth it."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype not in COMPRESSED or response.direct_passthrough or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(data := response.get_data()) >= SMALLEST:
        response.set_data(gzip.compress(data, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
