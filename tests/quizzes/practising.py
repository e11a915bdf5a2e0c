"""Practising what the cast's trainee was asked in the safety quiz."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from app.assessments.quizzes.models import PracticeAnswer
from app.assessments.quizzes.operations.practice import answer_again
from app.assessments.quizzes.queries.practice import AskedAgain, asked_again
from app.people.member import Member
from app.shared.ids import new_id
from tests.cast import Cast

CRITICAL = "strap-near-mains"
"""The safety question of the safety quiz; its second option is right."""


def asked(cast: Cast, question_id: str, member: Member | None = None) -> AskedAgain | None:
    """The trainee's place before that question of the safety quiz, as `member` (or the trainee) finds it."""
    return asked_again(
        member or cast.trainee, enrolment_id=cast.enrolment_id, item_id="safety-quiz", question_id=question_id
    )


def practise(
    cast: Cast, question_id: str, answer: Any, *, at: datetime, answer_id: UUID | None = None
) -> PracticeAnswer:
    """The trainee's answer in practice to that question of the safety quiz."""
    found = asked(cast, question_id)
    assert found is not None
    return answer_again(found, answer_id=answer_id or new_id(), answer=answer, at=at)
