"""Checks one course without the application: `python -m app.curriculum content/mobile/smartphone-repair`."""

from __future__ import annotations

import sys
from pathlib import Path

from app.curriculum.compiler import compile_course
from app.curriculum.folder import read_course
from app.curriculum.phrases import phrase


def main(course: Path) -> int:
    """Prints every problem of a course; returns 1 when one of them is an error."""
    folder = read_course(course)
    compiled = compile_course(folder.sources, track_id=course.parent.name, course_id=course.name)
    problems = (*folder.problems, *compiled.problems)
    for problem in problems:
        sys.stdout.write(f"{problem.file}:{problem.line}: {problem.level}: {phrase(problem)}\n")
    return int(any(problem.level == "error" for problem in problems))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
