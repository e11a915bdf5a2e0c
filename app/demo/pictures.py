"""Photos for the demonstration school: drawn, since nobody's work was photographed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (800, 600)
BENCH, MAT, INK, DEVICE, STRAP = "#cdbfa5", "#4d7b86", "#1f2a2e", "#2b3236", "#0b5c66"


def bench_photo(seed: str) -> bytes:
    """A JPEG of a device on an ESD mat; another `seed` lays it down otherwise."""
    shift = sum(seed.encode()) % 160
    image = Image.new("RGB", SIZE, BENCH)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((60, 80, 740, 540), radius=18, fill=MAT, outline=INK, width=4)
    draw.rounded_rectangle((220 + shift, 150, 400 + shift, 470), radius=26, fill=DEVICE, outline=INK, width=4)
    draw.rectangle((236 + shift, 190, 384 + shift, 430), fill="#dfe6e7")
    draw.ellipse((298 + shift, 440, 322 + shift, 464), outline="#dfe6e7", width=3)
    draw.line((80, 520, 180, 380, 200 + shift, 360), fill=STRAP, width=8)
    draw.ellipse((64, 500, 104, 540), fill="#c9a227", outline=INK, width=3)
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=80)
    return encoded.getvalue()
