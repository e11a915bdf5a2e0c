"""Working off what was asked to be issued. It commits, one certificate a transaction.

A line is drafted in one transaction, drawn outside of any, and written down in another, which also settles the line.
So whoever is killed leaves a line that waits, or one that is done. Any number of processes may do this at once:
whoever comes second with a certificate finds that there is one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from random import SystemRandom

from app.certificates.facts import School
from app.certificates.operations import (
    Draft,
    IssuerMayNot,
    begin_automatic_run,
    draft_each,
    draw,
    record_earlier,
    record_line,
    refuse_line,
)
from app.certificates.queries import WaitingLine, cohorts_issuing, issued_to, still_waits, waiting_lines
from app.courses.queries.enrolments import enrolment_facts
from app.db import db, writing
from app.people.queries import coordinators_at
from app.shared.clock import now
from app.shared.errors import Refusal

log = logging.getLogger(__name__)
AT_ONCE = 10
"""Lines of a run until the next run has its turn: who asks for one certificate needn't wait for a thousand."""
ENOUGH = 3
"""Troubles one after the other that aren't the trainee's: the database, the files or the keys are out of order."""
_random = SystemRandom()


@dataclass(frozen=True)
class Office:
    """Who issues, and until when."""

    public_url: str
    school: School
    until: Callable[[], bool] = lambda: False
    """Whether to stop."""


def work_off(office: Office) -> None:
    """Try once each line that waits, also those that are asked for meanwhile. What can't be issued at the moment is
    left for the next time. Commits."""
    tried: set[WaitingLine] = set()
    troubles = 0
    while lines := _next(tried):
        for line in lines:
            if office.until() or troubles == ENOUGH:
                return
            tried.add(line)
            troubles = 0 if _settled(line, office) else troubles + 1


def ask_for_what_was_earned() -> None:
    """Begin runs for the cohorts whose certificates are issued as soon as they are earned. Commits."""
    for cohort_id in cohorts_issuing():
        db.session.rollback()  # the next one begins a transaction of its own
        try:
            with writing():
                begin_automatic_run(cohort_id, at=now())
                db.session.commit()
        except Exception:
            log.exception("the certificates of cohort %s can't be asked for", cohort_id)
    db.session.rollback()


def _next(tried: Collection[WaitingLine]) -> list[WaitingLine]:
    """Some lines of each run, in any order inside: workers that begin together draw different ones."""
    lines = [line for line in waiting_lines() if line not in tried]
    db.session.rollback()
    runs = [list(run) for _, run in groupby(lines, key=lambda line: line.run_id)]
    return [line for run in runs for line in _random.sample(run, min(len(run), AT_ONCE))]


def _settled(line: WaitingLine, office: Office) -> bool:
    """Try that line; whether it was settled."""
    try:
        _work_off(line, office)
    except Exception:
        log.exception("the certificate of enrolment %s can't be issued now", line.enrolment_id)
        return False
    finally:
        db.session.rollback()
    return True


def _work_off(line: WaitingLine, office: Office) -> None:
    at = now()
    try:
        drafts = _drafts(line, office, at)
        db.session.rollback()  # others may write while it is drawn
        drawn = [draw(each, public_url=office.public_url) for each in drafts]
        with writing():
            for each in drawn:
                record_line(line.run_id, drawn=each, by=line.begun_by)
            db.session.commit()
    except Refusal as refusal:
        db.session.rollback()
        with writing():
            refuse_line(line.run_id, enrolment_id=line.enrolment_id, code=refusal.code, at=at)
            db.session.commit()


def _drafts(line: WaitingLine, office: Office, at: datetime) -> tuple[Draft, ...]:
    """What the line's certificate says; nothing when somebody else has issued it: then the line is settled. Raises
    Refusal."""
    if not still_waits(line):
        return ()
    place = enrolment_facts(line.enrolment_id)
    if line.begun_by not in coordinators_at(place.cohort.site_id):
        raise IssuerMayNot
    exceptions = {place.id: line.exception}
    drafts = draft_each([place], by=line.begun_by, at=at, school=office.school, exceptions=exceptions)
    if not drafts:
        _settle_with_earlier(line, at)
    return drafts


def _settle_with_earlier(line: WaitingLine, at: datetime) -> None:
    db.session.rollback()
    with writing():
        earlier = issued_to(line.enrolment_id)
        if earlier is not None:
            record_earlier(line.run_id, certificate=earlier, at=at)
        db.session.commit()
