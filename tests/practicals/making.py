"""Criteria, practicals, judgements and photos for the tests of practicals."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from PIL import Image

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.photos import KeptPhoto, clean, keep
from app.curriculum.model import Criterion, Practical

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
        body=(),
        criteria=criteria,
        pass_percent=Decimal(passes),
        tools=(),
        parts=(),
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
) -> Judgement:
    """A judgement; of `esd-bench` and competent unless told otherwise."""
    return Judgement(dict(COMPETENT) if levels is None else levels, brand, model, not_yet, remark)


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
