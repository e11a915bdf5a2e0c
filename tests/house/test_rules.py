"""The rules of the house that a machine can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.config import ROOT, Settings
from app.shared.errors import Refusal
from app.web.guards import UnguardedRouteError, refuse_unguarded_routes

APP = ROOT / "app"
LONGEST_FUNCTION, LONGEST_FILE = 25, 300
BANNED_MODULES = {"utils", "helpers", "common", "services", "manager"}


def _sources() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of code: the signature and the docstring explain, and don't count."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_function_is_longer_than_a_screen_holds() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}: {_length(function)}"
        for path in _sources()
        for function in _functions(path)
        if _length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_no_file_has_outgrown_its_room() -> None:
    long = {str(path.relative_to(ROOT)): count for path in _sources() if (count := _lines(path)) > LONGEST_FILE}
    assert long == {}


def test_views_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)} {function.name}"
        for path in APP.glob("**/routes/*.py")
        for function in _functions(path)
        if function.decorator_list and _length(function) > 15
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in _sources() if path.stem in BANNED_MODULES or path.parent.name in BANNED_MODULES] == []


def test_every_public_thing_says_what_it_is() -> None:
    silent = []
    for path in _sources():
        tree = ast.parse(path.read_text())
        if ast.get_docstring(tree) is None and path.read_text().strip():
            silent.append(str(path.relative_to(ROOT)))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and _is_silent(node):
                silent.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert silent == []


def test_a_route_without_a_guard_stops_the_start(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/open-to-all-by-mistake")
    def unguarded() -> str:
        return ""

    with pytest.raises(UnguardedRouteError, match="unguarded"):
        refuse_unguarded_routes(app)


def test_every_refusal_has_its_sentence(app: Flask) -> None:
    codes = {refusal.code for refusal in _refusals(Refusal)}
    sentences = {path.stem for path in (APP / "templates" / "errors" / "refusals").glob("*.html")}
    assert codes - sentences == set()
    assert sentences - codes - {"refused"} == set()


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_nothing_is_marked_as_unfinished() -> None:
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK")) + r")\b")
    found = [str(path.relative_to(ROOT)) for path in _sources() if marks.search(path.read_text())]
    assert found == []


def _is_silent(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return not node.name.startswith("_") and ast.get_docstring(node) is None


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _refusals(each)
