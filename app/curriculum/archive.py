"""Whole courses as zip files of their sources. What comes from outside is read as if somebody meant harm."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.curriculum.attributes import is_id
from app.curriculum.folder import TRACK
from app.curriculum.limits import COURSE_BYTES, IMAGE_BYTES, LONGEST_PATH, MOST_RATIO, SOURCE_FILES

# The oldest time that a zip file can say: the same sources make the same bytes.
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_MODE: Final = (stat.S_IFREG | 0o644) << 16
_FOR_WINDOWS: Final = frozenset('<>:"|?*\\')
_MEBIBYTE: Final = 1024 * 1024


class ArchiveError(Exception):
    """The file holds no course that could be taken in. The message is a sentence that says why."""


@dataclass(frozen=True)
class PackedCourse:
    """A course as a zip file holds it: its sources as a folder's are read, and what it is called."""

    track_id: str
    course_id: str
    sources: Mapping[str, bytes]


def pack(course: PackedCourse) -> bytes:
    """A zip file of `track/course/…` and `track/track.yaml`; the same sources give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(course.sources):
            inside = "track.yaml" if path == TRACK else f"{course.course_id}/{path}"
            entry = zipfile.ZipInfo(f"{course.track_id}/{inside}", _LONG_AGO)
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, course.sources[path])
    return data.getvalue()


def unpack(data: bytes) -> PackedCourse:
    """The one course in a zip file; hidden files are left out, as when a folder is read. Raises ArchiveError.

    Nothing is written. Refused are names that lead elsewhere, links, what is there twice, what is encrypted, and more
    than a course may hold, whatever the file says about its sizes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _course(_read_all(archive))
    except ArchiveError:
        raise
    except Exception as fault:
        # The reader is known to raise what it likes on damaged files.
        raise ArchiveError("This is no zip file, or a damaged one: export the course again.") from fault


def _read_all(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    if len(entries) > SOURCE_FILES:
        raise ArchiveError(f"There are more than {SOURCE_FILES} files in it: a course has no more.")
    files: dict[str, bytes] = {}
    seen: dict[str, str] = {}
    left = COURSE_BYTES
    for entry in entries:
        _check_name(entry.filename, seen)
        _check_kind(entry)
        if any(part.startswith(".") for part in entry.filename.split("/")):
            continue
        files[entry.filename] = _read(archive, entry, left)
        left -= len(files[entry.filename])
    _check_folders(files)
    return files


def _check_name(name: str, seen: dict[str, str]) -> None:
    """Refuses what can't be, or mustn't be, the path of a file below a folder; on any machine."""
    parts = name.split("/")
    if name.startswith("/") or name[1:2] == ":" or ".." in parts:
        raise ArchiveError(f"‘{_shown(name)}’ leads out of the folder: every file lies below track/course/.")
    is_odd = any(sign in _FOR_WINDOWS or unicodedata.category(sign) in ("Cc", "Cs") for sign in name)
    if is_odd or "" in parts or "." in parts or len(name.encode("utf-8", "replace")) > LONGEST_PATH:
        raise ArchiveError(f"‘{_shown(name)}’ is no name that every machine can write: rename the file.")
    folded = unicodedata.normalize("NFC", name).casefold()
    if folded in seen:
        raise ArchiveError(f"‘{_shown(name)}’ and ‘{_shown(seen[folded])}’ have the same name: keep one.")
    seen[folded] = name


def _check_kind(entry: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise ArchiveError(f"‘{_shown(entry.filename)}’ is a link or no file: put the file itself there.")
    if entry.flag_bits & 0x1:
        raise ArchiveError(f"‘{_shown(entry.filename)}’ is encrypted: pack the course without a password.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(
            f"‘{_shown(entry.filename)}’ is packed in a way that isn't understood: pack it with deflate."
        )


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """The content of one file, never more of it than may be there: what the entry says of its size may be a lie."""
    name = _shown(entry.filename)
    if entry.file_size > _MEBIBYTE and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise ArchiveError(f"‘{name}’ grows more than {MOST_RATIO} times when unpacked: no text or image does.")
    with archive.open(entry) as file:
        data = file.read(min(IMAGE_BYTES, left) + 1)
    if len(data) > IMAGE_BYTES:
        raise ArchiveError(f"‘{name}’ is larger than {IMAGE_BYTES // _MEBIBYTE} MiB: make it smaller.")
    if len(data) > left:
        raise ArchiveError(f"The files are larger than {COURSE_BYTES // _MEBIBYTE} MiB together: a course is smaller.")
    return data


def _check_folders(files: Mapping[str, bytes]) -> None:
    for name in files:
        parts = name.split("/")
        for length in range(1, len(parts)):
            if "/".join(parts[:length]) in files:
                raise ArchiveError(f"‘{_shown('/'.join(parts[:length]))}’ is both a file and a folder: keep one.")


def _course(files: Mapping[str, bytes]) -> PackedCourse:
    """The one course among files that are named track/course/…"""
    courses = {tuple(name.split("/")[:2]) for name in files if name.count("/") >= 2}
    if len(courses) != 1:
        raise ArchiveError(f"There are {len(courses)} courses in it: it should hold one, as track/course/course.md.")
    ((track_id, course_id),) = courses
    for name in (track_id, course_id):
        if not is_id(name):
            raise ArchiveError(f"‘{_shown(name)}’ can't name a course or track: use small letters, digits and dashes.")
    sources: dict[str, bytes] = {}
    for name, data in files.items():
        if name.startswith(f"{track_id}/{course_id}/"):
            sources[name.removeprefix(f"{track_id}/{course_id}/")] = data
        elif name == f"{track_id}/track.yaml":
            sources[TRACK] = data
        else:
            raise ArchiveError(f"‘{_shown(name)}’ belongs to no course: take it out.")
    return PackedCourse(track_id, course_id, sources)


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:200] if not name.isprintable() else name[:200]
