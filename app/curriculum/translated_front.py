"""The front matter of a translation: its texts, and of everything else what the original says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple, TypeVar

from app.curriculum.front import Front
from app.curriculum.front_reading import read_front
from app.curriculum.problems import Report, nearest
from app.curriculum.yaml_text import Path, YamlText

Kind = TypeVar("Kind", bound=Front)

_TEXTS: Final = ("title", "summary", "outcomes")
_WITH_A_NAME: Final = ("tools", "parts", "consumables")
"""Lists of mappings, of each of which the name is text."""
_WITH_A_TITLE: Final = ("certificate",)
"""Mappings of which the title is text."""


class TranslatedFront(NamedTuple):
    """The front matter of a translation, completed: as YAML, and as a model unless it can't be understood."""

    yaml: YamlText
    front: Front | None


def read_translated_front(model: type[Front], yaml: YamlText, original: YamlText, report: Report) -> TranslatedFront:
    """The front matter of a translation of something that has this (sound) front matter; what differs is told."""
    own: dict[str, Any] = original.value
    if not isinstance(yaml.value, dict):
        read_front(model, yaml, report)  # which tells so
        return TranslatedFront(replace(yaml, value=own), None)
    said = read_front(model, replace(yaml, value=_over(own, yaml.value)), report)
    _check_shape(yaml, own, report)
    if said is not None:
        _tell_differences(said, model.model_validate(own), yaml, report)
    completed = replace(yaml, value=_texts_over(own, yaml.value))
    return TranslatedFront(completed, said and model.model_validate(completed.value))


def _over(own: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a translation says, completed by the original; no text of the original is among it."""
    made = {key: value for key, value in own.items() if key not in (*_TEXTS, *_WITH_A_NAME)} | dict(given)
    for key in _WITH_A_NAME:
        if _fits(own, given, key):
            pairs = zip(own[key], given[key], strict=True)
            made[key] = [{**_without("name", theirs), **each} for theirs, each in pairs]
    for key in _WITH_A_TITLE:
        if isinstance(own.get(key), dict) and isinstance(given.get(key), dict):
            made[key] = {**_without("title", own[key]), **given[key]}
    return made


def _texts_over(own: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The original with the texts of a translation."""
    made = dict(own) | {key: given[key] for key in _TEXTS if key in own and key in given}
    for key in _WITH_A_NAME:
        if _fits(own, given, key):
            pairs = zip(own[key], given[key], strict=True)
            made[key] = [{**theirs, "name": each.get("name", theirs.get("name"))} for theirs, each in pairs]
    for key in _WITH_A_TITLE:
        if isinstance(given.get(key), dict) and "title" in given[key]:
            made[key] = {**own.get(key, {}), "title": given[key]["title"]}
    return made


def _check_shape(yaml: YamlText, own: Mapping[str, Any], report: Report) -> None:
    """Tells lists that the translation doesn't have, or with another number of texts."""
    for key in (*_WITH_A_NAME, "outcomes"):
        expected = len(own.get(key) or ())
        given = yaml.value.get(key)
        if key not in yaml.value and expected and key in _WITH_A_NAME:
            if any(nearest(each, (key,)) for each in yaml.value if each not in own):
                continue  # told as a key that isn't known
            report.error(yaml.place(), "missing-key", key=key)
        elif isinstance(given, list) and len(given) != expected and (given or key in _WITH_A_NAME):
            report.error(yaml.place(key), "shape-differs", what=key, number=len(given), expected=expected)


def _tell_differences(said: Front, own: Front, yaml: YamlText, report: Report) -> None:
    one, other = said.model_dump(by_alias=True), own.model_dump(by_alias=True)
    for path in _rules(yaml.value):
        if _at(one, path) != _at(other, path):
            report.warning(yaml.place(*path), "not-as-in-original", what=str(path[-1]))


def _rules(given: Mapping[str, Any]) -> Iterator[Path]:
    """Where a translation says what is no text."""
    for key, value in given.items():
        if key in _WITH_A_NAME:
            yield from ((key, at, each) for at, need in enumerate(value) for each in need if each != "name")
        elif key in _WITH_A_TITLE:
            yield from ((key, each) for each in value if each != "title")
        elif key not in _TEXTS:
            yield (key,)


def _at(value: Any, path: Path) -> Any:
    """The value at a path; None where there is none."""
    for step in path:
        if isinstance(value, list) and isinstance(step, int):
            value = value[step] if step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _fits(own: Mapping[str, Any], given: Mapping[str, Any], key: str) -> bool:
    """Whether a list of the translation says something to each entry of the original's."""
    mine, theirs = given.get(key), own.get(key)
    if not isinstance(mine, list) or not isinstance(theirs, list) or len(mine) != len(theirs):
        return False
    return all(isinstance(each, dict) for each in mine)


def _without(key: str, mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {each: value for each, value in mapping.items() if each != key}
