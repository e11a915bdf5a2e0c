"""Paths that a request names for the way back."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(wanted: str | None) -> str:
    """`wanted` if it is a path of this application, else nothing: an address elsewhere would carry somebody off."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or not wanted.isprintable():
        # Browsers drop tabs and line breaks from addresses, so that `/<tab>/elsewhere` would lead elsewhere too.
        return ""
    parts = urlsplit(wanted)
    return wanted if not parts.scheme and not parts.netloc else ""
