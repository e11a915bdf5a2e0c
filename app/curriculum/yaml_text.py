"""YAML without its dangers and surprises, and with the line of everything in it.

Every scalar stays the text that was written (so `no` is a word, and `1:30` not a number of minutes);
empty, `~` and `null` are None. Who knows the key decides what kind of value it takes. A key twice, a tag,
and aliases that grow without bound are mistakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

import yaml

from app.curriculum.limits import DEPTH, EXPANSION
from app.curriculum.problems import Place, Report

Path: TypeAlias = tuple[str | int, ...]

# The parser written in C is ten times as fast; the other understands the same.
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


# To YAML these end a line; to whoever counts lines they don't.
_NO_ENDS: Final = {0x2028: " ", 0x2029: " "}


@dataclass(frozen=True)
class YamlText:
    """What a YAML text says: None, text, lists and mappings; and where it says it."""

    value: Any
    lines: Mapping[Path, int]
    file: str
    first_line: int

    def at(self, path: Path) -> Any:
        """The value at this path, which has to be there."""
        value = self.value
        for step in path:
            value = value[step]
        return value

    def place(self, *path: str | int) -> Place:
        """Where the value at this path stands, or the nearest thing around it that was written."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return Place(self.file, self.lines[path[:length]])
        return Place(self.file, self.first_line)


class _YamlTextError(Exception):
    def __init__(self, line: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.line, self.code, self.values = line, code, values


def read_yaml(text: str, file: str, first_line: int, report: Report) -> YamlText | None:
    """What the text says; None, with a problem in the report, when it can't be understood.

    `first_line` is the line of the file on which the text begins.
    """
    try:
        builder = _Builder(yaml.parse(text.translate(_NO_ENDS), Loader=_LOADER), first_line)
        return YamlText(builder.document(), builder.lines, file, first_line)
    except _YamlTextError as mistake:
        report.error(Place(file, mistake.line), mistake.code, **mistake.values)
    except yaml.MarkedYAMLError as fault:
        mark: Any = fault.problem_mark or fault.context_mark
        # At the end of the text the parser stands on the line behind it.
        line = first_line + min(getattr(mark, "line", 0), text.rstrip("\n").count("\n"))
        report.error(Place(file, line), "bad-yaml", reason=fault.problem or fault.context or "")
    except yaml.YAMLError as fault:
        report.error(Place(file, first_line), "bad-yaml", reason=str(fault).splitlines()[0])
    return None


class _Builder:
    """Makes values of parser events."""

    def __init__(self, events: Iterator[yaml.Event], first_line: int) -> None:
        self.events = events
        self.first_line = first_line
        self.lines: dict[Path, int] = {}
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.written = 0
        self.expanded = 0

    def document(self) -> Any:
        value = None
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent) and self.written:
                raise _YamlTextError(self.line(event), "yaml-two-documents")
            if isinstance(event, yaml.NodeEvent):
                value = self.node(event, ())
        return value

    def line(self, event: yaml.Event) -> int:
        mark: Any = event.start_mark
        return self.first_line + int(mark.line)

    def node(self, event: yaml.NodeEvent, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if getattr(event, "tag", None) is not None:
            raise _YamlTextError(self.line(event), "yaml-tag", tag=event.tag)  # type: ignore[attr-defined]
        if len(path) > DEPTH:
            raise _YamlTextError(self.line(event), "too-deep", limit=DEPTH)
        self.lines.setdefault(path, self.line(event))
        before = self.written
        self.written += 1
        value = self.value(event, path)
        if event.anchor:
            self.anchors[event.anchor] = (value, self.written - before)
        return value

    def value(self, event: yaml.NodeEvent, path: Path) -> Any:
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(path)
        scalar = cast("yaml.ScalarEvent", event)
        text: str = scalar.value
        return None if scalar.implicit[0] and text in ("", "~", "null") else text

    def alias(self, event: yaml.AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            # Unknown, or an alias inside of what it stands for.
            raise _YamlTextError(self.line(event), "bad-yaml", reason=f"no &{event.anchor} before this")
        value, size = self.anchors[event.anchor]
        self.expanded += size
        self.written += size
        if self.expanded > EXPANSION:
            raise _YamlTextError(self.line(event), "yaml-expansion", limit=EXPANSION)
        return value

    def sequence(self, path: Path) -> list[Any]:
        values: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self.node(cast("yaml.NodeEvent", event), (*path, len(values))))
        return values

    def mapping(self, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
                raise _YamlTextError(self.line(event), "yaml-key-not-text")
            key: str = event.value
            if key in values:
                raise _YamlTextError(self.line(event), "yaml-key-twice", key=key)
            self.lines[(*path, key)] = self.line(event)
            values[key] = self.node(cast("yaml.NodeEvent", next(self.events)), (*path, key))
        return values
