"""Compiling a course: the whole of it against Markdown and bleach alone, and again after one file changed."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import PurePosixPath

import bleach
from markdown import Markdown

from app.config import ROOT
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.memory import Memory
from app.shared.markdown import BLOCK_TAGS, INLINE_TAGS
from benchmarks.rows import Row, at_most

COURSE = "appliances/household-appliances"
ITEMS = 100
"""Of the course that is measured: the shipped one with its items over and over, each under names of its own."""
RUNS = 9

_ATTRIBUTES = {"*": ["id", "class", "lang"], "a": ["href", "title"], "img": ["src", "alt", "title"]}
_NAMED = re.compile(rb"(\{#|^gate: |\bwas=|images/)([a-z0-9-]+)", re.MULTILINE)


def measure() -> Iterator[Row]:
    """Rows for the whole course, and for one file of each kind changed in it. They take turns."""
    sources = large(read_course(ROOT / "content" / COURSE).sources, items=ITEMS)
    memory = _compile(sources, Memory())
    changes = dict(_changes(sources))
    seconds: dict[str, list[float]] = {name: [] for name in ("alone", "whole", *changes)}
    render = _alone(sources)
    for run in range(RUNS):
        seconds["alone"].append(_seconds(render))
        seconds["whole"].append(_seconds(partial(_compile, sources)))
        for name, (path, comment) in changes.items():
            changed = {**sources, path: sources[path] + comment % run}
            seconds[name].append(_seconds(partial(_compile, changed, memory)))
    middle = {name: statistics.median(runs) for name, runs in seconds.items()}
    yield at_most(
        "compile: whole course, against Markdown and bleach alone", middle["whole"] / middle["alone"], 3, unit=" ×"
    )
    for name in changes:
        share = 100 * middle[name] / middle["whole"]
        yield at_most(f"compile: after one file changed ({name}), of the whole course", share, 10, unit=" %")


def large(sources: Mapping[str, bytes], *, items: int) -> dict[str, bytes]:
    """A course with so many items: those of `sources` over and over, each with drawings of its own."""
    pages = [path for path in sources if re.fullmatch(r"week-\d\d/\d+-.+\.md", path)]
    files = dict(sources)
    for number in range(len(pages), items):
        path, turn = pages[number % len(pages)], number // len(pages)
        # Names in a case are its own, and its lines refer to them.
        is_case = b"\nkind: case\n" in sources[path]
        files[_named(path, turn)] = sources[path] if is_case else _NAMED.sub(rb"\1\2-%d" % turn, sources[path])
        for image in re.findall(r"images/[^)\s]+", sources[path].decode()):
            files[_named(image, turn)] = sources[image]
    return files


def _named(path: str, turn: int) -> str:
    file = PurePosixPath(path)
    return f"{file.with_suffix('')}-{turn}{file.suffix}"


def _changes(sources: Mapping[str, bytes]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """By what kind of file it is: its path, and what is written at its end."""
    paths = sorted(sources)
    yield "lesson", (next(path for path in paths if "/10-" in path), b"\nOnce more: %d.\n")
    yield "quiz", (next(path for path in paths if "quiz" in path), b"\n\n## Once more? {#once-more .numeric}\n= %d\n")
    yield "drawing", (next(path for path in paths if path.endswith(".svg")), b"<!-- %d -->")
    yield "competences", ("competences.yaml", b"    - {id: B99.%d, title: {en: Once more, fr: Encore}}\n")
    yield "glossary", ("glossary.yaml", b"- {term: {en: t-%d, fr: t}, means: {en: A word, fr: Un mot}}\n")


def _alone(sources: Mapping[str, bytes]) -> Callable[[], None]:
    """Renders and cleans the texts of all pages, and does nothing else."""
    texts = [data.decode().split("\n---\n", 1)[1] for path, data in sources.items() if path.endswith(".md")]
    renderer = Markdown(
        extensions=["extra", "sane_lists", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tasklist"],
        extension_configs={"pymdownx.highlight": {"use_pygments": False}},
    )
    cleaner = bleach.Cleaner(tags=INLINE_TAGS | BLOCK_TAGS, attributes=_ATTRIBUTES)

    def render() -> None:
        for text in texts:
            cleaner.clean(renderer.reset().convert(text))

    return render


def _compile(sources: Mapping[str, bytes], memory: Memory | None = None) -> Memory | None:
    made = compile_course(sources, track_id="appliances", course_id="household-appliances", memory=memory)
    if made.curriculum is None:
        raise ValueError(f"the course that is measured has mistakes: {made.problems[:3]}")
    return made.memory


def _seconds(act: Callable[[], object]) -> float:
    """Of the processor: others may be using the machine."""
    begun = time.process_time()
    act()
    return time.process_time() - begun
