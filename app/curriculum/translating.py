"""Collects the translations of a course, file by file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import NamedTuple, cast

from app.curriculum.course import Language
from app.curriculum.memory import Recalling
from app.curriculum.model import Cover, Document, Item, Translation, Week
from app.curriculum.problems import Place, Report
from app.curriculum.rendering import Known
from app.curriculum.source import Page, read_page
from app.curriculum.translations import (
    accepting,
    also_accepted,
    answers_in,
    translated_cover,
    translated_item,
    translated_week,
)
from app.curriculum.tree import COURSE, TranslatedFile, Tree


class Tally(NamedTuple):
    """How much of a course is translated into a language."""

    language: str
    files: int
    of: int
    """How many files could be."""


@dataclass(frozen=True)
class Originals:
    """What was compiled in the course's own language."""

    pages: Mapping[str, Page]
    """Of course, weeks and items, by path."""
    body: Document | None
    """The text of course.md; None when its front matter can't be understood."""
    weeks: Sequence[Week]

    def item(self, path: str) -> Item | None:
        """The item of a file; None when it can't be understood."""
        return next((item for week in self.weeks for item in week.items if item.path == path), None)

    def week(self, path: str) -> Week | None:
        """The week of a week.md; None when it can't be understood."""
        return next((week for week in self.weeks if week.title and path == f"week-{week.number:02}/week.md"), None)


def tallies(tree: Tree, own: Language | None) -> tuple[Tally, ...]:
    """How much is translated into each language, in the order of their codes."""
    languages = [file.language for file in tree.translations if own is None or file.language != own.code]
    of = len(tree.originals)
    return tuple(Tally(language, languages.count(language), of) for language in sorted(set(languages)))


class Translating:
    """One run over the translations of a course."""

    def __init__(
        self, originals: Originals, sources: Mapping[str, bytes], recalling: Recalling, report: Report
    ) -> None:
        self._originals = originals
        self._sources = sources
        self._recalling = recalling
        self._report = report
        self._made: dict[str, list[Cover | Week | Item]] = {}

    def run(self, files: Iterable[TranslatedFile], own: Language | None, known: Known) -> None:
        """Compiles these files; what is wrong with them goes to the report. Of a file whose original has a mistake
        nobody knows what it should be."""
        broken = {problem.file for problem in self._report.problems if problem.level == "error"}
        for file in files:
            if own and file.language == own.code:
                self._report.error(Place(file.path, 1), "own-language", language=own.code)
                continue
            page = self._recalling.recall("page", file.path, partial(read_page, file.path, self._sources[file.path]))
            original = self._originals.pages.get(file.original)
            if page is None or original is None or file.original in broken:
                continue
            made = self._compiled(file, page, original, known)
            if made is not None:
                self._made.setdefault(file.language, []).append(made)

    def weeks(self) -> tuple[Week, ...]:
        """The weeks in the course's own language, their questions accepting the answers of every language."""
        return tuple(replace(week, items=self._accepting(week.items)) for week in self._originals.weeks)

    def translations(self) -> Mapping[str, Translation]:
        """What came of it, by language."""
        return {language: self._translation(made) for language, made in sorted(self._made.items())}

    def _translation(self, made: Sequence[Cover | Week | Item]) -> Translation:
        cover = next((each for each in made if isinstance(each, Cover)), None)
        weeks = {each.number: each for each in made if isinstance(each, Week)}
        items = self._accepting(each for each in made if isinstance(each, Item))
        return Translation(cover, weeks, {item.id: item for item in items})

    @cached_property
    def _answers(self) -> Mapping[str, tuple[str, ...]]:
        """What is accepted in all languages together, the course's own first."""
        own = [item for week in self._originals.weeks for item in week.items]
        return answers_in([*own, *(each for made in self._made.values() for each in made if isinstance(each, Item))])

    def _accepting(self, items: Iterable[Item]) -> tuple[Item, ...]:
        """The items, their questions accepting the answers of every language."""
        return tuple(self._with_answers(item) for item in items)

    def _with_answers(self, item: Item) -> Item:
        also = also_accepted(item, self._answers) if self._made else {}
        if not also:
            return item
        return self._recalling.recall("answers", item.path, lambda _: accepting(item, also), item, also)

    def _compiled(self, file: TranslatedFile, page: Page, original: Page, known: Known) -> Cover | Week | Item | None:
        """What a file makes of its original; None also where the original can't be understood."""
        make: Callable[[Known, Report], Cover | Week | Item | None]
        of: Item | Document | None
        if file.original == COURSE:
            of = self._originals.body
            make = partial(translated_cover, page, original, of or ())
        elif week := self._originals.week(file.original):
            of = week.body
            make = partial(translated_week, page, original, week)
        else:
            of = self._originals.item(file.original)
            make = partial(translated_item, page, original, cast("Item", of))
        if of is None:
            return None
        spoken = replace(known, language=file.language)
        written = self._sources[file.original]
        return self._recalling.recall_seeing(spoken, "translation", file.path, make, written, of)
