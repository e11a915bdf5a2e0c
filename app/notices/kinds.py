"""The kinds of notices, and how people usually hear of each by mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

MailChoiceCode: TypeAlias = Literal["at_once", "daily", "never"]


@dataclass(frozen=True)
class Kind:
    """One kind of notice: what usually leaves by mail, and whether only staff get it."""

    code: str
    usual: MailChoiceCode
    for_staff: bool = False


KINDS = {
    kind.code: kind
    for kind in (
        Kind("outcome", "at_once"),
        Kind("decision", "at_once"),
        Kind("quiz", "at_once"),
        Kind("certificate", "at_once"),
        Kind("licence", "at_once"),
        Kind("safety", "at_once"),
        Kind("witnessed", "daily"),
        Kind("fallen", "at_once", for_staff=True),
        Kind("reply", "at_once"),
        # Twenty trainees who are ready shall not be twenty mails.
        Kind("ready", "daily", for_staff=True),
        Kind("report", "daily", for_staff=True),
        Kind("pushed", "at_once", for_staff=True),
        Kind("disagreement", "at_once", for_staff=True),
        Kind("clash", "at_once", for_staff=True),
        Kind("testimony", "daily", for_staff=True),
        Kind("moderation", "at_once", for_staff=True),
    )
}


def kinds_for(*, staff: bool) -> tuple[Kind, ...]:
    """The kinds that somebody can get."""
    return tuple(kind for kind in KINDS.values() if staff or not kind.for_staff)
