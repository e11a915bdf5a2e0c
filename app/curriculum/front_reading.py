"""Reading front matter and the YAML files as what they may say, and how a mistake in them is told."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.curriculum.front import Front
from app.curriculum.limits import FEWEST_WEEKS, MOST_WEEKS
from app.curriculum.problems import Report, nearest
from app.curriculum.yaml_text import YamlText

# What pydantic calls mistakes, by what they are here; other codes are those of `values`.
_CODES: Final = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "literal_error": "unknown-word",
    "list_type": "not-a-list",
    "dict_type": "not-a-mapping-at",
    "model_type": "not-a-mapping-at",
    "too_short": "empty-list",
    "greater_than_equal": "weeks-out-of-range",
    "less_than_equal": "weeks-out-of-range",
}

Kind = TypeVar("Kind", bound=Front)


def read_front(model: type[Kind], yaml: YamlText, report: Report, *, within: tuple[int, ...] = ()) -> Kind | None:
    """What the YAML says as a model; None, with a problem for every mistake, when it can't be that.

    `within` is where in the YAML the model's mapping stands.
    """
    value: Any = yaml.value
    for index in within:
        value = value[index]
    if not isinstance(value, dict):
        report.error(yaml.place(*within), "not-a-mapping")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as fault:
        mistakes = fault.errors(include_url=False)
        bad_keys = {mistake["loc"][:-1] for mistake in mistakes if mistake["loc"][-1:] == ("[key]",)}
        misspelt = {_meant(mistake, model) for mistake in mistakes if mistake["type"] == "extra_forbidden"}
        for mistake in mistakes:
            follows = mistake["type"] == "missing" and mistake["loc"] in misspelt
            if not follows and mistake["loc"] not in bad_keys:
                _tell(mistake, model, yaml, within, report)
        return None


def keys_of(model: type[Front]) -> frozenset[str]:
    """The keys that a mapping of this kind may have."""
    return frozenset(info.alias or name for name, info in model.model_fields.items())


def _meant(mistake: ErrorDetails, model: type[Front]) -> tuple[str | int, ...]:
    """Where the key stands that was probably meant by an unknown one."""
    *around, key = mistake["loc"]
    return (*around, nearest(str(key), _known(model, mistake["loc"])))


def _tell(mistake: ErrorDetails, model: type[Front], yaml: YamlText, within: tuple[int, ...], report: Report) -> None:
    # pydantic marks a mistake in a mapping's key by a last element of its own.
    path = tuple(step for step in mistake["loc"] if step != "[key]")
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    text = mistake["input"] if isinstance(mistake["input"], str) else ""
    values: dict[str, object] = {"key": key}
    code = _CODES.get(mistake["type"], mistake["type"])
    if _is_torn(mistake, yaml, (*within, *path)):
        # However many commas the text has, it is one text: told by what stands behind the first.
        around = yaml.at((*within, *path[:-1]))
        code, values = "comma-in-text", {"text": next(each for each in around if around[each] is None)}
    if code == "not-a-text" and isinstance(mistake["input"], dict):
        code = "colon-in-text"  # in a list, whatever stands before a colon is a key
    match code:
        case "unknown-key":
            known = _known(model, path)
            values |= {"nearest": nearest(key, known), "known": ", ".join(known)}
        case "unknown-word":
            words = re.findall(r"'([^']+)'", str(mistake["ctx"]["expected"]))
            values |= {"text": text, "known": ", ".join(words), "nearest": nearest(text, words)}
        case "weeks-out-of-range":
            values = {"fewest": FEWEST_WEEKS, "most": MOST_WEEKS}
        case _ if code == mistake["type"]:
            values["text"] = text
        case _:
            pass
    report.error(yaml.place(*within, *path), code, **values)


def _is_torn(mistake: ErrorDetails, yaml: YamlText, path: tuple[str | int, ...]) -> bool:
    """Whether a key is the rest of a text before it: between braces a comma ends what isn't quoted."""
    if mistake["type"] != "extra_forbidden" and mistake["loc"][-1:] != ("[key]",):
        return False
    around = yaml.at(path[:-1])
    is_behind = isinstance(around, dict) and next(iter(around)) != path[-1] and around[path[-1]] is None
    return is_behind and yaml.place(*path) == yaml.place(*path[:-1])


def _known(model: type[Front], path: tuple[str | int, ...]) -> list[str]:
    """The keys that could stand where this one does."""
    here: type[Front] = model
    for step in path[:-1]:
        if isinstance(step, str) and step in _inner(here):
            here = _inner(here)[step]
    return sorted(info.alias or name for name, info in here.model_fields.items())


def _inner(model: type[Front]) -> dict[str, type[Front]]:
    inner: dict[str, type[Front]] = {}
    for name, info in model.model_fields.items():
        for kind in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(kind, type) and issubclass(kind, Front):
                inner[name] = kind
    return inner
