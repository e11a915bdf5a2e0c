"""The worker: it delivers letters, issues certificates, marks again, gathers the day's mail, and does what is due by
the clock.

python -m app.worker    work until a signal ends it; `app.serve` starts one beside the server (ETABLI_WORKER)

The database knows what is to do; the queue is only the clock and the bell. So any number of workers may run, and
one that was killed is missed for a minute at most.
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from flask import Flask
from huey import SqliteHuey, crontab
from huey.consumer import Consumer

from app import create_app
from app.assessments.quizzes.operations import close_overdue
from app.assessments.quizzes.operations.corrections import mark_again
from app.assessments.quizzes.queries import overdue_attempts
from app.assessments.quizzes.queries.corrections import waiting_lines
from app.certificates.issuing import Office, ask_for_what_was_earned, work_off
from app.certificates.school import school_of
from app.config import Settings, SettingsError
from app.db import db, writing
from app.mail.bell import bell_of
from app.mail.delivery import deliver_letters, recover_letters
from app.mail.transports import Transport, transport_of
from app.notices.operations import gather
from app.records.operations.throttle import forget_old_tries
from app.shared.clock import now

log = logging.getLogger(__name__)
THREADS = 2
"""So that the clock's work is done while a mail server is slow."""
LOOK_AFTER = 10.0
"""Seconds between two looks at whether all threads live."""
LAST_WORK = 15.0
"""Seconds that work under way has to end in when the worker is asked to."""
TRIES_ARE_KEPT = timedelta(days=2)
"""Longer than any limit on tries looks back."""
PARENT_DEATH_SIGNAL = 1
"""Of Linux's prctl(2)."""
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a worker that died begins anew."""


def main() -> None:
    """Work in this process. Ends with a sentence when a setting can't be used."""
    try:
        app = create_app()
    except SettingsError as wrong:
        sys.exit(f"Établi: {wrong.message}")
    work(app)


def work(app: Flask) -> None:
    """Work until SIGTERM or SIGINT comes: then end what is under way, and return."""
    endings = {signal.SIGTERM, signal.SIGINT}
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # whoever started this process ends it by itself
        endings.remove(signal.SIGINT)
    signal.pthread_sigmask(signal.SIG_BLOCK, endings)  # before threads begin, so that the signals come here alone
    consumer = consumer_of(app)
    bell_of(app).ring()  # what was left behind is seen to at once
    consumer.start()
    while signal.sigtimedwait(endings, LOOK_AFTER) is None:
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def keep_working(app: Flask) -> None:
    """Keep a worker going in a process of its own, until SIGTERM comes: one that died is replaced."""
    end_with_parent()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever ends a server in its terminal ends all its processes
    pause = FIRST_PAUSE
    while True:
        begun = time.monotonic()
        worker = multiprocessing.get_context("fork").Process(target=_work_below, args=(app,))
        worker.start()
        try:
            worker.join()
        finally:
            worker.terminate()
            worker.join()
        log.error("the worker ended by itself (%s); another one begins", worker.exitcode)
        if time.monotonic() - begun > LONGEST_PAUSE:
            pause = FIRST_PAUSE
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def end_with_parent() -> None:
    """Ask the system to end this process with the one that forked it: an orphan would keep what it holds."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


def consumer_of(app: Flask) -> Consumer:
    """What does the work of that application, by the clock and when the bell rings; it is not started yet."""
    bell = bell_of(app)
    queue: SqliteHuey = bell.rings.huey
    consumer = queue.create_consumer(workers=THREADS, max_delay=1.0, shutdown_timeout=LAST_WORK)
    settings: Settings = app.extensions["settings"]
    until = consumer.stop_flag.is_set
    office = Office(settings.public_url, school_of(settings), until)
    round_ = Round(transport_of(settings), ZoneInfo(settings.time_zone), until, office)
    bell.answer = _inside(app, round_.answer_bell)
    for task, often in (
        (round_.deliver, crontab()),
        (round_.issue, crontab()),
        (round_.issue_what_was_earned, crontab(minute="*/5")),
        (round_.gather, crontab(minute="*/10")),
        (round_.close_attempts, crontab(minute="*/5")),
        (round_.mark_again, crontab()),
        (round_.forget_tries, crontab(minute="30")),
    ):
        queue.periodic_task(often, name=task.__name__)(_inside(app, task))
    return consumer


@dataclass(frozen=True)
class Round:
    """What is done again and again; each of these may fail without the others."""

    transport: Transport
    time_zone: ZoneInfo
    until: Callable[[], bool]
    """Whether the worker has to stop."""
    office: Office
    _issuing: Lock = field(default_factory=Lock, init=False)

    def answer_bell(self) -> None:
        """Do at once what somebody has asked for."""
        self.deliver()
        self.issue()
        self.mark_again()

    def deliver(self) -> None:
        """Deliver what is due, and tell of what was left behind by somebody who was killed."""
        recover_letters(self.transport, at=now())
        deliver_letters(self.transport, until=self.until)

    def issue(self) -> None:
        """Issue the certificates that were asked for. A thousand take a while: the other threads do the rest."""
        if self._issuing.acquire(blocking=False):
            try:
                work_off(self.office)
            finally:
                self._issuing.release()

    def issue_what_was_earned(self) -> None:
        """Issue what was earned where it needn't be asked for."""
        ask_for_what_was_earned()
        self.issue()

    def gather(self) -> None:
        """Put the day's mail into the outbox; after six in the morning there is some."""
        with writing():
            gather(at=now().astimezone(self.time_zone))
            db.session.commit()

    def close_attempts(self) -> None:
        """Close and mark the attempts whose time is over, though nobody looks at them."""
        for attempt_id in overdue_attempts(at=now()):
            db.session.rollback()  # the next one begins a transaction of its own
            try:
                with writing():
                    close_overdue(attempt_id, at=now())
                    db.session.commit()
            except Exception:
                log.exception("attempt %s can't be closed", attempt_id)

    def mark_again(self) -> None:
        """Mark again what was marked by a key that an author has withdrawn."""
        for correction_id, attempt_id in waiting_lines():
            db.session.rollback()  # the next one begins a transaction of its own
            if self.until():
                return
            try:
                with writing():
                    mark_again(correction_id, attempt_id, at=now())
                    db.session.commit()
            except Exception:
                log.exception("attempt %s can't be marked again", attempt_id)

    def forget_tries(self) -> None:
        """Drop counts of tries that no limit asks for any more."""
        with writing():
            forget_old_tries(before=now() - TRIES_ARE_KEPT)
            db.session.commit()


def _inside(app: Flask, task: Callable[[], None]) -> Callable[[], None]:
    def inside() -> None:
        with app.app_context():
            task()

    return inside


def _work_below(app: Flask) -> None:
    end_with_parent()
    work(app)


if __name__ == "__main__":
    main()
