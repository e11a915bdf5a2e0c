"""Delivering the letters of the outbox: each leaves once, or somebody is shown that it didn't.

A letter is claimed, worded and marked as being sent in one transaction, handed over outside of any, and marked with
what became of it in another. So whoever is killed leaves a letter that waits, one that has left, or, in the moment
of handing it over, one that is unclear.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from app.config import Settings
from app.db import db, writing
from app.mail.contents import contents_of
from app.mail.transports import Outcome, Parcel, Transport, packed, recipient, sender_of
from app.mail.words import words_of
from app.people.models import Person
from app.records.models import Letter
from app.records.operations.outbox import (
    begin_sending,
    drop,
    end_leases,
    mark_failed,
    mark_sent,
    mark_unclear,
    next_letter,
    put_off,
)
from app.shared.clock import now

log = logging.getLogger(__name__)
NO_ADDRESS, DEACTIVATED, UNWRITABLE, NOT_NEEDED = "no-address", "deactivated", "unwritable", "not-needed"
"""Troubles of our own making; the page of letters words them."""


class Undeliverable(Exception):  # noqa: N818 - what the trade calls it
    """The letter can't leave at all. Its only argument is the trouble."""


def deliver_letters(transport: Transport, *, until: Callable[[], bool]) -> None:
    """Deliver every letter that is due, until there is none, nothing can leave at the moment, or `until` says so.

    Commits. Any number of processes may do this at once.
    """
    while not until():
        outcome = deliver_next(transport, at=now())
        if outcome is None or outcome.kind == "unreachable":
            return


def deliver_next(transport: Transport, *, at: datetime) -> Outcome | None:
    """Deliver the letter that is due first; returns what became of it, None when none is due. Commits."""
    with writing():
        claimed = _claim(transport, at=at)
    if claimed is None or isinstance(claimed, Outcome):
        return claimed
    outcome = transport.hand_over(claimed)
    with writing():
        _note(claimed.letter_id, outcome, at=now())
        db.session.commit()
    return outcome


def recover_letters(transport: Transport, *, at: datetime) -> None:
    """Take the letters from processes that were killed while handing them over. Commits."""
    with writing():
        end_leases(at=at, repeatable=transport.repeatable)
        db.session.commit()


def _claim(transport: Transport, *, at: datetime) -> Parcel | Outcome | None:
    """The letter that is due first, ready to be handed over and marked as being sent; or why it won't be; None when
    none is due. Commits."""
    letter = next_letter(at=at)
    if letter is None:
        db.session.rollback()
        return None
    letter_id = letter.id
    try:
        parcel = _pack(letter, transport, at=at)
        if parcel is None:
            drop(letter, trouble=NOT_NEEDED)
        else:
            begin_sending(letter, at=at)
        db.session.commit()
    except (OperationalError, InterfaceError):
        raise  # the database is in trouble, not the letter
    except Undeliverable as reason:
        return _given_up(letter_id, str(reason), at=at)
    except Exception:
        log.exception("letter %s can't be written", letter_id)
        return _given_up(letter_id, UNWRITABLE, at=at)
    return parcel or Outcome("dropped", NOT_NEEDED)


def _pack(letter: Letter, transport: Transport, *, at: datetime) -> Parcel | None:
    """The letter as it leaves; None: it is no longer needed. Raises Undeliverable, and whatever wording it raises."""
    settings: Settings = current_app.extensions["settings"]
    person = db.session.get(Person, letter.person_id)
    if person is None or person.deactivated_at is not None:
        raise Undeliverable(DEACTIVATED)
    contents = contents_of(letter, person, at=at)
    if contents is None:
        return None
    try:
        to = recipient(person.name, letter.address or person.email or "")
    except ValueError:
        raise Undeliverable(NO_ADDRESS) from None
    words = words_of(letter.kind, contents, name=person.name, language=person.language)
    return packed(
        letter.id,
        sender=sender_of(settings),
        to=to,
        subject=words.subject,
        text=words.text,
        at=at,
        encoding=transport.encoding,
    )


def _given_up(letter_id: UUID, trouble: str, *, at: datetime) -> Outcome:
    db.session.rollback()
    begin_sending(db.session.get_one(Letter, letter_id), at=at)
    _note(letter_id, Outcome("failed", trouble), at=at)
    db.session.commit()
    return Outcome("failed", trouble)


def _note(letter_id: UUID, outcome: Outcome, *, at: datetime) -> None:
    """Write down what became of a letter that was handed over."""
    if outcome.kind == "sent":
        mark_sent(letter_id, at=at)
        return
    log.warning("letter %s: %s, %s", letter_id, outcome.kind, outcome.said)
    if outcome.kind == "failed":
        mark_failed(letter_id, trouble=outcome.said)
    elif outcome.kind == "unclear":
        mark_unclear(letter_id, trouble=outcome.said)
    else:
        put_off(letter_id, trouble=outcome.said, at=at)
