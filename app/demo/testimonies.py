"""What witnesses at workplaces say of trainees of the demonstration school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from app.assessments.practicals.operations import ask_witness, decide_testimony, give_testimony
from app.assessments.practicals.queries.testimonies import testimony_place
from app.assessments.practicals.witnessing import Account, Did, Witness
from app.courses.facts import EnrolledItem
from app.courses.queries.enrolments import enrolment_facts
from app.shared.ids import new_id


@dataclass(frozen=True)
class Asked:
    """A trainee, the practical, who is asked, and how far it went."""

    trainee: str
    item_id: str
    witness: Witness
    did: Did | None = None
    """None: the witness hasn't answered yet."""
    words: str = ""
    decision: Literal["accepted", "refused"] | None = None


PORT = Witness("Bernard Allégorie", "Atelier du Port, Nantes")
QUAYS = Witness("Solange Métaphore", "Répar’Quais")
ASKED = (
    Asked(
        "Hugo Personne",
        "washing-machine-no-drain",
        PORT,
        "with_help",
        "Hugo a trouvé le filtre bouché tout seul. Pour la pompe, je lui ai montré où mesurer.",
    ),
    Asked("Issa Avatar", "washing-machine-no-drain", QUAYS),
    Asked(
        "Gaëlle Quelconque",
        "washing-machine-no-drain",
        QUAYS,
        "alone",
        "Propre, calme, tout noté. Je lui confierais un client.",
        "accepted",
    ),
)


def testify(asked: Asked, *, enrolment_id: UUID, by: UUID, at: datetime) -> None:
    """Ask that witness, let them answer a day later, and decide after another."""
    enrolled = enrolment_facts(enrolment_id)
    request_id = new_id()
    found = EnrolledItem(enrolled, enrolled.curriculum.items[asked.item_id])
    code = ask_witness(found, request_id=request_id, witness=asked.witness, by=by, at=at)
    if asked.did is None:
        return
    worked_on = (at - timedelta(days=2)).date()
    account = Account(worked_on, "Lavetta", "L7", asked.did, asked.words)
    give_testimony(code, account=account, at=at + timedelta(hours=5))
    if asked.decision is not None:
        decide_testimony(
            testimony_place(request_id), decision=asked.decision, reason="", by=by, at=at + timedelta(hours=8)
        )
