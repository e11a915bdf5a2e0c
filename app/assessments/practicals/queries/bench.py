"""Finding what the board at the bench shows."""

from __future__ import annotations

from datetime import datetime

from app.assessments.practicals.board import Board, board_of
from app.assessments.practicals.queries.standing import practical_states
from app.courses.facts import CohortFacts
from app.courses.queries.enrolments import done_by_each, enrolments_in
from app.people.member import Member


def bench_board(member: Member, cohort: CohortFacts, *, at: datetime) -> Board:
    """The board of the cohort for one of its instructors. Three queries, however many trainees there are."""
    present = [each for each in enrolments_in(cohort) if each.active]
    done = done_by_each(present)
    trainees = [(each, done[each.id]) for each in present]
    return board_of(cohort, trainees, practical_states(present), at=at, seen_by=member.id)
