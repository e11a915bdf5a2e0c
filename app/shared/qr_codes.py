"""QR codes for pages: of addresses that somebody else's phone should open."""

from __future__ import annotations

import segno


def qr_code(text: str) -> str:
    """A QR code of `text`, black on white, as a data URI for `<img>`. A sixth of it may be dirty or torn."""
    uri: str = segno.make(text, error="m", micro=False).svg_data_uri(border=2, light="#fff")
    return uri
