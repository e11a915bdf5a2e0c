"""Changing one key of a page's front matter, and nothing else in the file. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

import yaml

from app.curriculum.problems import Report
from app.curriculum.yaml_text import read_yaml

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NOTHING: Final = ("", "~", "null")
_FRONT: Final = re.compile(r"\ufeff?---[ \t\r]*\n(.*?)^---[ \t\r]*$", re.DOTALL | re.MULTILINE)


def aliases_in(text: str) -> tuple[str, ...]:
    """The former ids that the front matter names; none where it can't be understood."""
    front = _FRONT.match(text)
    read = read_yaml(front[1], "", 1, Report()) if front else None
    names = read.value.get("aliases") if read and isinstance(read.value, dict) else None
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def with_alias(text: str, alias: str, *, own: str) -> str:
    """The page that names that former id, too, and no more the one that is its `own` (again).

    Where the front matter can't be understood it stays as it is.
    """
    names = aliases_in(text)
    wanted = [*(name for name in names if name not in (own, alias)), alias]
    node = _value(text, "aliases")
    if node is None:
        return _with_line(text, f"aliases: [{alias}]")
    if not isinstance(node, yaml.SequenceNode):
        return _replaced(text, node, f"[{alias}]") if node.value in NOTHING else text
    if own in names or not node.value:
        return _replaced(text, node, f"[{', '.join(wanted)}]")
    return text if alias in names else _with_item(text, node, alias)


def with_value(text: str, key: str, value: str) -> str:
    """The page whose front matter says that of a key which takes one word or number.

    Where the front matter can't be understood it stays as it is.
    """
    node = _value(text, key)
    return _with_line(text, f"{key}: {value}") if node is None else _replaced(text, node, value)


def _value(text: str, key: str) -> yaml.Node | None:
    """What stands behind a key, with its place in the front matter; None: there is no such key."""
    front = _FRONT.match(text)
    # The format's own reader first: it knows how much a file may hold. It reads with the same parser.
    if front is None or read_yaml(front[1], "", 1, Report()) is None:
        return None
    top = yaml.compose(front[1], Loader=_LOADER)
    pairs: Sequence[tuple[Any, yaml.Node]] = top.value if isinstance(top, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def _with_line(text: str, line: str) -> str:
    """The page with another line at the end of its front matter, unless there is none that could be understood."""
    front = _FRONT.match(text)
    read = read_yaml(front[1], "", 1, Report()) if front else None
    if front is None or read is None or not isinstance(read.value, dict):
        return text
    end = "\r\n" if "\r\n" in front[1] else "\n"
    return f"{text[: front.end(1)]}{line}{end}{text[front.end(1) :]}"


def _with_item(text: str, node: yaml.SequenceNode, item: str) -> str:
    """The page with one more thing in a list, written as the list is."""
    if node.flow_style:
        return _put(text, node.end_mark.index - 1, node.end_mark.index - 1, f", {item}")
    start = node.start_mark
    return _put(text, start.index, start.index, f"- {item}\n{' ' * start.column}")


def _replaced(text: str, node: yaml.Node, value: str) -> str:
    """The page with that value in the place of another."""
    last = node
    while isinstance(last, yaml.SequenceNode) and not last.flow_style and last.value:
        last = last.value[-1]  # a list that is written in lines ends behind what follows it
    start = node.start_mark.index
    blank = " " if start == last.end_mark.index else ""
    return _put(text, start, last.end_mark.index, f"{blank}{value}")


def _put(text: str, start: int, end: int, value: str) -> str:
    """The page with that value from one place of its front matter to another."""
    front = _FRONT.match(text)
    before = front.start(1) if front else 0
    return f"{text[: before + start]}{value}{text[before + end :]}"
