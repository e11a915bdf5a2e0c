"""What phones send, and what is kept of it."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from app.assessments.practicals.photos import (
    MOST_BYTES,
    MOST_PIXELS,
    PhotoTooLarge,
    UnreadablePhoto,
    clean,
)
from app.shared.digests import sha256
from tests.practicals.making import picture

SMALL = picture((64, 48), orientation=6)


def _seen(received: bytes) -> Image.Image:
    return Image.open(BytesIO(clean(received).jpeg))


def _strongest(image: Image.Image, at: tuple[int, int]) -> str:
    pixel = image.getpixel(at)
    assert isinstance(pixel, tuple)
    return ("red", "green", "blue")[pixel.index(max(pixel))]


def _png(head: tuple[int, int]) -> bytes:
    """A PNG file that tells a size in its head and holds one line of nothing."""
    stream = BytesIO()
    PngImagePlugin.putchunk(stream, b"IHDR", *(side.to_bytes(4, "big") for side in head), b"\x08\x02\0\0\0")
    PngImagePlugin.putchunk(stream, b"IDAT", b"x\x9cc\0\0\0\x01\0\x01")
    PngImagePlugin.putchunk(stream, b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + stream.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_phones_send_becomes_a_jpeg(kind: str) -> None:
    seen = _seen(picture((40, 30), kind=kind))
    assert (seen.format, seen.mode, seen.size) == ("JPEG", "RGB", (40, 30))


@pytest.mark.parametrize(
    ("size", "kept"), [((3200, 1000), (1600, 500)), ((900, 3200), (450, 1600)), ((1600, 9), (1600, 9))]
)
def test_the_long_side_has_at_most_1600_pixels(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert _seen(picture(size)).size == kept


def test_a_photo_taken_sideways_is_kept_upright() -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter: what is left in the file is above in the picture
    stream = BytesIO()
    image.save(stream, "PNG", exif=exif)
    seen = _seen(stream.getvalue())
    colours = [_strongest(seen, at) for at in ((10, 5), (10, 35))]
    assert (seen.size, colours) == ((20, 40), ["blue", "red"])


def test_nothing_but_pixels_is_kept() -> None:
    stream = BytesIO()
    Image.open(BytesIO(SMALL)).save(
        stream,
        "JPEG",
        exif=Image.open(BytesIO(SMALL)).getexif(),
        comment=b"Tara's phone",
        dpi=(300, 300),
        icc_profile=b"p" * 200,
    )
    seen = _seen(stream.getvalue())
    assert (dict(seen.getexif()), sorted(seen.info)) == (
        {},
        ["jfif", "jfif_density", "jfif_unit", "jfif_version"],
    )


def test_the_digest_is_of_what_was_received() -> None:
    assert clean(SMALL).received_digest == sha256(SMALL)


def test_what_is_transparent_becomes_white() -> None:
    stream = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(stream, "PNG")
    assert _seen(stream.getvalue()).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16"])
def test_every_way_to_store_colours_is_understood(mode: str) -> None:
    stream = BytesIO()
    Image.new(mode, (20, 20)).save(stream, "JPEG" if mode == "CMYK" else "PNG")
    assert _seen(stream.getvalue()).mode == "RGB"


@pytest.mark.parametrize(
    "received",
    [
        b"",
        b"no image",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"\xff\xd8\xff",
        SMALL[: len(SMALL) // 2],
    ],
    ids=["nothing", "text", "svg", "pdf", "head only", "cut off"],
)
def test_what_is_no_whole_photo_is_refused(received: bytes) -> None:
    with pytest.raises(UnreadablePhoto):
        clean(received)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_kinds_of_images_that_no_phone_takes_are_refused(kind: str) -> None:
    with pytest.raises(UnreadablePhoto):
        clean(picture(kind=kind))


@pytest.mark.parametrize("head", [(8001, 8000), (10_000, 10_000), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_unfolds(head: tuple[int, int]) -> None:
    assert head[0] * head[1] > MOST_PIXELS
    with pytest.raises(PhotoTooLarge):
        clean(_png(head))


def test_a_file_of_too_many_bytes_is_refused_unread() -> None:
    with pytest.raises(PhotoTooLarge):
        clean(SMALL + b"\0" * MOST_BYTES)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(SMALL) - 1), st.binary(min_size=1, max_size=12))
def test_a_damaged_photo_is_mended_or_refused_and_nothing_else(place: int, garbage: bytes) -> None:
    damaged = SMALL[:place] + garbage + SMALL[place + len(garbage) :]
    try:
        size = _seen(damaged).size
    except (UnreadablePhoto, PhotoTooLarge):
        return
    assert max(size) <= 1600
