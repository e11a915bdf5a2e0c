"""Files at random against the compiler: `python -m tests.fuzz --count 100000`. It ends with 1 when one broke it.

Each file is made from its number alone, so that one that breaks is made again with `--first` and `--count 1`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import random
import signal
import sys
import time
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from app.config import ROOT
from app.curriculum.checking import CheckedCourse, check_folder
from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.memory import Memory
from app.curriculum.problems import Problem
from app.curriculum.telling import as_annotations, as_json, as_lines
from tests.curriculum.rich_course import CASE, LESSON, PRACTICAL, QUIZ, RICH
from tests.rubbish import RUBBISH, SPOILINGS, Change

LONGEST = 20
"""Seconds of the processor for one course: four times what one file may take."""
PATIENCE = 600
"""Seconds on the clock, for what waits and does nothing."""
SHIPPED = ("mobile/smartphone-repair", "appliances/household-appliances")
AROUND = (
    *("../track.yaml", "course.md", "competences.yaml", "images/cell.svg", "images/bench.svg"),
    *(f"week-0{number}/week.md" for number in range(1, 6)),
)
UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
SIGNS = (
    *("\u202e", "\u2066", "\u200f", "مرحبا", "é", "\ufeff", "\x00", "\x07", "\r", "\r\n", "\u2028"),
    *("\ud7ff", "\U0001f600"),
)
WORDS = (
    *("/// note\n", "///\n", "////\n", "/// check\n", "/// steps | A\n", "    /// note\n", "```\n", "~~~", "---\n"),
    *("<!--", "-->", "- [x] ", "- [ ]", "= ", "## ", "### ", "{#a", ".single}", " {#b .text}", "> ", "    ", "\t"),
    *("\n\n", "1. ", "| a |", "|---|", "[a](", "![](", "![a](../images/cell.svg)", "]: ", "<script>", "<div", "<!["),
    *("<?", "&#x6a;", "*[A]: b", "&a [", "*a", "!!x", ": ", "{", "}", "'", '"', "[^1]", "::", "#", "**", "__"),
    *("](../../x)", "](/etc/passwd)", "](file:a)", "a: &a [x, x]\nb: &b [*a, *a]\n", "? ", "- ", "[[[", "{{{"),
    *("&a *a", "0x1F", "1e999", "~", "%YAML 9", "...\n", "- 0: ", "requires: [a]\ngate: a\n", "aliases: [a]\n"),
    *("<!-- fact: a certain -->", "<!-- fact:", "<!-- fact: a, b usual; c -->", "lang: {a: b}\n", "*[a](b)*"),
    *("draw: {a: 9}\n", "\n- 1: x", "= 1 ± 2 V\n", "Criteria", ".critical"),
    *(
        "## Tests\n",
        "## Conclusions\n",
        "## Debrief\n",
        " .makes-safe",
        " .live",
        " .dead-only",
        " after=a",
        " needs=supply",
    ),
    *("### A {#a minutes=1 .dead-only}\nB\n", " .cause", " minutes=0", " cost=1e9", "budget: {minutes: 0, cost: 0}\n"),
)

ON_DISK = 25
"""Each so-many-th course is read from a folder, where not everything is a file."""

Sources = Mapping[str, bytes]


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Every text of the shipped courses and of the rich one, by the path of a file of its kind in a small course."""
    found = [(path, text.encode()) for path, text in RICH.items()]
    for name in SHIPPED:
        sources = read_course(ROOT / "content" / name).sources
        found += [(_kind(path, data), data) for path, data in sources.items() if path != "../track.yaml"]
    return tuple(found)


def course(number: int) -> dict[str, bytes]:
    """The so-many-th course: a small one, with one file made at random out of a sound one."""
    chance = random.Random(number)
    path, data = chance.choice(seeds())
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(CHANGES)(data, chance)
    files = {name: RICH[name].encode() for name in AROUND}
    files["competences.yaml"] = next(data for name, data in seeds()[len(RICH) :] if name == "competences.yaml")
    for other in (path.replace(".fr.md", ".md"), path.replace(".md", ".fr.md")):
        if other in RICH and chance.random() < 0.5:  # the original of a translation, or the translation of a page
            files[other] = RICH[other].encode()
    files[_odd_name(chance) if chance.random() < 0.02 else path] = data
    if chance.random() < 0.05:
        files.pop(chance.choice(list(files)))
    return files


@cache
def remembered() -> Memory | None:
    """What compiling the sound course leaves to the next run."""
    sound = {path: text.encode() for path, text in RICH.items()}
    return compile_course(sound, track_id="mobile", course_id="fuzz", memory=Memory()).memory


def faults(number: int) -> str:
    """What went wrong with the so-many-th course; empty when it ended as it should: with problems or a curriculum."""
    files = course(number)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        made = compile_course(files, track_id="mobile", course_id="fuzz")
        _check(files, made.problems, is_made=made.curriculum is not None)
        again = compile_course(files, track_id="mobile", course_id="fuzz", memory=remembered())
        # How long a file took is the machine's; what it says isn't.
        timed = any(problem.code == "too-slow" for problem in (*made.problems, *again.problems))
        assert timed or again == made, "only what changed was compiled, and something else came out"
        if number % ON_DISK == 0:
            _check_on_disk(files, random.Random(number))
    except Exception as fault:
        return f"{number}: {type(fault).__name__}: {fault}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return ""


