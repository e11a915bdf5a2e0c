"""A trainee signs an outcome: they have seen it, and agree or don't."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from app.assessments.practicals.facts import SeenSignOff
from app.assessments.practicals.models import Acknowledgement, BenchText
from app.courses.facts import item_named
from app.courses.operations.enrolments import lock_enrolment, refuse_ended
from app.courses.queries.revisions import curriculum_of
from app.db import db
from app.notices.operations import News, notify_each, settle
from app.people.queries import coordinators_at
from app.records.operations.journal import write_journal
from app.shared.digests import new_salt, salted
from app.shared.errors import Refusal

DISAGREEMENT = "disagreement"
"""The kind of the words in `BenchText`, and of the notice."""


class DisagreementNeedsWords(Refusal):
    """Whoever doesn't agree says why."""

    status = 422
    code = "disagreement-needs-words"


def acknowledge(
    seen: SeenSignOff,
    *,
    by: UUID,
    at: datetime,
    agrees: bool = True,
    words: str = "",
    signed_with: Literal["account", "pin"] = "account",
    beside: UUID | None = None,
) -> bool:
    """The trainee's signature under the outcome; whether it is new, since the first one counts.

    `by` is the trainee, also where they told their PIN, which the caller has checked, on the device of somebody else:
    `beside`. Who doesn't agree says why in `words`, and a coordinator is asked. Raises DisagreementNeedsWords,
    Withdrawn, CohortClosed.
    """
    lock_enrolment(seen.enrolled.id)
    if db.session.get(Acknowledgement, seen.id) is not None:
        return False
    refuse_ended(seen.enrolled.id)
    if not (agrees or words):
        raise DisagreementNeedsWords
    salt = new_salt()
    made = Acknowledgement(
        sign_off_id=seen.id,
        acknowledged_at=at,
        signed_with=signed_with,
        agrees=agrees,
        words_digest=None if agrees else salted(words, salt),
    )
    db.session.add(made)
    if not agrees:
        db.session.add(BenchText(kind=DISAGREEMENT, owner_id=seen.id, text=words, salt=salt))
    db.session.flush()
    _journal(made, by, beside)
    settle([seen.enrolled.person_id], kind="outcome", subjects=[str(seen.id)], at=at)
    if not agrees:
        _ask_coordinators(seen, at)
    return True


def _journal(made: Acknowledgement, by: UUID, beside: UUID | None) -> None:
    detail = {"agrees": made.agrees, "with": made.signed_with, "words": made.words_digest}
    told = detail | ({"beside": str(beside)} if beside else {})
    at = made.acknowledged_at
    write_journal(
        "sign_off.acknowledged", by=by, at=at, kind="sign_off", id=made.sign_off_id, detail=told, covers=[made]
    )


def _ask_coordinators(seen: SeenSignOff, at: datetime) -> None:
    """Ask who decides, and tell who judged."""
    trainee_id = seen.enrolled.person_id
    details = {"person": str(trainee_id), **item_named(curriculum_of(seen.revision_id), seen.practical.id)}
    coordinators = coordinators_at(seen.enrolled.cohort.site_id) - {trainee_id}
    news = [News(each, DISAGREEMENT, str(seen.id), f"/disagreements/{seen.id}", details) for each in coordinators]
    if seen.assessor_id not in coordinators:
        news.append(News(seen.assessor_id, DISAGREEMENT, str(seen.id), f"/sign-offs/{seen.id}", details))
    notify_each(news, at=at)
