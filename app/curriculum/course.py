"""Compiles what stands around the items: course.md, week.md and the YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from app.curriculum.bodies import read_document
from app.curriculum.folder import TRACK
from app.curriculum.front import BlockFront, CourseFront, Front, TermFront, TrackFront, WeekFront
from app.curriculum.front_reading import read_front
from app.curriculum.items import open_page
from app.curriculum.model import Competence, CompetenceBlock, Document, Term, Track
from app.curriculum.original import Original
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.rendering import Known
from app.curriculum.source import Page, decode, read_page
from app.curriculum.values import is_language
from app.curriculum.yaml_text import YamlText, read_yaml

COMPETENCES: Final = "competences.yaml"
GLOSSARY: Final = "glossary.yaml"

Kind = TypeVar("Kind", bound=Front)


class Language(NamedTuple):
    """The course's own language, and where course.md says it."""

    code: str
    place: Place


@dataclass(frozen=True)
class Frame:
    """The YAML files of a course, understood."""

    track: Track | None
    blocks: tuple[CompetenceBlock, ...] | None
    """None when competences.yaml can't be understood."""
    glossary: tuple[Term, ...]
    places: Mapping[str, Place]
    """Where each competence is written."""


def read_frame(
    sources: Mapping[str, bytes],
    track_id: str,
    said: Language | None,
    report: Report,
    unread: frozenset[str] = frozenset(),
) -> Frame:
    """The YAML files. `said` is the course's own language, or None when that isn't known."""
    places: dict[str, Place] = {}
    texts = _TextsByLanguage(said, report)
    files = _Files(sources, unread, report)
    frame = Frame(
        track=_track(files, track_id, texts),
        blocks=_blocks(files, texts, places),
        glossary=_glossary(files, texts),
        places=places,
    )
    texts.finish()
    return frame


def language_place(page: Page | None) -> Language | None:
    """The language that course.md says, if it says any, and where."""
    front = page.front.value if page else None
    code = front.get("language") if isinstance(front, dict) else None
    if page is None or not isinstance(code, str) or not is_language(code):
        return None
    return Language(code, page.front.place("language"))


def read_course_front(page: Page, weeks: int | None, report: Report) -> CourseFront | None:
    """The front matter of course.md; `weeks` is how many folders there are, None when that can't be said."""
    front = read_front(CourseFront, page.front, report)
    if front and weeks is not None and front.weeks != weeks:
        report.error(page.front.place("weeks"), "weeks-differ", written=front.weeks, found=weeks)
    return front


def read_body(page: Page, known: Known, report: Report, original: Original | None = None) -> Document:
    """The text of course.md, of a week.md, or of a translation of one. It can't hold practice questions: it isn't an
    item."""
    parts = open_page(page, known, report, original)
    document = read_document(parts.parts, parts.renderer, checks=False)
    parts.renderer.finish()
    return document


def read_week_front(page: Page, report: Report) -> WeekFront | None:
    """The front matter of week.md."""
    return read_front(WeekFront, page.front, report)


def required_page(file: str, sources: Mapping[str, bytes], report: Report, unread: frozenset[str]) -> Page | None:
    """A Markdown file that has to be there."""
    return read_page(file, sources[file], report) if _Files(sources, unread, report).has(file) else None


@dataclass(frozen=True)
class _Files:
    """The files of a course, from which some have to be there."""

    sources: Mapping[str, bytes]
    unread: frozenset[str]
    report: Report

    def has(self, file: str) -> bool:
        """Whether a file is there, told when it isn't."""
        if file not in self.sources and file not in self.unread:
            near = nearest(file, [path for path in self.sources if "/" not in path and path.count(".") == 1])
            self.report.error(Place(file, 1), "missing-file", nearest=near)
        return file in self.sources

    def yaml(self, file: str) -> YamlText | None:
        """What a YAML file says; None, with problems in the report, when it can't be understood."""
        text = decode(file, self.sources[file], self.report)
        return None if text is None else read_yaml(text, file, 1, self.report)


class _TextsByLanguage:
    """Looks whether each text is there in the course's own language. When not one is, it is the language that is
    wrong, and that is told once."""

    def __init__(self, said: Language | None, report: Report) -> None:
        self.said = said
        self.report = report
        self.missing: list[Place] = []
        self.all = 0

    def check(self, texts: Mapping[str, str], place: Place) -> None:
        self.all += 1
        if self.said and self.said.code not in texts:
            self.missing.append(place)

    def finish(self) -> None:
        if self.said and len(self.missing) == self.all > 1:
            self.report.error(self.said.place, "language-nowhere", language=self.said.code)
            return
        for place in self.missing:
            self.report.error(place, "language-missing", language=self.said.code if self.said else "")


def _track(files: _Files, track_id: str, texts: _TextsByLanguage) -> Track | None:
    yaml = files.yaml(TRACK) if files.has(TRACK) else None
    front = read_front(TrackFront, yaml, files.report) if yaml else None
    if yaml is None or front is None:
        return None
    texts.check(front.title, yaml.place("title"))
    return Track(track_id, front.title, front.icon, front.order)


def _blocks(files: _Files, texts: _TextsByLanguage, places: dict[str, Place]) -> tuple[CompetenceBlock, ...] | None:
    yaml = files.yaml(COMPETENCES) if files.has(COMPETENCES) else None
    fronts = _entries(BlockFront, yaml, files.report)
    if yaml is None or fronts is None:
        return None
    ids: dict[str, Place] = {}
    mistakes = files.report.count
    for at, block in enumerate(fronts):
        texts.check(block.title, yaml.place(at, "title"))
        _check_once(block.block, yaml.place(at, "block"), ids, files.report)
        for number, competence in enumerate(block.competences):
            path = (at, "competences", number)
            texts.check(competence.title, yaml.place(*path, "title"))
            _check_once(competence.id, yaml.place(*path, "id"), ids, files.report)
            places[competence.id] = yaml.place(*path, "id")
    if files.report.count > mistakes:
        return None  # one of two that share an id is another: nobody knows which
    return tuple(
        CompetenceBlock(block.block, block.title, tuple(Competence(c.id, c.title) for c in block.competences))
        for block in fronts
    )


def _glossary(files: _Files, texts: _TextsByLanguage) -> tuple[Term, ...]:
    yaml = files.yaml(GLOSSARY) if GLOSSARY in files.sources else None
    fronts = _entries(TermFront, yaml, files.report)
    if yaml is None or fronts is None:
        return ()
    seen: dict[str, Place] = {}
    for at, front in enumerate(fronts):
        texts.check(front.term, yaml.place(at, "term"))
        texts.check(front.means, yaml.place(at, "means"))
        if texts.said and texts.said.code in front.term:
            _check_once(front.term[texts.said.code].lower(), yaml.place(at, "term"), seen, files.report)
    return tuple(Term(front.term, front.means) for front in fronts)


def _entries(model: type[Kind], yaml: YamlText | None, report: Report) -> list[Kind] | None:
    """The entries of a YAML file that is a list; None when one of them can't be understood."""
    if yaml is None:
        return None
    if not isinstance(yaml.value, list):
        report.error(yaml.place(), "file-not-a-list")
        return None
    read = [read_front(model, yaml, report, within=(at,)) for at in range(len(yaml.value))]
    entries = [entry for entry in read if entry is not None]
    return entries if len(entries) == len(read) else None


def _check_once(name: str, place: Place, seen: dict[str, Place], report: Report) -> None:
    if name in seen:
        report.error(place, "id-twice", id=name, first=f"line {seen[name].line}")
    seen.setdefault(name, place)
