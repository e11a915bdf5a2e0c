"""Mutation testing of the pure modules: `make mutate`. What it says is written down in docs/mutation.md.

mutmut leaves decorated functions alone, and in these modules properties say who passes. So it works on a copy of
the project in which `@property` above a method is written as `name = property(name)` below it, which means the same.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
COPY: Final = ROOT / ".venv" / "mutation"
COPIED: Final = ("app", "tests", "migrations", "pyproject.toml")
LEAST_CAUGHT: Final = 95
"""Per cent of each module's mutants."""
CAUGHT: Final = frozenset({"killed", "timeout", "segfault"})


def with_properties_below(source: str) -> str:
    """The same module, in which no property is made by a decorator."""
    lines = source.splitlines()
    for method in sorted(_properties(source), key=lambda each: each.lineno, reverse=True):
        indent = " " * method.col_offset
        lines.insert(method.end_lineno or 0, f"{indent}{method.name} = property({method.name})")
        del lines[method.decorator_list[0].lineno - 1]
    return "\n".join(lines) + "\n"


def _properties(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and [ast.unparse(each) for each in node.decorator_list] == ["property"]:
            yield node


def _make_copy() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, COPY / name, ignore=shutil.ignore_patterns("__pycache__", "browser"))
        else:
            shutil.copy(ROOT / name, COPY / name)
    for module in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]["only_mutate"]:
        (COPY / module).write_text(with_properties_below((ROOT / module).read_text()))


def _mutmut(*arguments: str) -> str:
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    told = subprocess.run(command, cwd=COPY, check=False, text=True, capture_output=True)
    if told.returncode != 0:
        sys.exit(told.stdout + told.stderr)
    return told.stdout


def _outcomes() -> dict[str, Counter[str]]:
    """How many mutants of each module had which outcome; tells those that survived."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for line in _mutmut("results", "--all", "true").splitlines():
        mutant, _, outcome = line.strip().rpartition(": ")
        outcomes[mutant.rpartition(".")[0]][outcome] += 1
        if outcome not in CAUGHT:
            sys.stdout.write(f"\n{_mutmut('show', mutant)}\n")
    return outcomes


def main() -> int:
    """Makes the mutants, runs the tests on each, and tells the figures; 1 when too many live in a module."""
    sys.stdout.write("Running the tests on each mutant; this takes some minutes …\n")
    sys.stdout.flush()
    _make_copy()
    _mutmut("run")
    enough = True
    for module, outcomes in sorted(_outcomes().items()):
        caught = sum(outcomes[outcome] for outcome in CAUGHT)
        enough &= 100 * caught >= LEAST_CAUGHT * outcomes.total()
        sys.stdout.write(f"{module}: {caught} of {outcomes.total()} caught {dict(outcomes)}\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
