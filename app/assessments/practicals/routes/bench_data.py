"""What the board's page gives its scripts: names and states, criteria with their words, no remarks and no marks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from app.assessments.practicals.board import BenchState, BenchTrainee, Board
from app.assessments.practicals.facts import RETAKE
from app.assessments.practicals.outcome import least_level, top_level
from app.assessments.practicals.sealed import envelope_key
from app.courses.progress import LICENCE
from app.curriculum.model import Criterion, Practical
from app.people.member import Member
from app.web.titles import foreign


def bench_data(board: Board, assessor: Member, *, has_pin: bool, at: datetime) -> dict[str, Any]:
    """What the scripts of the board's page need, so that it works without the network."""
    return {
        "cohort": {"id": str(board.cohort.id), "name": board.cohort.name},
        "kept_for": assessor.kept_for,
        "assessor": {"id": str(assessor.id), "name": assessor.name, "has_pin": has_pin},
        "key": envelope_key().public,
        "made_at": at.isoformat(),
        "practicals": [_practical(each, board.cohort.revision_id) for each in board.practicals],
        "trainees": [_trainee(each, board) for each in board.trainees],
    }


def why_locked(state: BenchState) -> str:
    """What locks a practical for a trainee, in a sentence."""
    if LICENCE in state.closed:
        return str(gettext("The safety licence is suspended."))
    if not state.openers and RETAKE in state.closed:
        return str(gettext("The one retake is spent: another assessment takes a reason."))
    if not state.openers:
        return str(gettext("A gate of the course is closed."))
    return " ".join(gettext("It opens with the quiz “%(quiz)s”.", quiz=quiz.title) for quiz in state.openers)


def what_is_missing(practical: Practical, state: BenchState) -> str:
    """How many more successes it takes, where one isn't enough."""
    missing = state.missing
    if practical.successes == 1 or not missing.more:
        return ""
    more: str = ngettext("%(num)s more success is needed.", "%(num)s more successes are needed.", missing.more)
    if not missing.other_than:
        return more
    not_on = gettext("Not on these devices again: %(devices)s.", devices=", ".join(missing.other_than))
    return f"{more} {not_on}"


def _practical(practical: Practical, revision_id: int) -> dict[str, Any]:
    return {
        "id": practical.id,
        "revision": revision_id,
        "title": practical.title,
        "lang": foreign(practical),
        "minutes": practical.minutes,
        "pass": str(practical.pass_percent),
        "photos": practical.photos,
        "successes": practical.successes,
        "different_devices": practical.different_devices,
        "requires_licence": True,
        "criteria": [_criterion(each) for each in practical.criteria],
    }


def _criterion(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "title": criterion.title,
        "html": criterion.title_html,
        "critical": criterion.critical,
        "condition": criterion.critical and not criterion.levels,
        "least": least_level(criterion),
        "top": top_level(criterion),
        "levels": [Markup(level).striptags() for level in criterion.levels],  # noqa: S704 - cleaned by the compiler
    }


def _trainee(trainee: BenchTrainee, board: Board) -> dict[str, Any]:
    return {
        "enrolment": str(trainee.enrolled.id),
        "name": trainee.enrolled.name,
        "states": {each.id: _state(each, trainee.states[each.id]) for each in board.practicals},
    }


def _state(practical: Practical, state: BenchState) -> dict[str, Any]:
    return {
        "state": state.state,
        "why": why_locked(state) if state.state == "locked" else "",
        "successes": state.successes,
        "missing": what_is_missing(practical, state),
        "since": state.since.isoformat() if state.since else None,
    }
