"""Compiles what stands around the items: course.md, week.md and the YAML files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from app.curriculum.bodies import read_document
from app.curriculum.folder import TRACK
from app.curriculum.front import BlockFront, CourseFront, Front, TermFront, TrackFront, WeekFront, read_front
from app.curriculum.items import open_page
from app.curriculum.model import Competence, CompetenceBlock, Document, Term, Track
from app.curriculum.problems import Place, Report
from app.curriculum.rendering import Known
from app.curriculum.source import Page, decode, read_page
from app.curriculum.yaml_text import YamlText, read_yaml

COURSE: Final = "course.md"
COMPETENCES: Final = "competences.yaml"
GLOSSARY: Final = "glossary.yaml"

Kind = TypeVar("Kind", bound=Front)


@dataclass(frozen=True)
class Frame:
    """The YAML files of a course, understood."""

    track: Track | None
    blocks: tuple[CompetenceBlock, ...] | None
    """None when competences.yaml can't be understood."""
    glossary: tuple[Term, ...]
    places: Mapping[str, Place]
    """Where each competence is written."""


def read_frame(sources: Mapping[str, bytes], track_id: str, language: str | None, report: Report) -> Frame:
    """The YAML files. `language` is the course's own, or None when that isn't known."""
    places: dict[str, Place] = {}
    return Frame(
        track=_track(sources, track_id, language, report),
        blocks=_blocks(sources, language, places, report),
        glossary=_glossary(sources, language, report),
        places=places,
    )


def language_of(page: Page | None) -> str | None:
    """The language that course.md says, if it says any."""
    front = page.front.value if page else None
    language = front.get("language") if isinstance(front, dict) else None
    return language if isinstance(language, str) else None


def read_course_front(page: Page, weeks: int, report: Report) -> CourseFront | None:
    """The front matter of course.md; `weeks` is how many folders there are."""
    front = read_front(CourseFront, page.front, report)
    if front and front.weeks != weeks:
        report.error(page.front.place("weeks"), "weeks-differ", written=front.weeks, found=weeks)
    return front


def read_body(page: Page, known: Known, report: Report) -> Document:
    """The text of course.md or of a week.md. It can't hold practice questions: it isn't an item."""
    parts = open_page(page, known, report)
    document = read_document(parts.parts, parts.renderer, checks=False)
    parts.renderer.finish()
    return document


def read_week_front(page: Page, report: Report) -> WeekFront | None:
    """The front matter of week.md."""
    return read_front(WeekFront, page.front, report)


def required_page(file: str, sources: Mapping[str, bytes], report: Report) -> Page | None:
    """A Markdown file that has to be there."""
    if file not in sources:
        report.error(Place(file, 1), "missing-file")
        return None
    return read_page(file, sources[file], report)


def _track(sources: Mapping[str, bytes], track_id: str, language: str | None, report: Report) -> Track | None:
    if TRACK not in sources:
        report.error(Place(TRACK, 1), "missing-file")
        return None
    yaml = _yaml(TRACK, sources, report)
    front = read_front(TrackFront, yaml, report) if yaml else None
    if yaml is None or front is None:
        return None
    _check_language(front.title, language, yaml, ("title",), report)
    return Track(track_id, front.title, front.icon, front.order)


def _blocks(
    sources: Mapping[str, bytes], language: str | None, places: dict[str, Place], report: Report
) -> tuple[CompetenceBlock, ...] | None:
    if COMPETENCES not in sources:
        report.error(Place(COMPETENCES, 1), "missing-file")
        return None
    yaml = _yaml(COMPETENCES, sources, report)
    fronts = _entries(BlockFront, yaml, report)
    if yaml is None or fronts is None:
        return None
    ids: dict[str, Place] = {}
    for at, block in enumerate(fronts):
        _check_language(block.title, language, yaml, (at, "title"), report)
        _check_once(block.block, yaml.place(at, "block"), ids, report)
        for number, competence in enumerate(block.competences):
            path = (at, "competences", number)
            _check_language(competence.title, language, yaml, (*path, "title"), report)
            _check_once(competence.id, yaml.place(*path, "id"), ids, report)
            places[competence.id] = yaml.place(*path, "id")
    return tuple(
        CompetenceBlock(block.block, block.title, tuple(Competence(c.id, c.title) for c in block.competences))
        for block in fronts
    )


def _glossary(sources: Mapping[str, bytes], language: str | None, report: Report) -> tuple[Term, ...]:
    yaml = _yaml(GLOSSARY, sources, report) if GLOSSARY in sources else None
    fronts = _entries(TermFront, yaml, report)
    if yaml is None or fronts is None:
        return ()
    seen: dict[str, Place] = {}
    for at, front in enumerate(fronts):
        _check_language(front.term, language, yaml, (at, "term"), report)
        _check_language(front.means, language, yaml, (at, "means"), report)
        if language in front.term:
            _check_once(front.term[language].lower(), yaml.place(at, "term"), seen, report)
    return tuple(Term(front.term, front.means) for front in fronts)


def _yaml(file: str, sources: Mapping[str, bytes], report: Report) -> YamlText | None:
    text = decode(file, sources[file], report)
    return None if text is None else read_yaml(text, file, 1, report)


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


def _check_language(
    texts: Mapping[str, str],
    language: str | None,
    yaml: YamlText,
    path: tuple[str | int, ...],
    report: Report,
) -> None:
    if language is not None and language not in texts:
        report.error(yaml.place(*path), "language-missing", language=language)


def _check_once(name: str, place: Place, seen: dict[str, Place], report: Report) -> None:
    if name in seen:
        report.error(place, "id-twice", id=name, first=f"line {seen[name].line}")
    seen.setdefault(name, place)
