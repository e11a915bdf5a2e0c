"""What compiling a course made, for the next time: of a page that is the same, and sees the same, the same comes out.

A page sees little of the rest of its course: the images it shows, the items it links to. What it looked at is noted
while it is compiled, and only when that has changed is it compiled again. Pure: a run takes what the run before it
left, and leaves its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from typing import Any, Final, TypeAlias, TypeVar, cast

from app.curriculum.problems import Report
from app.curriculum.rendering import Known

T = TypeVar("T")

_Name: TypeAlias = tuple[str, str]
"""Says which thing of a course it is: what kind of thing, and its path."""

_ABSENT: Final = object()


@dataclass(frozen=True)
class _Look:
    """What was seen of one field of `Known`: of a mapping some keys, of anything else the whole."""

    whole: object
    asked: Mapping[str, object] = field(default_factory=dict)
    """What stood for each key that was asked for, or that nothing did."""
    listed: tuple[str, ...] | None = None
    """All keys, if they were gone through."""

    def sees_the_same(self, now: object) -> bool:
        """Whether another look, at `now`, would see the same."""
        if not isinstance(now, Mapping) or self.whole is not _ABSENT:
            return self.whole == now
        same = all(now.get(key, _ABSENT) == value for key, value in self.asked.items())
        return same and self.listed in (None, tuple(now))


@dataclass(frozen=True)
class _Kept:
    """One thing that was made."""

    of: tuple[object, ...]
    """What it was made of: its file's digest, and what says where it stands."""
    seen: Mapping[str, _Look]
    """What of the rest of the course was looked at, by the field of `Known`."""
    made: object
    report: Report
    """What was told meanwhile."""

    def holds(self, of: tuple[object, ...], known: Known | None, report: Report) -> bool:
        """Whether the same would come out now."""
        sees = all(look.sees_the_same(getattr(known, name)) for name, look in self.seen.items())
        return sees and self.of == of and report.has_room_for(self.report)


@dataclass(frozen=True)
class Memory:
    """What one run made. It holds no more than that run used, however many went before."""

    kept: Mapping[_Name, _Kept] = field(default_factory=dict)


class Recalling:
    """One run over the sources of a course, which begins with what another one made. Without that it keeps nothing."""

    def __init__(self, before: Memory | None, sources: Mapping[str, bytes], report: Report) -> None:
        self._before = before
        self._sources = sources
        self._report = report
        self._digests: dict[str, bytes] = {}
        self._now: dict[_Name, _Kept] = {}

    @property
    def memory(self) -> Memory | None:
        """What the next run may begin with."""
        return None if self._before is None else Memory(self._now)

    def recall(self, kind: str, path: str, make: Callable[[Report], T], *also: object) -> T:
        """What `make` makes of the file at `path`, or made of it when it was the same; problems go to the report.

        It may be made of something `also`.
        """
        if self._before is None:
            return make(self._report)
        of = (self._digest(path), *also)
        kept = self._before.kept.get((kind, path))
        if kept is None or not kept.holds(of, None, self._report):
            own = self._report.continued()
            kept = _Kept(of, {}, make(own), own)
        return cast("T", self._keep((kind, path), kept))

    def recall_seeing(self, known: Known, kind: str, path: str, make: Callable[[Known, Report], T], *also: object) -> T:
        """The same for what looks at the rest of the course."""
        if self._before is None:
            return make(known, self._report)
        of = (self._digest(path), *also)
        kept = self._before.kept.get((kind, path))
        if kept is None or not kept.holds(of, known, self._report):
            own, watched = self._report.continued(), _watched(known)
            made = make(replace(known, **cast("dict[str, Any]", watched)), own)
            kept = _Kept(of, _looks(known, watched), made, own)
        return cast("T", self._keep((kind, path), kept))

    def _digest(self, path: str) -> bytes:
        if path not in self._digests:
            self._digests[path] = sha256(self._sources[path]).digest()
        return self._digests[path]

    def _keep(self, name: _Name, kept: _Kept) -> object:
        if kept.report.is_repeatable:
            self._now[name] = kept
        self._report.take(kept.report)
        return kept.made


class _Watched(Mapping[str, Any]):
    """A mapping that notes what is looked at."""

    def __init__(self, whole: Mapping[str, Any]) -> None:
        self.whole = whole
        self.asked: dict[str, object] = {}
        self.is_listed = False

    @property
    def look(self) -> _Look:
        """What was seen of it."""
        return _Look(_ABSENT, self.asked, tuple(self.whole) if self.is_listed else None)

    def __getitem__(self, key: str) -> Any:
        self.asked[key] = self.whole.get(key, _ABSENT)
        return self.whole[key]

    def __iter__(self) -> Iterator[str]:
        self.is_listed = True
        return iter(self.whole)

    def __len__(self) -> int:
        self.is_listed = True
        return len(self.whole)

    def __eq__(self, other: object) -> bool:
        # Which keys there are decides first: who asks whether there are any doesn't see what they stand for.
        return isinstance(other, Mapping) and set(self) == set(other) and dict(self) == dict(other)

    __hash__ = None  # type: ignore[assignment]  # as of every mapping


def _watched(known: Known) -> dict[str, _Watched]:
    values = ((each.name, getattr(known, each.name)) for each in fields(known))
    return {name: _Watched(value) for name, value in values if isinstance(value, Mapping)}


def _looks(known: Known, watched: Mapping[str, _Watched]) -> dict[str, _Look]:
    names = (each.name for each in fields(known))
    return {name: watched[name].look if name in watched else _Look(getattr(known, name)) for name in names}
