"""An assessor at the bench, whose device delivers sign-offs with photos."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID, uuid4

from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.shared.digests import sha256
from tests.practicals.sealing import record, seal
from tests.torture.device import Device, Progress

SIZE = (64, 48)
MOST_PHOTOS = 3
A_LOCKED_ONE = 10
"""Every so many sign-offs is of somebody whose practical is locked, and is held."""


@dataclass(frozen=True)
class Delivered:
    """A record as its assessor remembers it."""

    id: UUID
    state: str
    """What the server said that it is: recorded or held."""
    photos: tuple[str, ...]
    """Their digests, in the order in which they were taken."""


class Assessor(Device):
    """One device of one assessor, signed in, with the board of their cohort."""

    def __init__(self, address: str, *, email: str, password: str, cohort_id: UUID, random: Random) -> None:
        super().__init__(address, email=email, password=password)
        self.delivered: list[Delivered] = []
        self._random = random
        board = self._board(cohort_id)
        self._id, self._key = board["assessor"]["id"], board["key"]

    def work(self, enrolments: Sequence[UUID], *, locked: UUID, writes: int, progress: Progress) -> None:
        """Judge these trainees in turn, and now and then the one who is locked, until so many are acknowledged."""
        for number in range(writes):
            held = number % A_LOCKED_ONE == A_LOCKED_ONE - 1
            self._deliver(locked if held else enrolments[number % len(enrolments)], "held" if held else "recorded")
            progress.add()

    def _deliver(self, enrolment_id: UUID, state: str) -> None:
        photos = [self._photo() for _ in range(self._random.randint(1, MOST_PHOTOS))]
        at = datetime.now(UTC).isoformat()
        told = record(enrolment_id, taken=photos, id=str(uuid4()), begun_at=at, ended_at=at)
        boundary, body = encode_multipart(self._parts(told, photos))
        kind = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
        _, _, answer = self.persist("/bench/records", body, kind, status=200)
        if json.loads(answer)["state"] != state:
            raise RuntimeError(f"{state}, and not {answer.decode()}")
        self.delivered.append(Delivered(UUID(told["id"]), state, tuple(map(sha256, photos))))

    def _parts(self, told: dict[str, Any], photos: Sequence[bytes]) -> MultiDict[str, Any]:
        name = told["id"]
        sealed = [
            ("record", seal(json.dumps(told).encode(), name, public=self._key)),
            *(("photo", seal(photo, f"{name}/{place}", public=self._key)) for place, photo in enumerate(photos, 1)),
        ]
        files = [(field, FileStorage(BytesIO(part), filename=field)) for field, part in sealed]
        return MultiDict([("id", name), ("assessor", self._id), *files])

    def _photo(self) -> bytes:
        stream = BytesIO()
        colour = tuple(self._random.randrange(256) for _ in range(3))
        Image.new("RGB", SIZE, colour).save(stream, "JPEG")
        return stream.getvalue()

    def _board(self, cohort_id: UUID) -> Any:
        _, _, page = self.send("GET", f"/bench/{cohort_id}", headers={"Accept": "text/html"})
        found = re.search(r'id="bench-data">(.*?)</script>', page.decode(), re.DOTALL)
        if found is None:
            raise RuntimeError("no board")
        return json.loads(found[1])
