"""Which addresses may be followed from a page, and what an e-mail address looks like."""

from __future__ import annotations

import re
from typing import Final

SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
"""What a link may begin with; every other scheme runs or hides something."""

E_MAIL: Final = r"[^@\s<>()\[\],;:\\\"]+@[^@\s<>()\[\],;:\\\"./]+(\.[^@\s<>()\[\],;:\\\"./]+)+\Z"
"""A pattern for the whole of an e-mail address, without quotes and comments."""

# What browsers skip when they look for a scheme, and what is not seen on a page.
_UNSEEN: Final = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
                            r"\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff`]+")  # fmt: skip
_SCHEME: Final = re.compile(r"([^/?#:]*):")


def scheme(address: str) -> str:
    """What an address begins with, before the colon, as a browser would read it; empty if relative."""
    seen = _UNSEEN.sub("", address)
    found = _SCHEME.match(seen)
    return found[1].lower() if found else ""


def is_safe_address(address: str) -> bool:
    """Whether following the address can do no more than open a page, a mail or a call."""
    return scheme(address) in SCHEMES or not _SCHEME.match(_UNSEEN.sub("", address))


def is_elsewhere(address: str) -> bool:
    """Whether a browser could take the address for one of another host, or of none."""
    seen = _UNSEEN.sub("", address).replace("\\", "/")
    return bool(_SCHEME.match(seen)) or seen.startswith("//")
