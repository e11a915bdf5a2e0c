"""Files, named by their content: in a folder by default, in a bucket by configuration."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from app.shared.digests import sha256

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class MissingFileError(Exception):
    """A file that a record names isn't in the store."""


def write_durably(target: Path, data: bytes, *, mode: int = 0o666, replace: bool = True) -> None:
    """Write beside, make it durable, then give it its name: nobody ever reads half a file, and none is lost.

    `mode`: who may read it, but for what the umask takes away. Unless it may `replace`, a file that is there by then
    stays. Raises OSError.
    """
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            beside.replace(target)
        else:
            with suppress(FileExistsError):
                os.link(beside, target)
    finally:
        beside.unlink(missing_ok=True)
    # The new name is durable only when its folder is.
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Store(Protocol):
    """Where bytes are kept by name."""

    def put(self, name: str, data: bytes) -> None:
        """Keep `data`; when this returns, a power cut doesn't lose it."""

    def get(self, name: str) -> bytes:
        """What was kept. Raises FileNotFoundError."""

    def remove(self, name: str) -> None:
        """Keep it no more, if it was kept."""


class Folder:
    """A store in a folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def put(self, name: str, data: bytes) -> None:
        """Write the file, unless it is there."""
        target = self._path / name
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        write_durably(target, data)

    def get(self, name: str) -> bytes:
        """What was kept. Raises FileNotFoundError."""
        return (self._path / name).read_bytes()

    def remove(self, name: str) -> None:
        """Delete the file, if it is there."""
        (self._path / name).unlink(missing_ok=True)


class Bucket:
    """A store in an object storage service: s3://, gs://, az:// and what else obstore speaks."""

    def __init__(self, url: str) -> None:
        # Imported and connected at first use: its threads would not survive the making of server processes.
        self._url = url
        self._connected: ObjectStore | None = None

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`."""
        import obstore

        obstore.put(self._store(), name, data)

    def get(self, name: str) -> bytes:
        """What was kept. Raises FileNotFoundError."""
        import obstore

        return bytes(obstore.get(self._store(), name).bytes())

    def remove(self, name: str) -> None:
        """Delete what was kept under `name`, if anything was."""
        import obstore

        with suppress(FileNotFoundError):  # some services say that there was nothing, others don't
            obstore.delete(self._store(), name)

    def _store(self) -> ObjectStore:
        if self._connected is None:
            from obstore.store import from_url

            self._connected = from_url(self._url)
        return self._connected


class Files:
    """A store in which a file's name is the SHA-256 of its bytes, so that the same bytes are kept once."""

    _store: Store | None = None

    def open(self, url: str) -> None:
        """Use the store at `url`: `file:///…`, or a bucket's address such as `s3://name/prefix`."""
        parts = urlsplit(url)
        self._store = Folder(Path(parts.path)) if parts.scheme == "file" else Bucket(url)

    def put(self, data: bytes) -> str:
        """Store `data`; returns its digest. Doing it twice stores it once."""
        digest = sha256(data)
        self._opened.put(_name(digest), data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of that digest. Raises MissingFileError."""
        try:
            return self._opened.get(_name(digest))
        except FileNotFoundError as missing:
            raise MissingFileError(digest) from missing

    def remove(self, digest: str) -> None:
        """Delete the bytes of that digest, which no record needs any more. Doing it twice does it once."""
        self._opened.remove(_name(digest))

    @property
    def _opened(self) -> Store:
        if self._store is None:
            raise RuntimeError("The file store is not open: call files.open(url) first.")
        return self._store


def _name(digest: str) -> str:
    # Two levels keep each folder small; a file system slows down with a hundred thousand names in one.
    return f"{digest[:2]}/{digest[2:]}"


files = Files()
