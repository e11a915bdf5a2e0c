"""The heading of a question or criterion: `Title {#id .flag key=value}`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from app.curriculum.problems import Place, Report, nearest

LONGEST_ID: Final = 80

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OPENED: Final = re.compile(r"\{(?:\s*:)?\s*[#.]")
_WORD: Final = re.compile(
    r"\s*(?:#(?P<id>[^\s#=]+)|\.(?P<flag>[^\s=]+)|(?P<key>[^\s=#.]+)=(?P<value>\"[^\"]*\"|\S*))(?=\s|$)"
)


@dataclass(frozen=True)
class Heading:
    """A heading taken apart."""

    place: Place
    title: str
    listed: bool = False
    """Whether it carries a list of attributes."""
    is_broken: bool = False
    """Whether something in the list is no attribute: perhaps what seems to be missing."""
    id: str | None = None
    flags: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


def read_heading(text: str, place: Place, report: Report, example: str) -> Heading:
    """The heading in a line; what is wrong with its list of attributes goes to the report.

    `example` is a right list of attributes, for whoever wrote none.
    """
    title = text.strip().lstrip("#").strip()
    before, written = split_attributes(title)
    if written is not None:
        return _with_attributes(Heading(place, _without_hashes(before), listed=True), written, report)
    code = "attributes-not-closed" if _OPENED.search(title) else "no-attributes"
    report.error(place, code, example=example)
    return Heading(place, _without_hashes(title))


def split_attributes(title: str) -> tuple[str, str | None]:
    """What stands before the braces at a heading's end, and what is in them; None without such braces."""
    inner = title.rstrip()
    before, brace, written = inner.removesuffix("}").rpartition("{")
    if not inner.endswith("}") or not brace or "}" in written:
        return title, None
    return before.rstrip(), written.removeprefix(":")


def has_attributes(text: str) -> bool:
    """Whether a heading's line carries a list of attributes with an id or a flag in it."""
    return bool(_OPENED.search(text))


def is_id(text: str) -> bool:
    """Whether a text can be the id of an item, question or criterion, or name a pool or gate."""
    return bool(_ID.fullmatch(text)) and len(text) <= LONGEST_ID


def id_from(text: str) -> str:
    """An id made of a text; empty when nothing of it can be in one."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_ID].strip("-")


def check_heading(heading: Heading, flags: Sequence[str], keys: Sequence[str], report: Report) -> None:
    """Tells an empty title, missing or badly formed ids, and unknown flags and keys."""
    if not heading.title:
        report.error(heading.place, "empty-title")
    _check_ids(heading, report)
    for flag in heading.flags:
        if flag not in flags:
            report.error(heading.place, "unknown-flag", flag=flag, nearest=nearest(flag, flags))
    for key in heading.values:
        if key not in keys:
            report.error(heading.place, "unknown-attribute", key=key, nearest=nearest(key, keys))


def check_competence(heading: Heading, known: Collection[str] | None, report: Report) -> None:
    """Tells a competence that competences.yaml doesn't have."""
    competence = heading.values.get("competence")
    if competence is not None and known is not None and competence not in known:
        report.error(heading.place, "unknown-competence", id=competence, nearest=report.nearest(competence, known))


def former_ids(heading: Heading) -> tuple[str, ...]:
    """The ids that `was=` names."""
    return tuple(heading.values["was"].split(",")) if "was" in heading.values else ()


def _check_ids(heading: Heading, report: Report) -> None:
    if heading.id is None and not heading.is_broken:
        report.error(heading.place, "no-id")
    for name in (heading.id, heading.values.get("pool"), *former_ids(heading)):
        if name is not None and not is_id(name):
            report.error(heading.place, "bad-id", id=name, nearest=id_from(name))


def _with_attributes(heading: Heading, written: str, report: Report) -> Heading:
    ids: list[str] = []
    flags: list[str] = []
    values: dict[str, str] = {}
    position, broken = 0, False
    while written[position:].strip():
        word = _WORD.match(written, position)
        if not word:
            text = written[position:].split()[0]
            report.error(heading.place, "bad-attribute", text=text, nearest=f"#{text}" if is_id(text) else "")
            broken = True
            position = written.index(text, position) + len(text)
            continue
        position = word.end()
        if word["key"]:
            if word["key"] in values:
                report.error(heading.place, "attribute-twice", text=f"{word['key']}=")
            values[word["key"]] = word["value"].strip('"')
        elif word["flag"]:
            flags.append(word["flag"])
        else:
            ids.append(word["id"])
    if len(ids) > 1:
        report.error(heading.place, "attribute-twice", text="#")
    return Heading(heading.place, heading.title, True, broken, ids[0] if ids else None, tuple(flags), values)


def _without_hashes(title: str) -> str:
    return title.rstrip("#").rstrip()