def _check_on_disk(files: Sources, chance: random.Random) -> None:
    with TemporaryDirectory() as top:
        folder = Path(top) / "mobile" / "fuzz"
        write(files, folder)
        for path in chance.sample(sorted(folder.rglob("*")), chance.randrange(3)):
            with contextlib.suppress(OSError):  # what was spoilt before may lie in the way
                chance.choice(list(SPOILINGS.values()))(path)
        told = check_folder(folder)
        for form in (as_lines, as_annotations, as_json):
            form([told])


def write(files: Sources, folder: Path) -> None:
    """Write what can be written: not every name that a course may be sent with can be that of a file."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        path = folder / name
        with contextlib.suppress(OSError, ValueError):
            if path.resolve().is_relative_to(folder.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _check(files: Sources, problems: tuple[Problem, ...], *, is_made: bool) -> None:
    checked = [CheckedCourse(Path("/content/mobile/fuzz"), problems)]
    assert is_made is checked[0].sound, "neither a curriculum nor an error"
    for form in (as_lines, as_annotations):
        told = form(checked)
        assert len(told) == len(problems)
        assert not any(unicodedata.category(sign) in UNSEEN for line in told for sign in line), "a hidden sign"
    assert len(json.loads("\n".join(as_json(checked)))) == len(problems)
    for problem in problems:
        lines = files.get(problem.file, b"").count(b"\n") + 1
        assert 1 <= problem.line <= lines, f"{problem.file}:{problem.line} of {lines}: {problem.code}"


def _pieces(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 1, 5, 40)))
    piece = chance.choice(WORDS + SIGNS) * chance.choice((1, 1, 1, 1, 3, 30, 2000 if chance.random() < 0.02 else 2))
    return (text[:start] + piece + text[end:]).encode("utf-8", "replace")


def _bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(chance.randint(1, 5)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(4):
        case 0:
            del lines[at : at + chance.randint(1, 4)]
        case 1:
            lines[at], lines[to] = lines[to], lines[at]
        case 2:
            lines[at:at] = lines[to : to + 5] * chance.choice((1, 2, 50))
        case _:
            lines[at] = b" " * chance.choice((1, 2, 3, 4, 8)) + lines[at]
    return b"\n".join(lines)


def _spelling(data: bytes, chance: random.Random) -> bytes:
    """One letter of one word otherwise, as hands do."""
    at = chance.randrange(len(data) or 1)
    return data[:at] + chance.choice((b"", data[at : at + 1] * 2, bytes([chance.randrange(97, 123)]))) + data[at + 1 :]


def _other(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(seeds())[1]


def _encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    match chance.randrange(5):
        case 0:
            return text.encode("utf-16")
        case 1:
            return text.encode("latin-1", "replace")
        case 2:
            return b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
        case 3:
            return chance.randbytes(chance.randrange(4000))
        case _:
            return data[: chance.randrange(len(data) + 1)]


def _rubbish(data: bytes, chance: random.Random) -> bytes:
    return chance.choice(list(RUBBISH.values()))(data, chance)


CHANGES: tuple[Change, ...] = (
    _pieces,
    _pieces,
    _pieces,
    _lines,
    _lines,
    _spelling,
    _spelling,
    _bytes,
    _encoding,
    _other,
    _rubbish,
)


def _kind(path: str, data: bytes) -> str:
    """Where in the small course a file of the same kind lies."""
    if not path.startswith("week-") or path.endswith("week.md"):
        return path
    if b"\nkind: case" in data:
        return CASE
    return QUIZ if b"\nkind: quiz" in data else PRACTICAL if b"\nkind: practical" in data else LESSON


def _odd_name(chance: random.Random) -> str:
    names = (
        "week-01/10-A.md",
        "week-1/10-a.md",
        "week-99/10-a.md",
        "",
        "week-01/",
        "a//b.svg",
        "../../x.md",
        "x\ny.md",
    )
    return chance.choice((*names, "week-01/week.md/x.md", "week-01/5-.md", f"week-01/{'9' * 5000}-a.md", "\u202eb.md"))


def overdue(*_: object) -> None:
    """Ends what takes longer than LONGEST or PATIENCE."""
    raise TimeoutError(f"more than {LONGEST} seconds of the processor, or {PATIENCE} on the clock")


def watched() -> None:
    """Has this process end what takes too long."""
    signal.signal(signal.SIGPROF, overdue)
    signal.signal(signal.SIGALRM, overdue)


def run(first: int, count: int, processes: int) -> Iterator[str]:
    """What went wrong with `count` courses from the `first` on."""
    with multiprocessing.get_context("spawn").Pool(processes, watched) as pool:
        yield from filter(None, pool.imap_unordered(faults, range(first, first + count), chunksize=50))


def main() -> int:
    """Runs as many as were asked for; returns 1 when one of them broke something."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Files at random against the compiler.")
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=multiprocessing.cpu_count())
    wanted = parser.parse_args()
    begun, broken = time.monotonic(), 0
    for fault in run(wanted.first, wanted.count, wanted.processes):
        broken += 1
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{wanted.count} files in {time.monotonic() - begun:.0f} s, {broken} broke something.\n")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
