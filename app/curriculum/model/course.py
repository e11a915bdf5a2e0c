"""The course as a whole: weeks, competences, terms, rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeAlias

from app.curriculum.model.documents import Document
from app.curriculum.model.items import Item, Quiz

Texts: TypeAlias = Mapping[str, str]
"""One text in several languages, by language code."""


@dataclass(frozen=True)
class Week:
    """One week of a course."""

    number: int
    title: str
    hours: Decimal
    outcomes: tuple[str, ...]
    language: str
    """That its title, outcomes and text are in."""
    body: Document
    items: tuple[Item, ...]
    draft: bool = False
    """Whether its author says that there are more items to come."""

    @property
    def is_written(self) -> bool:
        """Whether it is whole: it has items, and no more are to come. Else it is shown as being written, and nobody
        can be certified yet."""
        return bool(self.items) and not self.draft


@dataclass(frozen=True)
class Competence:
    """Something a technician can do, with an id such as B1.2."""

    id: str
    title: Texts


@dataclass(frozen=True)
class CompetenceBlock:
    """A group of competences."""

    id: str
    title: Texts
    competences: tuple[Competence, ...]


@dataclass(frozen=True)
class Term:
    """An entry of the glossary."""

    term: Texts
    means: Texts


@dataclass(frozen=True)
class Duration:
    """A span as authors write it: 3 years, 24 hours."""

    number: int
    unit: Literal["minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True)
class CompletionRules:
    """The share of each kind of item (per cent, 0 to 100) that completing the course takes."""

    lessons: Decimal
    quizzes: Decimal
    cases: Decimal
    practicals: Decimal


@dataclass(frozen=True)
class Track:
    """One kind of device."""

    id: str
    title: Texts
    icon: str
    order: int


@dataclass(frozen=True)
class Cover:
    """The words of course.md."""

    title: str
    summary: str
    certificate_title: str
    body: Document


@dataclass(frozen=True)
class Translation:
    """What of a course is translated into one language."""

    cover: Cover | None
    weeks: Mapping[int, Week]
    """By number, each without its items."""
    items: Mapping[str, Item]
    """By id."""


@dataclass(frozen=True)
class Curriculum:
    """A whole course, compiled."""

    id: str
    track: Track
    language: str
    """The course's own."""
    text_language: str
    """That its title, summary and body are in: another than its own where they are translated."""
    title: str
    summary: str
    hours_per_week: Decimal
    completion: CompletionRules
    certificate_title: str
    certificate_valid_for: Duration | None
    """None: for ever."""
    blocks: tuple[CompetenceBlock, ...]
    glossary: tuple[Term, ...]
    body: Document
    weeks: tuple[Week, ...]
    images: Mapping[str, str]
    """SHA-256 of each image by its path in the course's folder."""
    translations: Mapping[str, Translation] = field(default_factory=dict, repr=False)
    """By language."""
    translation_of: Curriculum | None = field(default=None, repr=False, compare=False)
    """The curriculum in the course's own language; None for that one itself."""

    def in_language(self, language: str) -> Curriculum:
        """The curriculum for those who read `language`: its texts as far as they are translated, the others in the
        course's own. What has no text (ids, order, rules, keys, digests) is the same in all. For fr-CA what isn't
        translated is taken from fr. The same object each time."""
        if self.translation_of is not None:
            return self.translation_of.in_language(language)
        wanted = dict.fromkeys((language, language.partition("-")[0])) if language != self.language else ()
        found = tuple(each for each in wanted if each in self.translations)
        if found and found not in self._translated:
            self._translated.setdefault(found, self._in(found))
        return self._translated[found] if found else self

    @property
    def base(self) -> Curriculum:
        """The curriculum in the course's own language: by it people's work is marked, recorded and certified."""
        return self.translation_of or self

    @cached_property
    def _translated(self) -> dict[tuple[str, ...], Curriculum]:
        return {}

    def _in(self, languages: tuple[str, ...]) -> Curriculum:
        """The curriculum with each text in the first of these languages that it is translated into."""
        items: dict[str, Item] = {}
        weeks: dict[int, Week] = {}
        words: dict[str, Any] = {}
        for language in reversed(languages):
            translation = self.translations[language]
            items.update(translation.items)
            weeks.update(translation.weeks)
            if translation.cover:
                words = {"text_language": language, **vars(translation.cover)}
        whole = tuple(
            replace(weeks.get(week.number, week), items=tuple(items.get(item.id, item) for item in week.items))
            for week in self.weeks
        )
        return replace(self, translation_of=self, weeks=whole, **words)

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by id, in the order of the course."""
        return {item.id: item for week in self.weeks for item in week.items}

    def called_now(self, item_id: str) -> str:
        """The id that the item has here of which a record says `item_id`: another one where it was renamed since."""
        return self._renamed.get(item_id, item_id)

    def item_called(self, item_id: str) -> Item | None:
        """The item with that id, or that had it once; None: the course has none."""
        return self.items.get(self.called_now(item_id))

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        return {alias: item.id for item in self.items.values() for alias in item.aliases}

    @cached_property
    def competences(self) -> Mapping[str, Competence]:
        """Every competence by id."""
        return {competence.id: competence for block in self.blocks for competence in block.competences}

    @cached_property
    def openers(self) -> Mapping[str, Quiz]:
        """The quiz that opens each gate, by the gate's name."""
        return {item.gate: item for item in self.items.values() if isinstance(item, Quiz) and item.gate}

    @cached_property
    def hours(self) -> Decimal:
        """Planned hours of the whole course."""
        return sum((week.hours for week in self.weeks), Decimal(0))
