"""Where files are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from app.shared.digests import sha256
from app.shared.storage import Bucket, Files, Folder, MissingFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that isn't there yet."""
    return tmp_path / "files"


@pytest.fixture
def files(folder: Path) -> Files:
    """A store in it."""
    opened = Files()
    opened.open(f"file://{folder}")
    return opened


@pytest.fixture(params=["folder", "bucket"])
def any_files(request: pytest.FixtureRequest, files: Files) -> Iterator[Files]:
    """A store in a folder, and one in a bucket (that lies in memory)."""
    if request.param == "folder":
        yield files
        return
    bucket = Bucket("memory:///")
    bucket._connected = MemoryStore()
    files._store = bucket
    yield files


def names_in(folder: Path) -> list[str]:
    """Every file below the folder, by its path."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_was_stored_comes_back_by_its_digest(any_files: Files) -> None:
    digest = any_files.put(b"a photo")
    assert digest == sha256(b"a photo")
    assert any_files.get(digest) == b"a photo"


def test_a_file_that_is_not_there_is_told_by_its_digest(any_files: Files) -> None:
    with pytest.raises(MissingFileError, match="^" + "0" * 64 + "$"):
        any_files.get("0" * 64)


def test_the_same_bytes_in_a_bucket_are_the_same_file(any_files: Files) -> None:
    assert any_files.put(b"a photo") == any_files.put(b"a photo")
    assert any_files.get(sha256(b"a photo")) == b"a photo"


def test_the_same_bytes_are_kept_once_and_not_written_again(files: Files, folder: Path) -> None:
    digest = files.put(b"a photo")
    kept = folder / digest[:2] / digest[2:]
    before = kept.stat()
    files.put(b"a photo")
    files.put(b"another")
    assert names_in(folder) == sorted(f"{each[:2]}/{each[2:]}" for each in (digest, sha256(b"another")))
    assert (kept.stat().st_ino, kept.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_nobody_can_read_half_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def out_of_power(_descriptor: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.fsync", out_of_power)
    with pytest.raises(OSError, match="the disk is full"):
        Folder(folder).put("ab/cd", b"a photo")
    with pytest.raises(FileNotFoundError):
        Folder(folder).get("ab/cd")


def test_a_file_is_durable_before_it_has_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = []
    monkeypatch.setattr("os.fsync", lambda _descriptor: named.append((folder / "ab" / "cd").exists()))
    Folder(folder).put("ab/cd", b"a photo")
    assert named[0] is False
    assert names_in(folder) == ["ab/cd"]


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///srv/etabli/files", Folder),
        ("s3://evidence/lyon", Bucket),
        ("gs://evidence", Bucket),
        ("az://evidence", Bucket),
    ],
)
def test_the_scheme_of_the_address_chooses_the_store_without_connecting(url: str, kind: type) -> None:
    opened = Files()
    opened.open(url)
    assert type(opened._opened) is kind
    assert getattr(opened._opened, "_connected", None) is None


def test_a_bucket_connects_once_when_it_is_used() -> None:
    bucket = Bucket("memory:///")
    bucket.put("ab/cd", b"a photo")
    assert bucket.get("ab/cd") == b"a photo"


def test_a_store_that_was_never_opened_says_so() -> None:
    with pytest.raises(RuntimeError, match=r"^The file store is not open: call files\.open\(url\) first\.$"):
        Files().put(b"a photo")
