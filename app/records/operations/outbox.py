"""The outbox: putting letters in, taking them out one at a time, and what became of each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update

from app.db import db
from app.records.models import Letter
from app.records.operations.journal import write_journal

LEASE = timedelta(minutes=10)
"""How long handing one letter over may take; longer than all of a mail server's time limits together."""
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720, 720, 720))
"""What lies between one try and the next: about three days in all, as mail servers themselves hold out."""
LONGEST_TROUBLE = 500
# In the words of the indexes over what is to do and what is stuck, without which SQLite doesn't recognise them.
TO_DO = text("letter.state IN ('waiting', 'sending')")
STUCK = text("letter.state IN ('failed', 'unclear')")


def post_letter(
    kind: str, *, to: UUID, at: datetime, details: dict[str, Any] | None = None, address: str | None = None
) -> Letter:
    """Let a letter of that kind leave for the person `to`, once the caller's transaction is committed.

    `details` are what its words need: ids and plain values, no secrets. `address`: where to, if not to the
    person's own address.
    """
    letter = Letter(kind=kind, person_id=to, address=address, details=details or {}, created_at=at, due_at=at)
    db.session.add(letter)
    db.session.flush()
    return letter


def next_letter(*, at: datetime) -> Letter | None:
    """The letter that is due first, for this transaction alone; None when none is due.

    On SQLite the transaction has to hold the write lock (`writing()`); on PostgreSQL others pass over the row.
    """
    due = select(Letter).where(TO_DO, Letter.state == "waiting", Letter.due_at <= at)
    first = due.order_by(Letter.due_at, Letter.id).limit(1)
    return db.session.scalar(first.with_for_update(skip_locked=True))


def begin_sending(letter: Letter, *, at: datetime) -> None:
    """Mark the letter before it is handed over. The caller commits before it does so."""
    letter.state, letter.sending_since, letter.tries = "sending", at, letter.tries + 1
    db.session.flush()


def mark_sent(letter_id: UUID, *, at: datetime) -> None:
    """The letter has left, whatever was thought of it meanwhile."""
    sent = update(Letter).where(Letter.id == letter_id)
    db.session.execute(sent.values(state="sent", sent_at=at, trouble=""))


def mark_unclear(letter_id: UUID, *, trouble: str) -> None:
    """Nobody knows whether the letter left."""
    _after_sending(letter_id, state="unclear", trouble=trouble)


def mark_failed(letter_id: UUID, *, trouble: str) -> None:
    """The letter won't leave by itself any more."""
    _after_sending(letter_id, state="failed", trouble=trouble)


def put_off(letter_id: UUID, *, trouble: str, at: datetime) -> None:
    """Try the letter again after a pause, longer each time; after the last one it is failed."""
    tries = db.session.scalar(select(Letter.tries).where(Letter.id == letter_id)) or 0
    if tries > len(PAUSES):
        mark_failed(letter_id, trouble=trouble)
    else:
        _after_sending(letter_id, state="waiting", trouble=trouble, due_at=at + PAUSES[tries - 1])


def drop(letter: Letter, *, trouble: str) -> None:
    """Nobody needs the letter any more."""
    letter.state, letter.trouble = "dropped", trouble
    db.session.flush()


def end_leases(*, at: datetime, repeatable: bool) -> None:
    """Take the letters from whoever was killed while handing them over.

    They are unclear; `repeatable`: where the same letter handed over twice arrives once, they leave again.
    """
    state = "waiting" if repeatable else "unclear"
    lost = update(Letter).where(TO_DO, Letter.state == "sending", Letter.sending_since <= at - LEASE)
    db.session.execute(lost.values(state=state))


def send_again(letter_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Somebody wants a letter that is stuck to leave once more; whether it was stuck."""
    letter = _stuck(letter_id)
    if letter is None:
        return False
    letter.state, letter.due_at, letter.tries = "waiting", at, 0
    _journal("letter.sent-again", letter, by=by, at=at)
    return True


def send_failed_again(*, by: UUID, at: datetime) -> int:
    """Somebody wants everything that failed to leave once more: what stood in its way is mended. Returns how much.

    What is unclear stays: it may have arrived.
    """
    failed = update(Letter).where(STUCK, Letter.state == "failed")
    again = db.session.scalars(failed.values(state="waiting", due_at=at, tries=0).returning(Letter.id)).all()
    if again:
        write_journal("letters.sent-again", by=by, at=at, kind="letter", id="failed", detail={"letters": len(again)})
    return len(again)


def note_arrival(letter_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Somebody learned that a letter that is stuck has arrived; whether it was stuck."""
    letter = _stuck(letter_id)
    if letter is None:
        return False
    letter.state, letter.sent_at = "sent", letter.sending_since or at
    _journal("letter.arrived", letter, by=by, at=at)
    return True


def give_up(letter_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Somebody decides that a letter that is stuck shall not leave; whether it was stuck."""
    letter = _stuck(letter_id)
    if letter is None:
        return False
    letter.state = "dropped"
    _journal("letter.given-up", letter, by=by, at=at)
    return True


def _after_sending(letter_id: UUID, **values: Any) -> None:
    # Somebody may have decided otherwise meanwhile, when it took longer than the lease.
    sending = update(Letter).where(Letter.id == letter_id, Letter.state == "sending")
    values["trouble"] = values["trouble"][:LONGEST_TROUBLE]
    db.session.execute(sending.values(**values))


def _stuck(letter_id: UUID) -> Letter | None:
    letter = db.session.get(Letter, letter_id, with_for_update=True, populate_existing=True)
    return letter if letter is not None and letter.state in ("failed", "unclear") else None


def _journal(act: str, letter: Letter, *, by: UUID, at: datetime) -> None:
    db.session.flush()
    write_journal(act, by=by, at=at, kind="letter", id=letter.id, detail={"kind": letter.kind})
