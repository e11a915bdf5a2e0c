"""A sign-off with three photos, delivered from the bench, against Pillow alone."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from PIL import Image

from app.assessments.practicals.photos import QUALITY
from app.config import ROOT, Settings
from app.courses.operations.gates import open_gate
from app.db import db, writing
from benchmarks.rows import Row, at_most
from tests.cast import BEFORE
from tests.practicals.sealing import delivery, record
from tests.side_by_side import school_apart

RUNS = 9
PHOTOS = 3
SIZE = (1600, 1200)
"""As phones make them small."""


def measure() -> Iterator[Row]:
    """One row. Seconds are those of the processor, without the network and the disk; the two take turns."""
    photos = [_photo() for _ in range(PHOTOS)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.read(
            {"ETABLI_MODE": "testing", "ETABLI_INSTANCE": folder, "ETABLI_CONTENT": str(ROOT / "tests" / "content")}
        )
        with school_apart(settings, Path(folder)) as (app, cast):
            with app.app_context(), writing():
                open_gate(cast.enrolment_id, gate="safety", at=BEFORE)
                db.session.commit()
            client = app.test_client()
            with client.session_transaction() as session:
                session["_user_id"] = cast.instructor.get_id()
            parcels = [
                delivery(record(cast.enrolment_id, taken=photos), assessor=cast.instructor.id, photos=photos)
                for _ in range(RUNS + 1)
            ]
            _deliver(client, parcels.pop())  # what is built once a process is built
            alone, ours = [], []
            for parcel in parcels:
                alone.append(_seconds(partial(_alone, photos)))
                ours.append(_seconds(partial(_deliver, client, parcel)))
    ratio = statistics.median(ours) / statistics.median(alone)
    yield at_most("sign-off with three photos, against Pillow alone", ratio, 2, unit=" ×")


def _deliver(client: FlaskClient, parcel: dict[str, Any]) -> None:
    answer = client.post("/bench/records", data=parcel, headers={"Accept": "application/json"})
    if answer.status_code != 200:
        raise RuntimeError(answer.text)


def _alone(photos: Sequence[bytes]) -> None:
    """Decode each photo and encode it again, as it is kept."""
    for photo in photos:
        Image.open(BytesIO(photo)).save(BytesIO(), "JPEG", quality=QUALITY, optimize=True)


def _photo() -> bytes:
    """Something with as much in it as a photo has: half a megabyte."""
    channels = [Image.effect_noise((200, 150), 90).resize(SIZE, Image.Resampling.BICUBIC) for _ in range(3)]
    stream = BytesIO()
    Image.merge("RGB", channels).save(stream, "JPEG", quality=80)
    return stream.getvalue()


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
