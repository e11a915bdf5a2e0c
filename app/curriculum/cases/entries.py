"""Reads a test or a conclusion: its heading, and what is shown of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.curriculum.attributes import Heading, check_heading, former_ids, read_heading
from app.curriculum.bodies import read_document
from app.curriculum.digest import bench_test_digest
from app.curriculum.model import BenchTest, Document, Effect
from app.curriculum.problems import Place
from app.curriculum.rendering import Renderer
from app.curriculum.scanner import Segment, Text, is_empty
from app.curriculum.sections import Section, as_written
from app.shared.markdown import plain

EFFECTS: Final[tuple[Effect, ...]] = ("makes-safe", "dead-only", "live")
TEST_FLAGS: Final = (*EFFECTS, "forbidden")
TEST_KEYS: Final = ("minutes", "cost", "after", "was")
CONCLUSION_FLAGS: Final = ("cause",)
CONCLUSION_KEYS: Final = ("minutes", "cost", "needs", "was")

_MINUTES: Final = re.compile(r"\d{1,4}")
_COST: Final = re.compile(r"\d{1,7}(?:\.\d{1,4})?")


@dataclass(frozen=True)
class Entry:
    """A test or conclusion as far as it can be read by itself."""

    heading: Heading
    title_html: str
    title: str
    body: Document
    written: object
    """The text as it was written, for its digest."""
    images: tuple[str, ...]
    minutes: int
    cost: Decimal
    is_sound: bool
    """Whether no mistake was told of it."""

    @property
    def place(self) -> Place:
        """Where its heading stands."""
        return self.heading.place

    @property
    def id(self) -> str:
        """Its id; empty where it has none, which was told."""
        return self.heading.id or ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The ids that it had before."""
        return former_ids(self.heading)

    def ids_in(self, key: str) -> tuple[str, ...]:
        """The ids that an attribute names."""
        written = self.heading.values.get(key)
        return () if written is None else tuple(dict.fromkeys(name.strip() for name in written.split(",")))


def read_entry(section: Section, flags: Sequence[str], keys: Sequence[str], renderer: Renderer) -> Entry:
    """The test or conclusion under a heading; what is wrong with it goes to the report."""
    report, mistakes, images = renderer.report, renderer.report.count, len(renderer.images)
    place = Place(renderer.file, section.heading.number)
    as_said = read_heading(section.heading.text, place, report, "{#an-id minutes=5}")
    heading = renderer.completed(as_said, flags, keys)
    if heading.listed:
        check_heading(heading, flags, keys, report)
    title = renderer.inline(heading.title, place.line)
    minutes = _number(heading, "minutes", _MINUTES, renderer)
    cost = _number(heading, "cost", _COST, renderer)
    body = read_document(section.parts, renderer, checks=False)
    return Entry(
        heading,
        title,
        plain(title),
        body,
        segments_as_written(section.parts),
        tuple(renderer.images[images:]),
        int(minutes),
        cost,
        report.count == mistakes,
    )


def read_test(section: Section, renderer: Renderer) -> tuple[Entry, BenchTest | None]:
    """The test under a heading, and what could be read of its heading whatever the rest is."""
    entry = read_entry(section, TEST_FLAGS, TEST_KEYS, renderer)
    mistakes = renderer.report.count
    effects = [effect for effect in EFFECTS if effect in entry.heading.flags]
    if len(effects) > 1:
        flags = " and ".join(f".{effect}" for effect in effects)
        renderer.report.error(entry.place, "effects-exclude", flags=flags)
    if is_empty(section.parts) and entry.heading.listed:
        renderer.report.error(entry.place, "empty-reading")
    if not entry.is_sound or renderer.report.count > mistakes:
        return entry, None
    return entry, _test(entry, effects[0] if effects else None)


def read_conclusion(section: Section, renderer: Renderer) -> Entry:
    """What could be read of the conclusion under a heading; its tests are looked up later."""
    entry = read_entry(section, CONCLUSION_FLAGS, CONCLUSION_KEYS, renderer)
    if is_empty(section.parts) and entry.is_sound:
        renderer.report.warning(entry.place, "empty-conclusion")
    return entry


def segments_as_written(parts: Sequence[Segment]) -> list[object]:
    """Texts and blocks as plain lists, in which what isn't seen makes no difference."""
    written: list[object] = []
    for part in parts:
        if isinstance(part, Text):
            written += [text] if (text := as_written(part.lines)) else []
        else:
            options = part.options.value if part.options else None
            written.append([part.name, part.title, options, segments_as_written(part.parts)])
    return written


def _number(heading: Heading, key: str, pattern: re.Pattern[str], renderer: Renderer) -> Decimal:
    """The number that an attribute gives; 0 where it isn't said, or is none, which is told."""
    written = heading.values.get(key, "0")
    if pattern.fullmatch(written):
        return Decimal(written)
    renderer.report.error(heading.place, "bad-minutes" if key == "minutes" else "bad-cost", text=written)
    return Decimal(0)


def _test(entry: Entry, effect: Effect | None) -> BenchTest:
    forbidden = "forbidden" in entry.heading.flags
    return BenchTest(
        id=entry.id,
        title_html=entry.title_html,
        title=entry.title,
        reading=entry.body,
        minutes=entry.minutes,
        cost=entry.cost,
        effect=effect,
        forbidden=forbidden,
        after=entry.ids_in("after"),
        aliases=entry.aliases,
        digest=_digest(entry, effect, forbidden),
        line=entry.place.line,
    )


def _digest(entry: Entry, effect: Effect | None, forbidden: bool) -> str:
    return bench_test_digest(
        title=entry.heading.title,
        reading=entry.written,
        minutes=entry.minutes,
        cost=entry.cost,
        effect=effect,
        forbidden=forbidden,
        images=entry.images,
    )
