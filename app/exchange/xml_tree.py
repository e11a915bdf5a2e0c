"""Reads XML that anybody may have written, into a small tree with line numbers.

The parser is the standard library's expat with its own switches: a document type is refused when it begins, before an
entity could be declared, so none is ever expanded and nothing outside is asked for. That is what `defusedxml` does with
the same parser; it would add a dependency for the one handler below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from app.exchange.bank import ExchangeError
from app.exchange.limits import DEPTH, ELEMENTS, XML_BYTES


@dataclass(slots=True)
class Element:
    """An element, the text directly in it, and the elements in it."""

    name: str
    attributes: dict[str, str]
    line: int
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What stands directly in it, without spaces around."""
        return "".join(self.pieces).strip()

    def all(self, name: str) -> Iterator[Element]:
        """The elements of a name directly in it."""
        return (child for child in self.children if child.name == name)

    def first(self, *path: str) -> Element | None:
        """The first element down a path of names; None when there is none."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found

    def text_at(self, *path: str) -> str:
        """The text of the first element down a path; empty when there is none."""
        found = self.first(*path)
        return found.text if found is not None else ""


def read_xml(data: bytes) -> Element:
    """The root of an XML file. Raises ExchangeError."""
    if len(data) > XML_BYTES:
        raise ExchangeError(f"The file is larger than {XML_BYTES // 1024**2} MiB; export it in parts.")
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0

    def read(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as fault:
            reason = expat.errors.messages.get(fault.code, str(fault))
            raise ExchangeError(f"Line {max(fault.lineno, 1)} is not well-formed XML: {reason}.") from fault
        except (LookupError, ValueError, TypeError) as fault:  # an encoding that is none, or none of texts
            raise ExchangeError("The file says an encoding that is not known; save it as UTF-8.") from fault
        if self.root is None:
            raise ExchangeError("The file holds no XML.")
        return self.root

    def doctype(self, *_: object) -> None:
        raise ExchangeError("The file declares a document type (<!DOCTYPE>), which no question bank has.")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        line = self.parser.CurrentLineNumber
        if len(self.open) >= DEPTH:
            raise ExchangeError(f"Line {line} is nested more than {DEPTH} deep.")
        if self.count > ELEMENTS:
            raise ExchangeError(f"The file has more than {ELEMENTS:,} elements; export it in parts.")
        element = Element(name, attributes, line)
        if self.open:
            self.open[-1].children.append(element)
        self.root = self.root or element
        self.open.append(element)

    def end(self, _: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        if self.open:
            self.open[-1].pieces.append(text)
