"""What a device at the bench delivers: a sealed record, and its photos, each sealed too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from werkzeug.datastructures import FileStorage

from app.assessments.practicals.bench_record import BenchRecord, Pins, UnreadableRecord, read_record
from app.assessments.practicals.photos import MOST_PHOTOS, CleanPhoto, clean
from app.assessments.practicals.sealed import envelope_key
from app.shared.digests import sha256
from app.shared.errors import Refusal


class RefusedPhoto:
    """A photo that is none, or too large: it isn't kept, and `code` says why."""

    def __init__(self, received: bytes, code: str) -> None:
        self.received_digest = sha256(received)
        self.code = code


class DeliveryForm:
    """One delivery: the id of a record and whose it is in the clear, so that nobody else's is opened, and the sealed
    rest. The photos come in their order."""

    def __init__(self, texts: Any, files: Any) -> None:
        self.id = _uuid(texts.get("id"))
        """None: no device of ours sent this."""
        self.assessor_id = _uuid(texts.get("assessor"))
        self._record: FileStorage | None = files.get("record")
        self._photos: Sequence[FileStorage] = files.getlist("photo")

    def opened(self) -> tuple[BenchRecord, Pins, list[bytes]]:
        """The record, its PINs, and the photos as the device made them.

        Raises UnreadableEnvelope, and UnreadableRecord where the parts don't belong together.
        """
        if len(self._photos) > MOST_PHOTOS:
            raise UnreadableRecord
        record, pins = self.opened_record()
        key = envelope_key()
        photos = [key.open(photo.read(), f"{self.id}/{place}") for place, photo in enumerate(self._photos, 1)]
        if list(record.photos) != [sha256(photo) for photo in photos]:
            raise UnreadableRecord
        return record, pins, photos

    def opened_record(self) -> tuple[BenchRecord, Pins]:
        """The record alone, and its PINs. Raises UnreadableEnvelope, UnreadableRecord."""
        if self.id is None or self._record is None:
            raise UnreadableRecord
        record, pins = read_record(envelope_key().open(self._record.read(), str(self.id)))
        if record.id != self.id:
            raise UnreadableRecord
        return record, pins


def cleaned_photos(received: Sequence[bytes]) -> Iterator[CleanPhoto | RefusedPhoto]:
    """Each photo, fit to be kept, or why it isn't. Slow: for before anything is locked."""
    for photo in received:
        try:
            yield clean(photo)
        except Refusal as refusal:
            yield RefusedPhoto(photo, refusal.code)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
