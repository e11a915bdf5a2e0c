"""Courses as zip files: what goes in comes out, and nothing else comes in."""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Callable

import pytest

from app.curriculum.archive import ArchiveError, PackedCourse, pack, unpack
from tests.curriculum.small_course import sources

COURSE = PackedCourse("mobile", "phone-repair", sources())
Fill = Callable[[zipfile.ZipFile], object]


def zipped(fill: Fill) -> bytes:
    """A zip file with a course.md, and what else `fill` puts into it."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mobile/phone-repair/course.md", "x")
        fill(archive)
    return data.getvalue()


def entry(name: str, *, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    return made


def test_a_course_comes_out_as_it_went_in() -> None:
    assert unpack(pack(COURSE)) == COURSE
    assert pack(COURSE) == pack(COURSE)


def test_folders_and_hidden_files_are_left_out() -> None:
    def fill(archive: zipfile.ZipFile) -> None:
        archive.mkdir("mobile/phone-repair/week-01")
        archive.writestr("mobile/phone-repair/.git/hooks/post-checkout", "rm -rf /")
        archive.writestr("mobile/.hidden", "x")

    assert unpack(zipped(fill)) == PackedCourse("mobile", "phone-repair", {"course.md": b"x"})


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "mobile/phone-repair/../../../x.md",
        "/etc/passwd",
        "//host/share",
        "C:/Windows/x",
        "C:x",
    ],
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="leads out of the folder"):
        unpack(zipped(lambda archive: archive.writestr(entry(name), "x")))


@pytest.mark.parametrize(
    "name",
    [
        "mobile/phone-repair/a:b.md",
        "mobile/phone-repair/a\nb.md",
        "mobile/./x.md",
        f"mobile/phone-repair/{'a' * 300}.md",
    ],
)
def test_a_name_that_not_every_machine_can_write_is_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="is no name that every machine can write"):
        unpack(zipped(lambda archive: archive.writestr(entry(name), "x")))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_and_what_is_no_file_is_refused(kind: int) -> None:
    with pytest.raises(ArchiveError, match="is a link or no file"):
        unpack(
            zipped(
                lambda archive: archive.writestr(entry("mobile/phone-repair/x.md", mode=kind | 0o777), "/etc/passwd")
            )
        )


@pytest.mark.parametrize("name", ["mobile/phone-repair/course.md", "mobile/phone-repair/Course.md"])
def test_a_name_that_is_there_twice_is_refused(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer minds too
        data = zipped(lambda archive: archive.writestr(entry(name), "y"))
    with pytest.raises(ArchiveError, match="have the same name"):
        unpack(data)


def test_a_file_that_is_a_folder_too_is_refused() -> None:
    with pytest.raises(ArchiveError, match="both a file and a folder"):
        unpack(zipped(lambda archive: archive.writestr("mobile/phone-repair/course.md/x.md", "y")))


def test_what_grows_too_much_is_refused() -> None:
    with pytest.raises(ArchiveError, match="grows more than 200 times"):
        unpack(zipped(lambda archive: archive.writestr("mobile/phone-repair/x.md", b"\0" * 4_000_000)))


def test_a_size_that_is_a_lie_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.archive.IMAGE_BYTES", 100)
    data = zipped(lambda archive: archive.writestr("mobile/phone-repair/x.md", b"ab" * 500))
    lying = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(ArchiveError):
        unpack(lying)
    with pytest.raises(ArchiveError, match="is larger than"):
        unpack(data)


def test_more_than_a_course_may_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.archive.COURSE_BYTES", 10)
    with pytest.raises(ArchiveError, match="together: a course is smaller"):
        unpack(zipped(lambda archive: archive.writestr("mobile/phone-repair/x.md", "x" * 10)))
    monkeypatch.setattr("app.curriculum.archive.SOURCE_FILES", 1)
    with pytest.raises(ArchiveError, match="more than 1 files"):
        unpack(zipped(lambda archive: archive.writestr("mobile/phone-repair/x.md", "x")))


def test_an_encrypted_file_is_refused() -> None:
    data = bytearray(pack(COURSE))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArchiveError, match="is encrypted"):
        unpack(bytes(data))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mobile/other/course.md", "There are 2 courses in it"),
        ("appliances/track.yaml", "belongs to no course"),
        ("readme.txt", "belongs to no course"),
    ],
)
def test_there_has_to_be_one_course_and_nothing_beside(name: str, told: str) -> None:
    with pytest.raises(ArchiveError, match=told):
        unpack(zipped(lambda archive: archive.writestr(name, "x")))


def test_another_packing_is_refused() -> None:
    with pytest.raises(ArchiveError, match="pack it with deflate"):
        unpack(zipped(lambda archive: archive.writestr("mobile/phone-repair/a.md", "x", zipfile.ZIP_LZMA)))


def test_ids_have_to_be_ids() -> None:
    with pytest.raises(ArchiveError, match="can't name a course or track"):
        unpack(pack(PackedCourse("mobile", "Phone Repair", {"course.md": b"x"})))


@pytest.mark.parametrize("data", [b"", b"x" * 99, b"PK\x05\x06" + b"\0" * 18, pack(COURSE)[:-30], pack(COURSE)[50:]])
def test_what_is_no_whole_zip_file_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError):
        unpack(data)


def test_whatever_is_changed_in_a_zip_file_it_ends_with_a_course_or_a_refusal() -> None:
    data = pack(PackedCourse("mobile", "phone-repair", {"course.md": b"x" * 50, "a.md": b"y"}))
    for at in range(len(data)):
        for value in (0, 1, 255):
            try:
                unpack(data[:at] + bytes([value]) + data[at + 1 :])
            except ArchiveError:
                continue
