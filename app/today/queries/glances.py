"""What many trainees have behind them, in two statements however many they are.

These pages show hundreds of trainees, so the database adds up what it can, and no row is made into more than is
shown of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    union_all,
)

from app.assessments.cases.models import CaseMark, CaseRun
from app.assessments.practicals.models import Readiness, SignOff
from app.assessments.practicals.queries import counting
from app.assessments.quizzes.models import Attempt, FurtherAttempt, Mark
from app.assessments.quizzes.queries.attempts import annulled
from app.certificates.models import Certificate
from app.certificates.queries import vouched_for
from app.courses.facts import CohortFacts, Enrolled
from app.courses.models import Completion, DueDate, Enrolment, GateDecision
from app.courses.queries.enrolments import enrolments_in_each, kept_by_each
from app.db import db
from app.today.glance import CaseGlance, CohortGlance, Glance, Plan, PracticalGlance, QuizGlance, Record, glance_of
from app.today.queries.standings import local_date

COMPLETED, DECIDED, DUE_FOR_ALL, DUE_FOR_ONE, CERTIFIED = range(5)
SPACE = " "
"""Between items: their ids have none."""
READY, RUNNING, PASSED, FAILED, ANNULLED, FURTHER = "ready", "running", "passed", "failed", "annulled", "further"
"""What an act is called; a sign-off is called by its outcome, or, of a safety stop, STOPPED."""
STOPPED, NOT_YET = "stopped", "not_yet_competent"
OF_A_QUIZ = frozenset({RUNNING, PASSED, FAILED, ANNULLED, FURTHER})
VOUCHED = "vouched"
AT_THE_BENCH, SOLVED, UNSOLVED = "at-the-bench", "solved", "unsolved"
OF_A_CASE = frozenset({AT_THE_BENCH, SOLVED, UNSOLVED})
Act: TypeAlias = "tuple[str, UUID, datetime]"
"""What it is, its id, and when."""
CalledNow: TypeAlias = "Mapping[UUID, Callable[[str], str]]"
"""By enrolment, what tells the id that an item has now."""


@dataclass
class _Known:
    done: frozenset[str] = frozenset()
    last_at: datetime | None = None
    gates: dict[str, str] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)
    certified: bool = False
    vouched_for: bool = False


@dataclass
class _Acts:
    """By item, in the order in which they were made."""

    quizzes: dict[str, list[Act]] = field(default_factory=dict)
    cases: dict[str, list[Act]] = field(default_factory=dict)
    practicals: dict[str, list[Act]] = field(default_factory=dict)

    def called(self, word: str) -> dict[str, list[Act]]:
        """Those among which an act belongs that is called so."""
        return self.quizzes if word in OF_A_QUIZ else self.cases if word in OF_A_CASE else self.practicals


def cohort_glances(cohorts: Sequence[CohortFacts], *, at: datetime) -> tuple[CohortGlance, ...]:
    """These cohorts with their trainees. Three queries, for one cohort as for twenty; none for none."""
    if not cohorts:
        return ()
    plans = {cohort.id: Plan(cohort, local_date(cohort, at)) for cohort in cohorts}
    trainees: dict[UUID, list[Glance]] = {cohort.id: [] for cohort in cohorts}
    enrolments = enrolments_in_each(cohorts)
    records = _records(enrolments)
    for enrolled in enrolments:
        plan = plans[enrolled.cohort.id]
        trainees[enrolled.cohort.id].append(glance_of(enrolled, record=records[enrolled.id], plan=plan))
    return tuple(CohortGlance(plans[cohort.id], tuple(trainees[cohort.id])) for cohort in cohorts)


def _records(enrolments: Sequence[Enrolled]) -> dict[UUID, Record]:
    called_now = {enrolled.id: enrolled.curriculum.called_now for enrolled in enrolments}
    known, acts = _known(called_now), _acts(called_now)
    since = {each: dict.fromkeys(seen.done, seen.last_at) for each, seen in known.items() if seen.last_at}
    kept = kept_by_each(enrolments, since)
    return {
        each: Record(
            known[each].done,
            known[each].last_at,
            known[each].gates,
            known[each].due,
            {item_id: _quiz(made) for item_id, made in acts[each].quizzes.items()},
            {item_id: _case(made) for item_id, made in acts[each].cases.items()},
            {item_id: _practical(made) for item_id, made in acts[each].practicals.items()},
            known[each].certified,
            known[each].vouched_for,
            kept.get(each, {}),
        )
        for each in called_now
    }


def _known(called_now: CalledNow) -> dict[UUID, _Known]:
    found = {each: _Known() for each in called_now}
    for enrolment_id, key, decision, due_on, at, sort in db.session.execute(_KNOWN, {"ids": list(found)}):
        known = found[enrolment_id]
        if sort == COMPLETED:
            known.done, known.last_at = frozenset(map(called_now[enrolment_id], key.split(SPACE))), at
        elif sort == DECIDED:
            known.gates[key] = decision
        elif sort == CERTIFIED:
            known.certified, known.vouched_for = True, known.vouched_for or decision == VOUCHED
        else:
            known.due[key] = due_on
    return found


def _acts(called_now: CalledNow) -> dict[UUID, _Acts]:
    found = {each: _Acts() for each in called_now}
    for enrolment_id, item_id, word, act_id, at, _ in db.session.execute(_ACTS, {"ids": list(found)}):
        kept = found[enrolment_id].called(word)
        kept.setdefault(called_now[enrolment_id](item_id), []).append((word, act_id, at))
    return found


def _quiz(acts: Sequence[Act]) -> QuizGlance:
    attempts = [act for act in acts if act[0] != FURTHER]
    words = [word for word, _, _ in attempts]
    running_id = next((act_id for word, act_id, _ in attempts if word == RUNNING), None)
    last_id = next((act_id for word, act_id, _ in reversed(attempts) if word != RUNNING), None)
    further = len(acts) - len(attempts)
    return QuizGlance(running_id, len(words), words.count(FAILED), PASSED in words, last_id, further)


def _case(acts: Sequence[Act]) -> CaseGlance:
    running_id = next((act_id for word, act_id, _ in acts if word == AT_THE_BENCH), None)
    last_id = next((act_id for word, act_id, _ in reversed(acts) if word != AT_THE_BENCH), None)
    words = [word for word, _, _ in acts]
    return CaseGlance(running_id, len(acts), SOLVED in words, last_id, words.count(UNSOLVED))


def _practical(acts: Sequence[Act]) -> PracticalGlance:
    declared_at = max((at for word, _, at in acts if word == READY), default=None)
    judged = [act for act in acts if act[0] != READY]
    if not judged:
        return PracticalGlance(declared_at, None, None, 0)
    word, last_id, ended_at = judged[-1]
    waits = declared_at is not None and declared_at > ended_at
    not_yets = sum(1 for each, _, _ in judged if each in (STOPPED, NOT_YET))
    outcome = NOT_YET if word == STOPPED else word
    return PracticalGlance(declared_at if waits else None, last_id, outcome, not_yets, word == STOPPED)


_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_completion, _decision, _due = Completion.__table__.c, GateDecision.__table__.c, DueDate.__table__.c
_enrolment, _attempt, _mark = Enrolment.__table__.c, Attempt.__table__.c, Mark.__table__.c
_further, _run, _run_mark = FurtherAttempt.__table__.c, CaseRun.__table__.c, CaseMark.__table__.c
_readiness, _sign_off, _certificate = Readiness.__table__.c, SignOff.__table__.c, Certificate.__table__.c


def _sort(number: int) -> Any:
    return literal_column(str(number), Integer).label("sort")


# The last row counts: decisions on a gate come in the order in which they were made, dates for one after those for
# all. NULL is cast since PostgreSQL takes it for text otherwise.
_KNOWN = union_all(
    select(
        _completion.enrolment_id,
        func.aggregate_strings(_completion.item_id, SPACE).label("key"),
        null().label("decision"),
        cast(null(), Date).label("due_on"),
        func.max(_completion.completed_at).label("at"),
        _sort(COMPLETED),
    )
    .where(_completion.enrolment_id.in_(_IDS))
    .group_by(_completion.enrolment_id),
    select(
        _decision.enrolment_id,
        _decision.gate,
        _decision.decision,
        cast(null(), Date),
        _decision.decided_at,
        _sort(DECIDED),
    ).where(_decision.enrolment_id.in_(_IDS)),
    select(_enrolment.id, _due.item_id, null(), _due.due_on, _due.set_at, _sort(DUE_FOR_ALL))
    .select_from(DueDate.__table__.join(Enrolment.__table__, _enrolment.cohort_id == _due.cohort_id))
    .where(_enrolment.id.in_(_IDS), _due.enrolment_id.is_(None)),
    select(_due.enrolment_id, _due.item_id, null(), _due.due_on, _due.set_at, _sort(DUE_FOR_ONE)).where(
        _due.enrolment_id.in_(_IDS)
    ),
    select(
        _certificate.enrolment_id,
        null(),
        case((vouched_for(), VOUCHED)),
        cast(null(), Date),
        _certificate.issued_at,
        _sort(CERTIFIED),
    ).where(_certificate.enrolment_id.in_(_IDS)),
).order_by("sort", "at")

_later = Mark.__table__.alias("later")
_LAST_MARK = select(func.max(_later.c.number)).where(_later.c.attempt_id == _attempt.id).scalar_subquery()

_later_of_run = CaseMark.__table__.alias("later_of_run")
_LAST_OF_RUN = select(func.max(_later_of_run.c.number)).where(_later_of_run.c.run_id == _run.id).scalar_subquery()

_word = case((_attempt.closed_at.is_(None), RUNNING), (annulled(), ANNULLED), (_mark.passed, PASSED), else_=FAILED)

_word_of_run = case((_run.ended_at.is_(None), AT_THE_BENCH), (_run_mark.passed, SOLVED), else_=UNSOLVED)

_word_of_sign_off = case((_sign_off.stopped, STOPPED), else_=_sign_off.outcome)

# Attempts, runs, sign-offs that count, and the last readiness of each place, in the order in which they were made:
# numbers alone don't tell where a quiz was renamed between two attempts.
_ACTS = union_all(
    select(
        _attempt.enrolment_id,
        _attempt.item_id,
        _word.label("word"),
        _attempt.id.label("id"),
        _attempt.started_at.label("at"),
        _attempt.number.label("number"),
    )
    .select_from(
        Attempt.__table__.outerjoin(Mark.__table__, and_(_mark.attempt_id == _attempt.id, _mark.number == _LAST_MARK))
    )
    .where(_attempt.enrolment_id.in_(_IDS)),
    select(_run.enrolment_id, _run.item_id, _word_of_run, _run.id, _run.started_at, _run.number)
    .select_from(
        CaseRun.__table__.outerjoin(
            CaseMark.__table__, and_(_run_mark.run_id == _run.id, _run_mark.number == _LAST_OF_RUN)
        )
    )
    .where(_run.enrolment_id.in_(_IDS)),
    select(
        _sign_off.enrolment_id,
        _sign_off.item_id,
        _word_of_sign_off,
        _sign_off.id,
        _sign_off.ended_at,
        literal_column("0", Integer),
    ).where(_sign_off.enrolment_id.in_(_IDS), counting()),
    select(
        _further.enrolment_id,
        _further.item_id,
        literal_column(f"'{FURTHER}'", String),
        _further.id,
        _further.granted_at,
        literal_column("0", Integer),
    ).where(_further.enrolment_id.in_(_IDS)),
    select(
        _readiness.enrolment_id,
        _readiness.item_id,
        literal_column(f"'{READY}'", String),
        cast(null(), _readiness.id.type),
        func.max(_readiness.declared_at),
        literal_column("0", Integer),
    )
    .where(_readiness.enrolment_id.in_(_IDS))
    .group_by(_readiness.enrolment_id, _readiness.item_id),
).order_by("at", "number", "id")
