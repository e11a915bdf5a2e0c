"""Attempts in the large school, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from app.assessments.quizzes.marking import Marking
from app.assessments.quizzes.models import Mark, QuestionMark
from app.assessments.quizzes.timing import deadline_for
from app.courses.models import GateDecision
from app.curriculum.model import Quiz
from app.demo.acts import QUIZ_TAKES, STORIES, paced
from app.demo.answers import Story
from app.demo.large.ledger import ATTEMPT, Row
from app.demo.large.scripts import Sitting
from app.demo.large.way import Way
from app.shared.ids import new_id


def pass_quiz(way: Way, quiz: Quiz, slots: Sequence[datetime]) -> None:
    """Pass, in two slots or more not always at once."""
    story = way.chance.choice(STORIES)
    if story == "passed" or len(slots) == 1:
        _sit(way, quiz, slots[-1], "passed", 1)
        return
    _sit(way, quiz, slots[0], story, 1)
    _sit(way, quiz, slots[-1], "passed", 2)


def fail_quiz(way: Way, quiz: Quiz, at: datetime) -> None:
    """Fail once, and leave it."""
    _sit(way, quiz, at, "points", 1)


def _sit(way: Way, quiz: Quiz, at: datetime, story: Story, number: int) -> None:
    sitting = way.chance.choice(way.scripts.sittings(quiz, story))
    attempt = _attempt(way, quiz, sitting, at, number)
    way.ledger.add_ended(ATTEMPT, attempt, _responses(attempt["id"], sitting, at))
    _mark(way, attempt["id"], sitting.marking, attempt["closed_at"])
    _tell(way, attempt, sitting.marking)
    if sitting.marking.passed:
        way.completed(quiz, attempt["closed_at"])
        if quiz.gate:
            _open_gate(way, quiz.gate, attempt["closed_at"])


def _attempt(way: Way, quiz: Quiz, sitting: Sitting, at: datetime, number: int) -> Row:
    return {
        "id": new_id(),
        "enrolment_id": way.enrolled.id,
        "item_id": quiz.id,
        "revision_id": way.enrolled.cohort.revision_id,
        "number": number,
        "asked": sitting.asked,
        "started_at": at,
        "deadline": deadline_for(quiz, started_at=at),
        "closed_at": at + QUIZ_TAKES,
    }


def _responses(attempt_id: UUID, sitting: Sitting, at: datetime) -> list[Row]:
    return [
        {
            "id": new_id(),
            "attempt_id": attempt_id,
            "question_id": question_id,
            "number": 1,
            "answer": answer,
            "saved_at": then,
        }
        for (question_id, answer), then in zip(sitting.given.items(), paced(attempt_id, since=at), strict=False)
    ]


def _mark(way: Way, attempt_id: UUID, marking: Marking, at: datetime) -> None:
    mark_id = new_id()
    way.ledger.add(
        Mark,
        id=mark_id,
        attempt_id=attempt_id,
        number=1,
        thousandths=marking.thousandths,
        possible_thousandths=marking.possible,
        critical_missed=marking.critical_missed,
        passed=marking.passed,
        marked_at=at,
    )
    for marked in marking.questions:
        way.ledger.add(
            QuestionMark,
            mark_id=mark_id,
            question_id=marked.question.id,
            question_digest=marked.question.digest,
            thousandths=marked.thousandths,
            possible_thousandths=marked.possible,
        )


def _tell(way: Way, attempt: Row, marking: Marking) -> None:
    by, id_ = way.enrolled.person_id, attempt["id"]
    about = {"enrolment": str(way.enrolled.id), "item": attempt["item_id"]}
    begun, ended = attempt["started_at"], attempt["closed_at"]
    way.happened(begun, "attempt.started", by=by, kind="attempt", id=id_, **about, number=attempt["number"])
    earned = {"thousandths": marking.thousandths, "passed": marking.passed}
    way.happened(ended, "attempt.closed", by=by, kind="attempt", id=id_, **about, **earned)


def _open_gate(way: Way, gate: str, at: datetime) -> None:
    way.done.gates[gate] = "opened"
    enrolment_id = way.enrolled.id
    way.ledger.add(
        GateDecision,
        id=new_id(),
        enrolment_id=enrolment_id,
        gate=gate,
        decision="opened",
        decided_at=at,
        decided_by=None,
    )
    way.happened(at, "gate.opened", by=None, kind="enrolment", id=enrolment_id, gate=gate)
