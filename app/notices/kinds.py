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
        Kind("quiz", "at_once"),
        Kind("certificate", "at_once"),
        Kind("reply", "at_once"),
        # Twenty trainees who are ready shall not be twenty mails.
        Kind("ready", "daily", for_staff=True),
        Kind("report", "daily", for_staff=True),
    )
}


def kinds_for(*, staff: bool) -> tuple[Kind, ...]:
    """The kinds that somebody can get."""
    return tuple(kind for kind in KINDS.values() if staff or not kind.for_staff)
