"""Photos for the demonstration school: drawn, since nobody's work was photographed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from itertools import product
from random import Random

from PIL import Image, ImageDraw

from app.assessments.practicals.photos import KeptPhoto, clean, keep

SIZE = (800, 600)
BENCH, MAT, INK, DEVICE, STRAP, PALE, BRASS = (
    "#cdbfa5",
    "#4d7b86",
    "#1f2a2e",
    "#2b3236",
    "#0b5c66",
    "#dfe6e7",
    "#c9a227",
)
SHIFTS = (0, 55, 110)
"""By how much things lie elsewhere on the next photo."""

Draw = Callable[[ImageDraw.ImageDraw, int], None]


class Gallery:
    """The photos that instructors of the school take. Each is drawn and stored once, however often it is taken."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], KeptPhoto] = {}

    def some(self, track: str, count: int, chance: Random) -> tuple[KeptPhoto, ...]:
        """So many photos of what lies on a bench in that track."""
        views = list(product(SUBJECTS.get(track, SUBJECTS["mobile"]), SHIFTS))
        return tuple(self._photo(subject, shift) for subject, shift in chance.sample(views, min(count, len(views))))

    def _photo(self, subject: str, shift: int) -> KeptPhoto:
        if (subject, shift) not in self._kept:
            self._kept[subject, shift] = keep([clean(photo_of(subject, shift))])[0]
        return self._kept[subject, shift]


@cache
def photo_of(subject: str, shift: int) -> bytes:
    """A JPEG of something on a bench, moved to the right by `shift` pixels."""
    image = Image.new("RGB", SIZE, BENCH)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((60, 80, 740, 540), radius=18, fill=MAT, outline=INK, width=4)
    DRAWN[subject](draw, shift)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=80)
    return encoded.getvalue()


def bench_photo(seed: str) -> bytes:
    """A JPEG of a device on an ESD mat; another `seed` lays it down otherwise."""
    return photo_of("phone", sum(seed.encode()) % 160)


def _phone(draw: ImageDraw.ImageDraw, shift: int) -> None:
    draw.rounded_rectangle((220 + shift, 150, 400 + shift, 470), radius=26, fill=DEVICE, outline=INK, width=4)
    draw.rectangle((236 + shift, 190, 384 + shift, 430), fill=PALE)
    draw.ellipse((298 + shift, 440, 322 + shift, 464), outline=PALE, width=3)
    draw.line((80, 520, 180, 380, 200 + shift, 360), fill=STRAP, width=8)
    draw.ellipse((64, 500, 104, 540), fill=BRASS, outline=INK, width=3)


def _board(draw: ImageDraw.ImageDraw, shift: int) -> None:
    draw.rounded_rectangle((140 + shift, 170, 540 + shift, 450), radius=8, fill="#1d5a3a", outline=INK, width=4)
    for column in range(5):
        for row in range(3):
            left, top = 170 + shift + column * 72, 200 + row * 80
            draw.rectangle((left, top, left + 20 + 8 * ((column + row) % 4), top + 34), fill=DEVICE, outline=PALE)
            draw.line((left, top + 46, left + 60, top + 46), fill=BRASS, width=3)
    draw.ellipse((480 + shift, 400, 510 + shift, 430), outline=BRASS, width=5)


def _battery(draw: ImageDraw.ImageDraw, shift: int) -> None:
    draw.rounded_rectangle((230 + shift, 190, 430 + shift, 440), radius=10, fill="#30383c", outline=INK, width=4)
    draw.rectangle((290 + shift, 168, 370 + shift, 192), fill=BRASS, outline=INK, width=3)
    for line in range(4):
        draw.rectangle((256 + shift, 240 + line * 36, 404 + shift - line * 18, 252 + line * 36), fill=PALE)
    draw.polygon(((380 + shift, 420), (404 + shift, 380), (428 + shift, 420)), fill=BRASS, outline=INK)


def _oscilloscope(draw: ImageDraw.ImageDraw, shift: int) -> None:
    left = 120 + shift
    draw.rounded_rectangle((left, 150, left + 460, 470), radius=16, fill=DEVICE, outline=INK, width=4)
    draw.rectangle((left + 24, 176, left + 324, 444), fill="#0f2a1a")
    for step in range(1, 6):
        draw.line((left + 24 + step * 50, 176, left + 24 + step * 50, 444), fill="#1f4a30")
        draw.line((left + 24, 176 + step * 45, left + 324, 176 + step * 45), fill="#1f4a30")
    wave = [(left + 24 + x, 310 + 90 * math.sin((x + shift) / 26)) for x in range(0, 300, 3)]
    draw.line(wave, fill="#8ee07a", width=4)
    for knob in range(3):
        draw.ellipse((left + 360, 190 + knob * 84, left + 420, 250 + knob * 84), fill=PALE, outline=INK, width=3)


def _meter(draw: ImageDraw.ImageDraw, shift: int) -> None:
    left = 230 + shift
    draw.rounded_rectangle((left, 130, left + 210, 500), radius=22, fill=BRASS, outline=INK, width=5)
    draw.rectangle((left + 24, 160, left + 186, 240), fill="#c7d3c0", outline=INK, width=3)
    for digit in range(3):
        draw.rectangle((left + 44 + digit * 44, 178, left + 70 + digit * 44, 222), outline=INK, width=5)
    draw.ellipse((left + 50, 280, left + 160, 390), fill=DEVICE, outline=INK, width=4)
    draw.line((left + 105, 335, left + 75 + shift // 2, 296), fill=PALE, width=6)
    draw.line((left + 60, 500, 100, 536), fill=INK, width=7)
    draw.line((left + 150, 500, 640, 530), fill="#a33327", width=7)


def _washing_machine(draw: ImageDraw.ImageDraw, shift: int) -> None:
    left = 160 + shift
    draw.rectangle((left, 110, left + 330, 520), fill=PALE, outline=INK, width=4)
    draw.rectangle((left, 110, left + 330, 180), fill="#b9c4c6", outline=INK, width=3)
    draw.ellipse((left + 254, 124, left + 298, 168), fill=DEVICE)
    draw.ellipse((left + 55, 220, left + 275, 440), fill="#9fb0b3", outline=INK, width=5)
    draw.ellipse((left + 90, 255, left + 240, 405), fill="#5c7f88", outline=INK, width=3)
    draw.rectangle((left + 30, 470, left + 90, 500), fill=DEVICE)


def _locked_plug(draw: ImageDraw.ImageDraw, shift: int) -> None:
    left = 250 + shift
    draw.rounded_rectangle((left, 240, left + 180, 380), radius=20, fill="#a33327", outline=INK, width=5)
    draw.rectangle((left + 180, 280, left + 240, 296), fill=BRASS)
    draw.rectangle((left + 180, 324, left + 240, 340), fill=BRASS)
    draw.arc((left + 50, 170, left + 130, 290), 180, 360, fill=INK, width=12)
    draw.ellipse((left + 78, 292, left + 102, 316), fill=INK)
    draw.line((left, 310, 90, 350, 70, 520), fill=DEVICE, width=14)


DRAWN: Mapping[str, Draw] = {
    "phone": _phone,
    "board": _board,
    "battery": _battery,
    "oscilloscope": _oscilloscope,
    "meter": _meter,
    "washing machine": _washing_machine,
    "locked plug": _locked_plug,
}
SUBJECTS = {
    "mobile": ("phone", "board", "battery", "oscilloscope"),
    "appliances": ("washing machine", "locked plug", "meter", "oscilloscope"),
}
"""What is photographed, by track."""
