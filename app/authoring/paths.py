"""What the files of a draft may be called, and which belong together. Pure."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Collection
from typing import Final

from app.curriculum.folder import TRACK
from app.curriculum.images import KINDS
from app.curriculum.values import is_language

TEXTS: Final = (".md", ".yaml")
"""How the names of files end that are written as text."""
LONGEST: Final = 200
"""Signs of a path."""

_FOR_WINDOWS: Final = frozenset('<>:"|?*\\')
_TRANSLATION: Final = re.compile(r"(.+)\.([^./]+)\.md")


def is_text(path: str) -> bool:
    """Whether a file of that name is written as text."""
    return path.endswith(TEXTS)


def is_fit(path: str) -> bool:
    """Whether a file of a course may be called so, on any machine: a text or a picture below the course's folder,
    or the track's file."""
    if path == TRACK:
        return True
    parts = path.split("/")
    is_odd = any(sign in _FOR_WINDOWS or unicodedata.category(sign) in ("Cc", "Cs") for sign in path)
    is_hidden = any(not part or part.startswith(".") for part in parts)
    return not is_odd and not is_hidden and len(path) <= LONGEST and path.endswith((*TEXTS, *KINDS))


def is_in_the_way(path: str, paths: Collection[str]) -> bool:
    """Whether there can't be a file of that path beside those that are there: one of them would have to be both a file
    and a folder, or has the same name but for capitals, which some machines don't tell apart."""
    folded = path.casefold()
    return any(
        other.startswith(f"{path}/") or path.startswith(f"{other}/") or (other != path and other.casefold() == folded)
        for other in paths
    )


def original_of(path: str) -> str | None:
    """The path of the file that a translation gives the texts of; None: it is called like no translation."""
    named = _TRANSLATION.fullmatch(path)
    return f"{named[1]}.md" if named and is_language(named[2]) else None


def translations_of(path: str, paths: Collection[str]) -> tuple[str, ...]:
    """The paths of a file's translations among those that are there, in order."""
    return tuple(sorted(other for other in paths if original_of(other) == path))


def with_other_name(translation: str, original: str) -> str:
    """The path of a translation when its original has another: the language stays.

    Raises ValueError for what isn't called like a translation.
    """
    named = _TRANSLATION.fullmatch(translation)
    if named is None:
        raise ValueError(f"{translation} is called like no translation")
    return f"{posixpath.splitext(original)[0]}.{named[2]}.md"
