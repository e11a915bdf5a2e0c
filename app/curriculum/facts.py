"""Marks behind statements of fact, for the expert who reviews a course; readers never see them.

    The breaker trips at 30 mA.<!-- fact: S84, K usual; read again after the next edition -->

They name sources of the course's `sources.yaml` and how certain the statement is. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.curriculum.front import Front
from app.curriculum.front_reading import read_front
from app.curriculum.problems import Place, Report, nearest
from app.curriculum.scanner import FACT, mark_code
from app.curriculum.source import Line, Lines, Page, decode, read_page
from app.curriculum.values import Text
from app.curriculum.yaml_text import read_yaml

SOURCES: Final = "sources.yaml"
CERTAINTIES: Final = ("certain", "usual", "varies", "doubtful")
"""Settled by nature, arithmetic or a source that was read; agreed in the trade; by maker or model; to be checked."""

# Each finds or fails in one pass, however long the line: nothing in it is tried from two sides.
_MARK: Final = re.compile(r"(?<![ \t])[ \t]*<!--\s*fact:(?P<said>[^<-]*(?:(?!-->|<!--)[<-][^<-]*)*)-->")
_SAID: Final = re.compile(r"\s*(?P<sources>[^\s,]+(?:\s*,\s*[^\s,]+)*)\s+(?P<certainty>\w+)\s*(?:;(?P<note>.*))?")
_SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?])[\s*_»”]+(?=\S)")
_OPENING: Final = re.compile(r"\A(?:\s*(?:>|[-*+] (?:\[[ xX]\])?|\d+[.)] |=|#+ ))*\s*")
_UNREAD: Final = re.compile(r"\{[^{}]*\}\s*$|[*_`]|(?<=\])\([^()]*\)|[\[\]]")


class SourceFront(Front):
    """An entry of sources.yaml."""

    id: Text
    title: Text
    note: Text | None = None


@dataclass(frozen=True)
class Fact:
    """A statement that an expert is asked to look at."""

    file: str
    """Relative to the course's folder."""
    line: int
    lesson: str
    """The title of the page that it stands on."""
    statement: str
    sources: tuple[str, ...]
    """Ids of sources.yaml."""
    certainty: str
    note: str


def read_sources(sources: Mapping[str, bytes], report: Report) -> Mapping[str, str] | None:
    """What each source is, by id; empty without a sources.yaml, None when it can't be understood."""
    if SOURCES not in sources:
        return {}
    text = decode(SOURCES, sources[SOURCES], report)
    yaml = None if text is None else read_yaml(text, SOURCES, 1, report)
    if yaml is None:
        return None
    if not isinstance(yaml.value, list):
        report.error(yaml.place(), "file-not-a-list")
        return None
    entries = [read_front(SourceFront, yaml, report, within=(at,)) for at in range(len(yaml.value))]
    titles: dict[str, str] = {}
    for at, entry in enumerate(entries):
        if entry and entry.id in titles:
            report.error(yaml.place(at, "id"), "id-twice", id=entry.id, first=SOURCES)
        elif entry:
            titles[entry.id] = f"{entry.title} ({entry.note})" if entry.note else entry.title
    return titles if all(entries) else None


def without_marks(lines: Sequence[Line]) -> Lines:
    """The lines as readers get them."""
    return tuple(line if line.code or "<!--" not in line.text else _unmarked(line) for line in lines)


def check_marks(lines: Sequence[Line], file: str, known: Mapping[str, str] | None, report: Report) -> None:
    """Tells marks that can't be read, and those that name no source. `known` are the sources by id; None when they
    can't be understood, which was told."""
    for line in lines:
        if not line.code and FACT.search(_MARK.sub("", line.text)):
            report.error(Place(file, line.number), "comment-not-closed")
    for line, mark in _marks(lines):
        _check_mark(mark, Place(file, line.number), known, report)


def facts_in(sources: Mapping[str, bytes]) -> list[Fact]:
    """Every marked statement of a sound course's Markdown files, file by file."""
    nobody = Report()
    pages = [read_page(path, sources[path], nobody) for path in sorted(sources) if path.endswith(".md")]
    return [fact for page in pages if page for fact in _facts_on(page, nobody)]


