"""The images that questions bring along: each is looked at as the compiler will, and gets a name in the course."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from app.curriculum.images import KINDS, read_image
from app.curriculum.limits import IMAGE_BYTES
from app.curriculum.phrases import phrase
from app.curriculum.problems import Report
from app.exchange.bank import CantSayError
from app.exchange.names import free_name, slug
from app.shared.digests import sha256

_ENDINGS: Final = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"RIFF": ".webp", b"<svg": ".svg", b"<?xml": ".svg"}


class Album:
    """Images by path in the course's folder. One that the course has already is not written again."""

    def __init__(self, there: Mapping[str, bytes]) -> None:
        self.by_digest: dict[str, str] = {}
        self.taken = {path.lower() for path in there}
        self.new: dict[str, bytes] = {}
        for path in sorted(there):
            if PurePosixPath(path).suffix.lower() in KINDS:
                self.by_digest.setdefault(sha256(there[path]), path)

    def path(self, name: str, data: bytes) -> str:
        """Where the image lies in the course's folder. Raises CantSayError when it can't be one of the course's."""
        digest = sha256(data)
        if digest not in self.by_digest:
            ending = _ending(name, data)
            _check(f"{PurePosixPath(name).stem}{ending}", data)
            stem = f"images/{slug(PurePosixPath(name).stem) or 'image'}"
            path = free_name(stem, self.taken, ending=ending)
            self.taken.add(path)
            self.new[path] = data
            self.by_digest[digest] = path
        return self.by_digest[digest]


def from_base64(text: str) -> bytes:
    """The bytes that were written as base64, over several lines or not. Raises CantSayError."""
    if len(text) > IMAGE_BYTES * 2:
        raise CantSayError(f"one of its images is larger than {IMAGE_BYTES // 1024**2} MiB")
    try:
        return base64.b64decode(re.sub(r"\s+", "", text).encode("ascii", "replace"), validate=True)
    except binascii.Error:
        raise CantSayError("one of its images is not base64") from None


def _ending(name: str, data: bytes) -> str:
    written = PurePosixPath(name).suffix.lower()
    if written in KINDS:
        return written
    known = next((ending for begin, ending in _ENDINGS.items() if data.lstrip()[:8].startswith(begin)), "")
    if not known:
        kind = f"a {written} file" if re.fullmatch(r"\.[a-z0-9]{1,8}", written) else "of an unknown kind"
        raise CantSayError(f"one of its images is {kind}; save it as one of {', '.join(KINDS)}")
    return known


def _check(name: str, data: bytes) -> None:
    report = Report()
    read_image(name, data, report)
    if report.problems:
        raise CantSayError(f"one of its images can't be taken: {phrase(report.problems[0])}")
