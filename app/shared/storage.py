"""Files, named by their content: a folder by default, a bucket by configuration."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from app.shared.digests import sha256


class MissingFileError(Exception):
    """A file that a record names isn't in the store."""


class Files:
    """A store in which a file's name is the SHA-256 of its bytes, so that the same bytes are kept once."""

    _store: ObjectStore | None = None

    def open(self, url: str) -> None:
        """Use the store at `url`: `file:///…`, or a bucket's address such as `s3://name/prefix`."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            Path(parts.path).mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(parts.path)
        else:
            self._store = from_url(url)

    def put(self, data: bytes) -> str:
        """Store `data`; returns its digest. Doing it twice stores it once."""
        digest = sha256(data)
        try:
            obstore.put(self._opened, _key(digest), data, mode="create")
        except obstore.exceptions.AlreadyExistsError:
            pass
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes of that digest. Raises MissingFileError."""
        try:
            return bytes(obstore.get(self._opened, _key(digest)).bytes())
        except FileNotFoundError as missing:
            raise MissingFileError(digest) from missing

    @property
    def _opened(self) -> ObjectStore:
        if self._store is None:
            raise RuntimeError("The file store is not open: call files.open(url) first.")
        return self._store


def _key(digest: str) -> str:
    # Two levels keep each folder small; a file system slows down with a hundred thousand names in one.
    return f"{digest[:2]}/{digest[2:]}"


files = Files()
