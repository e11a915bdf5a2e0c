"""Testimony of a witness outside the school: the code of its link, and what pages and predicates know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

from app.courses.facts import Enrolled
from app.curriculum.model import Practical
from app.people.invitation_code import as_typed
from app.shared.keys import keys

TESTIMONY_LASTS: Final = timedelta(days=14)
SIGNS: Final = 20
"""A hundred bits: nobody guesses one, and it is never typed from memory."""
Did: TypeAlias = Literal["alone", "with_help", "watched"]
WAYS: Final[tuple[Did, ...]] = ("alone", "with_help", "watched")
"""How the trainee did the work."""
Step: TypeAlias = Literal["asked", "expired", "to_decide", "accepted", "refused"]
Erased: TypeAlias = Literal["words", "all"]
"""What is erased of a testimony: what the witness said, or their name and workplace as well."""


def testimony_code(request_id: UUID) -> str:
    """The code of a link, as its address has it. It is made anew where it is shown, and stored nowhere."""
    return keys.code("testimony", str(request_id), length=SIGNS)


def testimony_digest(code: str) -> str:
    """What the database keeps of a code, however it was typed."""
    return keys.digest("testimony", as_typed(code))


@dataclass(frozen=True)
class Witness:
    """Who is asked: all that is known of them. Empty once it was erased."""

    name: str
    workplace: str

    @property
    def text(self) -> str:
        """As it lies beside the request: two lines."""
        return f"{self.name}\n{self.workplace}"

    @classmethod
    def of(cls, text: str | None) -> Witness:
        """The witness of such a text; None: it was erased."""
        name, _, workplace = (text or "").partition("\n")
        return cls(name, workplace)


@dataclass(frozen=True)
class Account:
    """What a witness says of the work."""

    worked_on: date
    device_brand: str
    device_model: str
    did: Did
    words: str
    """Empty once they were erased."""

    @property
    def device(self) -> str:
        """Brand and model as one reads them."""
        return f"{self.device_brand} {self.device_model}"


@dataclass(frozen=True)
class SeenTestimony:
    """A request for testimony, and what became of it; `practical` is of the revision in which it was asked for."""

    id: UUID
    enrolment_id: UUID
    trainee: str
    cohort: str
    time_zone: str
    practical: Practical
    witness: Witness
    asked_by: str
    """Empty: somebody who is not known any more."""
    asked_at: datetime
    expires_at: datetime
    account: Account | None
    given_at: datetime | None
    decision: str | None
    """accepted or refused; None: nobody decided yet."""
    decided_by: str
    decided_at: datetime | None

    def step(self, at: datetime) -> Step:
        """Where it stands."""
        if self.decision is not None:
            return "accepted" if self.decision == "accepted" else "refused"
        if self.account is not None:
            return "to_decide"
        return "asked" if self.expires_at > at else "expired"


@dataclass(frozen=True)
class EnrolledTestimony:
    """A testimony with the trainee's place, for those who decide on it."""

    enrolled: Enrolled
    testimony: SeenTestimony
    reason: str
    """Why it was accepted or refused; empty when none was given, or when it was erased."""


@dataclass(frozen=True)
class WitnessedWork:
    """What a witness is asked about."""

    request_id: UUID
    enrolled: Enrolled
    practical: Practical
    witness: Witness
    asked_by: str
    expires_at: datetime
