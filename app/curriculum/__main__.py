"""Checks courses without the application: no settings, no database, nothing of the web.

python -m app.curriculum content/mobile/smartphone-repair    one course
python -m app.curriculum content --strict --format github    every course below a folder
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.curriculum.checking import check_content, check_folder
from app.curriculum.folder import is_course
from app.curriculum.telling import FORMS, tallies_as_lines, told


def main(words: Sequence[str]) -> int:
    """Prints every problem; returns 1 when one of them is an error, with `--strict` also when one is a warning."""
    parser = argparse.ArgumentParser(prog="python -m app.curriculum", description="Check courses.")
    parser.add_argument("folder", type=Path, help="a course, a track, or a folder with tracks")
    parser.add_argument("--strict", action="store_true", help="warnings count as errors")
    parser.add_argument("--format", choices=list(FORMS), default="text", help="how problems are told")
    wanted = parser.parse_args(words)
    folder = Path(os.path.abspath(wanted.folder))  # noqa: PTH100 - a link to a course has the name it is called by
    checked = [] if is_course(folder) else check_content(folder)
    checked = checked or [check_folder(folder)]
    tallies = tallies_as_lines(checked) if wanted.format == "text" else []
    for line in (*told(checked, wanted.format), *tallies):
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
    return int(not all(course.passes(strict=wanted.strict) for course in checked))


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.exit(main(sys.argv[1:]))
    except BrokenPipeError:  # whoever reads has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
