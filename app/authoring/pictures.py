"""Pictures that authors bring: as the course will hold them, and where its texts use them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from PIL import Image, ImageOps

from app.assessments.practicals.photos import LONGEST_SIDE, QUALITY, UnreadablePhoto, redrawn
from app.curriculum.attributes import id_from
from app.curriculum.images import KINDS, read_image
from app.curriculum.limits import IMAGE_BYTES
from app.curriculum.phrases import phrase
from app.curriculum.problems import Problem, Report
from app.shared.errors import Refusal

FOLDER: Final = "images"

_ENDINGS: Final = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
_USED: Final = re.compile(rb"images/([^\s)>\"'\]]+)")


class UnreadablePicture(Refusal):
    """The file is no picture, is of a kind that isn't taken, or is damaged."""

    status = 422
    code = "unreadable-picture"


class UnsafeDrawing(Refusal):
    """The drawing holds what can run or load something, or isn't well formed. `line` and `why` (in English) say it."""

    status = 422
    code = "unsafe-drawing"

    def __init__(self, problem: Problem) -> None:
        super().__init__(line=problem.line)
        self.line, self.why = problem.line, phrase(problem)


class PictureTooLarge(Refusal):
    """The picture has more bytes than a course takes, however it was drawn anew."""

    status = 413
    code = "picture-too-large"


@dataclass(frozen=True)
class Picture:
    """A picture as the course holds it."""

    ending: str
    """.svg, .png, .jpg or .webp."""
    data: bytes


def fit(received: bytes) -> Picture:
    """The picture in `received`: a drawing as it is; else upright, at most LONGEST_SIDE pixels long, and without what
    the camera or a program wrote beside it. The same bytes make the same.

    Raises UnreadablePicture, UnsafeDrawing, PictureTooLarge, and PhotoTooLarge.
    """
    picture = _drawing(received) if _is_text(received) else _photo(received)
    if len(picture.data) > IMAGE_BYTES:
        raise PictureTooLarge
    return picture


def path_for(name: str, ending: str, taken: Collection[str]) -> str:
    """Where a picture goes that somebody calls `name`: a path below `images/` that isn't `taken`."""
    wanted = id_from(PurePosixPath(name.replace("\\", "/")).stem) or "picture"
    path, number = f"{FOLDER}/{wanted}{ending}", 1
    there = {each.lower() for each in taken}  # some machines that keep the folder don't tell Cell from cell
    while path in there:
        number += 1
        path = f"{FOLDER}/{wanted}-{number}{ending}"
    return path


def is_picture(path: str) -> bool:
    """Whether a file of that name is a picture of the course."""
    return PurePosixPath(path).suffix.lower() in KINDS


def uses(sources: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    """The files in which each picture of the course is used, by its path; none: nobody uses it."""
    found: dict[str, list[str]] = {path: [] for path in sorted(sources) if is_picture(path)}
    for path in sorted(sources):
        if path.endswith(".md"):
            for name in sorted(
                {f"{FOLDER}/{each.decode('utf-8', 'replace')}" for each in _USED.findall(sources[path])}
            ):
                if name in found:
                    found[name].append(path)
    return {path: tuple(files) for path, files in found.items()}


def _is_text(received: bytes) -> bool:
    """Whether it can be a drawing: no photo begins like one."""
    return received.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _drawing(received: bytes) -> Picture:
    report = Report()
    read_image("drawing.svg", received, report)
    for problem in report.problems:
        if problem.code == "too-large":
            raise PictureTooLarge
        raise UnsafeDrawing(problem)
    return Picture(".svg", received)


def _photo(received: bytes) -> Picture:
    kept: list[str] = []

    def encode(image: Image.Image) -> bytes:
        kept.append(image.format or "")
        return _encoded(image)

    try:
        data = redrawn(received, encode)
    except UnreadablePhoto as refusal:
        raise UnreadablePicture from refusal
    return Picture(_ENDINGS[kept[0]], data)


def _encoded(image: Image.Image) -> bytes:
    kind = image.format or ""
    mode = "RGBA" if kind != "JPEG" and image.has_transparency_data else "RGB"
    # A JPEG is decoded small; the few colours of others would be all that they are made smaller with.
    pixels = image if kind == "JPEG" else image.convert(mode)
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(pixels, in_place=True)
    # A new picture has nothing but pixels: no place, no name of the phone, no comment of a program.
    fresh = Image.new(mode, pixels.size)
    fresh.paste(pixels.convert(mode))
    encoded = BytesIO()
    fresh.save(encoded, kind, **({"optimize": True} if kind == "PNG" else {"quality": QUALITY}))
    return encoded.getvalue()
