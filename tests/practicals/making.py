"""Criteria, practicals, judgements and photos for the tests of practicals."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID

from PIL import Image

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.models import SignOff
from app.assessments.practicals.operations import sign_off
from app.assessments.practicals.photos import KeptPhoto, clean, keep
from app.courses.facts import EnrolledItem
from app.curriculum.model import Criterion, Practical
from app.shared.ids import new_id
from tests.cast import NOON, Cast

COMPETENT = {"strap-safe": 1, "strap-tested": 3, "explains": 1}
"""Levels of the cast's practical `esd-bench` that suffice."""


def criterion(name: str, *, levels: int = 0, critical: bool = False) -> Criterion:
    """A criterion with that many levels; 0: met or not met."""
    return Criterion(
        id=name,
        title_html=name,
        title=name,
        critical=critical,
        competence=None,
        levels=tuple(f"level {level}" for level in range(levels)),
        aliases=(),
        digest=f"digest of {name}",
        line=1,
    )


def practical(
    *criteria: Criterion,
    passes: str = "60",
    photos: int = 0,
    successes: int = 1,
    different_devices: bool = False,
) -> Practical:
    """A practical with these criteria."""
    return Practical(
        id="bench-work",
        title="Bench work",
        week=1,
        minutes=20,
        competences=(),
        requires=(),
        aliases=(),
        path="week-01/90-bench-work.md",
        language="en",
        body=(),
        criteria=criteria,
        pass_percent=Decimal(passes),
        tools=(),
        parts=(),
        consumables=(),
        photos=photos,
        successes=successes,
        different_devices=different_devices,
    )


def judgement(
    levels: dict[str, int | None] | None = None,
    *,
    brand: str = "Exemplia",
    model: str = "One",
    not_yet: bool = False,
    remark: str = "",
    stopped: bool = False,
) -> Judgement:
    """A judgement; of `esd-bench` and competent unless told otherwise."""
    return Judgement(dict(COMPETENT) if levels is None else levels, brand, model, not_yet, remark, stopped)


def picture(
    size: tuple[int, int] = (40, 30), *, colour: str = "red", kind: str = "JPEG", orientation: int = 0
) -> bytes:
    """An image file of one colour; with an orientation, its EXIF data tell a place too."""
    image = Image.new("RGB", size, colour)
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
        exif[0x010F] = "Exemplia"
        exif.get_ifd(0x8825)[1] = "N"
    stream = BytesIO()
    image.save(stream, kind, exif=exif.tobytes() if orientation else b"")
    return stream.getvalue()


def kept_photo() -> KeptPhoto:
    """A photo in the file store."""
    return keep([clean(picture())])[0]


def signed_off(
    found: EnrolledItem,
    cast: Cast,
    *,
    at: datetime = NOON,
    sign_off_id: UUID | None = None,
    by: UUID | None = None,
    work: Judgement | None = None,
    photos: int = 1,
) -> SignOff:
    """A sign-off by the cast's instructor, recorded; competent unless told otherwise."""
    return sign_off(
        found,
        sign_off_id=sign_off_id or new_id(),
        by=by or cast.instructor.id,
        at=at,
        begun_at=at - timedelta(minutes=10),
        judgement=work or judgement(),
        photos=[kept_photo()] * photos,
    )
