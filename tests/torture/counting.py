"""What is there in the end, against what was acknowledged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, func, select

from app.assessments.practicals.models import Evidence, HeldRecord, SignOff
from app.assessments.quizzes.models import Attempt, LateResponse, Mark, Response
from app.assessments.quizzes.queries import answers_of
from app.db import Base, db
from app.records.models import JournalEntry
from app.shared.storage import files
from tests.torture.assessor import Delivered
from tests.torture.trainee import Sitting

Counts = Iterator[tuple[str, int, int]]
"""Of each kind of row: what it is, how many are there, and how many were acknowledged."""


def lost(sittings: Sequence[Sitting], records: Sequence[Delivered]) -> list[str]:
    """What was acknowledged and is not there."""
    of_answers = [words for sitting in sittings for words in _lost_answers(sitting)]
    return of_answers + [words for record in records for words in _lost_record(record)]


def doubled(sittings: Sequence[Sitting], records: Sequence[Delivered]) -> list[str]:
    """What is there more often than it was acknowledged, or never was."""
    counts = [*((each.id, _counts(each)) for each in sittings), *((each.id, _counts_of(each)) for each in records)]
    more = [f"{one}: {what} × {there}" for one, rows in counts for what, there, told in rows if there > told]
    attempts = set(db.session.scalars(select(Attempt.id))) - {sitting.id for sitting in sittings}
    signed = {*db.session.scalars(select(SignOff.id)), *db.session.scalars(select(HeldRecord.id))}
    unknown = attempts | (signed - {record.id for record in records})
    return more + [f"{one}: never acknowledged" for one in unknown]


def _lost_answers(sitting: Sitting) -> Iterator[str]:
    """Also what counts in the place of the last answers."""
    rows = db.session.scalars(select(Response).where(Response.attempt_id == sitting.id))
    found = {row.id: (row.question_id, row.answer) for row in rows}
    yield from (f"{sitting.id}: {given}" for one, given in sitting.given.items() if found.get(one) != given)
    if answers_of(sitting.id) != sitting.last:
        yield f"{sitting.id}: {answers_of(sitting.id)} counts, not {sitting.last}"
    yield from (f"{sitting.id}: {what} × {there}" for what, there, told in _counts(sitting) if there < told)


def _lost_record(record: Delivered) -> Iterator[str]:
    """Also photos in another order, or whose bytes aren't in the store."""
    if _photos(record) != record.photos:
        yield f"{record.id}: photos {_photos(record)}, not {record.photos}"
    yield from (f"{record.id}: {what} × {there}" for what, there, told in _counts_of(record) if there < told)


def _photos(record: Delivered) -> tuple[str, ...]:
    """The digests of the photos as they were sent, of those that can be read."""
    if record.state == "held":
        held = db.session.get(HeldRecord, record.id)
        pairs = [(each["received"], each["stored"]) for each in held.photos] if held else []
    else:
        kept = select(Evidence).where(Evidence.sign_off_id == record.id).order_by(Evidence.position)
        pairs = [(each.received_digest, each.stored_digest) for each in db.session.scalars(kept)]
    return tuple(received for received, stored in pairs if files.get(stored))


def _counts(sitting: Sitting) -> Counts:
    closed = int(sitting.handed_in)
    for model, told in ((Response, len(sitting.given)), (LateResponse, 0), (Mark, closed)):
        yield model.__name__, _count(model, model.attempt_id == sitting.id), told
    for act, told in (("attempt.started", 1), ("attempt.closed", closed)):
        written = (JournalEntry.act == act) & (JournalEntry.object_id == str(sitting.id))
        yield act, _count(JournalEntry, written), told


def _counts_of(record: Delivered) -> Counts:
    recorded = int(record.state == "recorded")
    for model, told in ((SignOff, recorded), (HeldRecord, 1 - recorded)):
        yield model.__name__, _count(model, model.id == record.id), told
    yield "Evidence", _count(Evidence, Evidence.sign_off_id == record.id), recorded * len(record.photos)
    for act, told in (("sign_off.made", recorded), ("held_record.held", 1 - recorded)):
        written = (JournalEntry.act == act) & (JournalEntry.object_id == str(record.id))
        yield act, _count(JournalEntry, written), told


def _count(model: type[Base], where: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(where)) or 0
