"""What a phone sent becomes a photo that can be kept: a JPEG of ours, upright, small, without metadata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from app.shared.digests import sha256
from app.shared.errors import Refusal
from app.shared.storage import files

LONGEST_SIDE = 1600
QUALITY = 85
MEDIA_TYPE = "image/jpeg"
MOST_BYTES = 16 * 1024 * 1024
MOST_PIXELS = 64_000_000
"""Of a JPEG, which is decoded small; every other kind unfolds whole, at four bytes a pixel."""
MOST_PIXELS_UNFOLDED = 24_000_000
MOST_PHOTOS = 8
"""In one sign-off."""
FORMATS = ("JPEG", "PNG", "WEBP")


class UnreadablePhoto(Refusal):
    """The file is no photo, is of a kind that isn't taken, or is damaged."""

    status = 422
    code = "unreadable-photo"


class PhotoTooLarge(Refusal):
    """The file has more bytes, or the photo more pixels, than are taken."""

    status = 413
    code = "photo-too-large"


@dataclass(frozen=True)
class CleanPhoto:
    """A photo that was decoded and encoded again; `received_digest` is of the bytes that were sent."""

    received_digest: str
    jpeg: bytes


@dataclass(frozen=True)
class KeptPhoto:
    """A photo in the file store, by its digest."""

    received_digest: str
    stored_digest: str


def clean(received: bytes) -> CleanPhoto:
    """The photo in `received`, upright, at most LONGEST_SIDE pixels long, without metadata.

    Raises UnreadablePhoto, PhotoTooLarge.
    """
    if len(received) > MOST_BYTES:
        raise PhotoTooLarge
    try:
        return CleanPhoto(sha256(received), _encoded(_opened(received)))
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise PhotoTooLarge from bomb
    except Exception as broken:
        # Pillow's decoders raise whatever their formats make them stumble over.
        raise UnreadablePhoto from broken


def keep(photos: Iterable[CleanPhoto]) -> tuple[KeptPhoto, ...]:
    """Put the photos into the file store. One that no sign-off names later does no harm."""
    return tuple(KeptPhoto(photo.received_digest, files.put(photo.jpeg)) for photo in photos)


def _opened(received: bytes) -> Image.Image:
    image = Image.open(BytesIO(received), formats=FORMATS)
    # Only the head was read so far: a bomb is refused before it unfolds.
    most = MOST_PIXELS if image.format == "JPEG" else MOST_PIXELS_UNFOLDED
    if image.width * image.height > most:
        raise PhotoTooLarge
    return image


def _encoded(image: Image.Image) -> bytes:
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    ImageOps.exif_transpose(image, in_place=True)
    # A new picture has nothing but pixels: no place, no name of the phone, no thumbnail of what was cut away.
    fresh = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        upright = image.convert("RGBA")
        fresh.paste(upright, mask=upright)
    else:  # as what phones take: spared the way over another channel
        fresh.paste(image.convert("RGB"))
    encoded = BytesIO()
    fresh.save(encoded, "JPEG", quality=QUALITY, optimize=True)
    return encoded.getvalue()
