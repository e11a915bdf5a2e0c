"""Sign-in names, for people without a mailbox."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from app.shared.fulltext import folded

NOT_TYPED = re.compile(r"[^a-z0-9]+")
LONGEST = 60
NAMELESS = "apprenant"
"""For names of which no letter is on a French keyboard."""


def sign_in_names(name: str) -> Iterator[str]:
    """Names that somebody called `name` could type to sign in, the plainest first, without end:
    fatou.diallo, fatou.diallo2, fatou.diallo3 …"""
    plain = NOT_TYPED.sub(".", folded(name)).strip(".")[:LONGEST].strip(".") or NAMELESS
    yield plain
    for number in count(2):
        yield f"{plain}{number}"
