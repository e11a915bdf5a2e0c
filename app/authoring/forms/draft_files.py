"""What the page of a file sends: read as it is, since a course is made of its very signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.shared.ids import new_id

_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class TextForm:
    """A text as its author has it now."""

    text: str
    """Its lines end at LF."""
    path: str
    before: str | None
    """The digest of what the author began from; None: there was no such file."""
    act_id: UUID

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> TextForm:
        """What was sent; an act without a usable id of its own gets one."""
        text = fields.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
        before = fields.get("before", "")
        act = fields.get("act_id", "")
        return cls(text, fields.get("path", ""), before if _DIGEST.fullmatch(before) else None, _id(act))


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        return new_id()