def facts_as_lines(sources: Mapping[str, bytes]) -> Iterator[str]:
    """Every fact of a sound course for the terminal, then how many there are of each certainty."""
    titles = read_sources(sources, Report()) or {}
    facts = facts_in(sources)
    for fact in facts:
        yield f"{fact.file}:{fact.line}: {fact.lesson}: {fact.statement}"
        note = f"; {fact.note}" if fact.note else ""
        yield f"    {fact.certainty}: {'; '.join(f'{source} {titles[source]}' for source in fact.sources)}{note}"
    counts = [f"{sum(fact.certainty == each for fact in facts)} {each}" for each in CERTAINTIES]
    yield f"{len(facts)} facts: {', '.join(counts)}."


def facts_as_rows(sources: Mapping[str, bytes]) -> list[tuple[str, ...]]:
    """Every fact of a sound course as a row of a table, below a row of headings."""
    titles = read_sources(sources, Report()) or {}
    rows: list[tuple[str, ...]] = [
        ("file", "line", "lesson", "statement", "certainty", "sources", "what they are", "note")
    ]
    for fact in facts_in(sources):
        known = "; ".join(titles[source] for source in fact.sources)
        place = (fact.file, str(fact.line), fact.lesson)
        rows.append((*place, fact.statement, fact.certainty, ", ".join(fact.sources), known, fact.note))
    return rows


def _check_mark(mark: re.Match[str], place: Place, known: Mapping[str, str] | None, report: Report) -> None:
    said = _SAID.fullmatch(mark["said"])
    if said is None:
        report.error(place, "bad-fact-mark", known=", ".join(CERTAINTIES))
    elif said["certainty"] not in CERTAINTIES:
        words = {"text": said["certainty"], "known": ", ".join(CERTAINTIES)}
        report.error(place, "unknown-certainty", **words, nearest=nearest(said["certainty"], CERTAINTIES))
    elif known == {}:
        report.error(Place(SOURCES, 1), "sources-missing")
    else:
        for source in _listed(said["sources"]):
            if known and source not in known:
                report.error(place, "unknown-source", id=source, nearest=report.nearest(source, known))


def _facts_on(page: Page, report: Report) -> Iterator[Fact]:
    lines = mark_code(page.body, page.file, report)
    title = str(page.front.value.get("title", "")) if isinstance(page.front.value, dict) else ""
    for line, mark in _marks(lines):
        said = _SAID.fullmatch(mark["said"])
        if said:
            statement = _statement(lines, line, mark)
            note = (said["note"] or "").strip()
            yield Fact(page.file, line.number, title, statement, _listed(said["sources"]), said["certainty"], note)


def _marks(lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines:
        if not line.code and "<!--" in line.text:
            for mark in _MARK.finditer(line.text):
                yield line, mark


def _listed(sources: str) -> tuple[str, ...]:
    return tuple(source.strip() for source in sources.split(","))


def _unmarked(line: Line) -> Line:
    return Line(line.number, _MARK.sub("", line.text))


def _statement(lines: Sequence[Line], line: Line, mark: re.Match[str]) -> str:
    """The sentence, or the row of a table, that a mark stands behind; a sentence may begin on the lines before."""
    before = line.text[: mark.start()]
    is_row = before.lstrip().startswith("|")
    index = line.number - lines[0].number
    while not is_row and index > 0 and not _opens(lines[index].text) and not lines[index - 1].is_blank:
        index -= 1
        before = f"{lines[index].text} {before}"
    plain = _UNREAD.sub("", _OPENING.sub("", _MARK.sub("", before), count=1)).replace("|", " ")
    sentences = [plain] if is_row else [each for each in _SENTENCE_ENDS.split(plain.strip()) if each.strip()]
    return " ".join(sentences[-1].split()) if sentences else ""


def _opens(text: str) -> bool:
    """Whether a line begins something: an item of a list, a heading, an answer."""
    opening = _OPENING.match(text)
    return bool(opening and opening.group().strip())
