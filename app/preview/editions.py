"""What is shown of each course now, what is wrong with it, and who waits for news."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Condition, Lock
from uuid import UUID

from app.curriculum.checking import CheckedCourse


@dataclass(frozen=True)
class Edition:
    """One course as the preview has it."""

    checked: CheckedCourse
    enrolment_id: UUID | None = None
    """Of the trainee as whom it is read; None while there never was a course without errors."""
    revision_id: int | None = None
    """Of what is shown: the course as it is, or when it has errors as it was before them."""

    @property
    def name(self) -> str:
        """`track/course`."""
        return self.checked.name


class Editions:
    """All courses of the preview. Threads that serve pages and the one that watches the folders share it."""

    def __init__(self) -> None:
        self.changing = Lock()
        """Held by whoever makes new editions of those that are there; taken before the database's own lock."""
        self._news = Condition()
        self._run = secrets.token_hex(4)
        self._number = 0
        self._by_name: dict[str, Edition] = {}
        self._ended = False

    @property
    def version(self) -> str:
        """Another one whenever something was saved, and after each start."""
        return f"{self._run}-{self._number}"

    @property
    def all(self) -> tuple[Edition, ...]:
        """Each course, in the order in which they were put."""
        return tuple(self._by_name.values())

    def put(self, editions: Mapping[str, Edition]) -> None:
        """Show these from now on, and tell who waits."""
        with self._news:
            self._by_name.update(editions)
            self._number += 1
            self._news.notify_all()

    def wait(self, seen: str, *, seconds: float) -> str:
        """The version, as soon as it is another than the one that was seen, or when the time or the preview is over."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self.version != seen, seconds)
            return self.version

    def end(self) -> None:
        """There will be no news any more: nobody waits for any."""
        with self._news:
            self._ended = True
            self._news.notify_all()
