"""Mutation testing of what decides about people: `make mutate`. What it says is written down in docs/mutation.md.

python -m tests.mutation app/curriculum/marking.py    of these modules only

mutmut leaves decorated functions alone, and in these modules properties say who passes. So it works on a copy of
the project in which `@property` above a method is written as `name = property(name)` below it, which means the same,
and `@cached_property` likewise.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
COPY: Final = ROOT / ".venv" / "mutation"
COPIED: Final = ("app", "tests", "migrations", "pyproject.toml")
LEAST_CAUGHT: Final = 95
"""Per cent of each module's mutants."""
CAUGHT: Final = frozenset({"killed", "timeout", "segfault"})
PROPERTIES: Final = frozenset({"property", "cached_property"})


def with_properties_below(source: str) -> str:
    """The same module, in which no property is made by a decorator."""
    lines = source.splitlines()
    for method in sorted(_properties(source), key=lambda each: each.lineno, reverse=True):
        indent = " " * method.col_offset
        (kind,) = map(ast.unparse, method.decorator_list)
        lines.insert(method.end_lineno or 0, f"{indent}{method.name} = {kind}({method.name})")
        del lines[method.decorator_list[0].lineno - 1]
    return "\n".join(lines) + "\n"


def _properties(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        decorators = [ast.unparse(each) for each in node.decorator_list] if isinstance(node, ast.FunctionDef) else []
        if isinstance(node, ast.FunctionDef) and len(decorators) == 1 and PROPERTIES.issuperset(decorators):
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


def _outcomes(modules: Collection[str]) -> dict[str, Counter[str]]:
    """How many mutants of each of these modules (none: of all) had which outcome; tells those that survived."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for line in _mutmut("results", "--all", "true").splitlines():
        mutant, _, outcome = line.strip().rpartition(": ")
        module = mutant.rpartition(".")[0]
        if modules and module not in modules:
            continue
        outcomes[module][outcome] += 1
        if outcome not in CAUGHT:
            sys.stdout.write(f"\n{_mutmut('show', mutant)}\n")
    return outcomes


def main() -> int:
    """Makes the mutants, runs the tests on each, and tells the figures; 1 when too many live in a module."""
    sys.stdout.write("Running the tests on each mutant; this takes some minutes …\n")
    sys.stdout.flush()
    _make_copy()
    modules = [name.removesuffix(".py").replace("/", ".") for name in sys.argv[1:]]
    _mutmut("run", *(f"{module}.*" for module in modules))
    enough = True
    for module, outcomes in sorted(_outcomes(modules).items()):
        caught = sum(outcomes[outcome] for outcome in CAUGHT)
        enough &= 100 * caught >= LEAST_CAUGHT * outcomes.total()
        sys.stdout.write(f"{module}: {caught} of {outcomes.total()} caught {dict(outcomes)}\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
