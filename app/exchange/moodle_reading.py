"""Reads Moodle XML: every version's, since old exports live long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from app.exchange.bank import ExchangeError
from app.exchange.foreign import Foreign, ForeignAnswer, ForeignBank, Rich, TextFormat
from app.exchange.gift_reading import category_names
from app.exchange.limits import ANSWERS, QUESTIONS
from app.exchange.xml_tree import Element, read_xml

_FORMATS: Final[dict[str, TextFormat]] = {
    "html": "html",
    "moodle_auto_format": "moodle",
    "plain_text": "plain",
    "markdown": "markdown",
    "wiki_like": "plain",
}
_KINDS: Final = {"match": "matching", "multianswer": "cloze"}
_WHOLE_FEEDBACK: Final = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_USUAL_FEEDBACK: Final = frozenset(
    {"", "your answer is correct.", "your answer is partially correct.", "your answer is incorrect."}
)
_NOTHING: Final = Decimal(0)
_PERCENT: Final = re.compile(r"[-+]?\d{1,5}(?:\.\d{0,12})?")


def read_moodle_xml(data: bytes) -> ForeignBank:
    """The questions of a Moodle XML file. Raises ExchangeError."""
    root = read_xml(data)
    elements = [root] if root.name == "question" else list(root.all("question"))
    if root.name not in ("quiz", "question"):
        raise ExchangeError(f"The file is XML, but no Moodle XML: it begins with <{root.name[:40]}>, not <quiz>.")
    if len(elements) > QUESTIONS:
        raise ExchangeError(f"The file has more than {QUESTIONS:,} questions; export it in parts.")
    questions: list[Foreign] = []
    category: tuple[str, ...] = ()
    for element in elements:
        if element.attributes.get("type") == "category":
            category = category_names(element.text_at("category", "text") or element.text_at("category"))
        else:
            questions.append(replace(_question(element), category=category))
    return ForeignBank(questions, ())


def _question(element: Element) -> Foreign:
    written = element.attributes.get("type", "").strip()
    kind = _KINDS.get(written, written)
    text = _with_old_image(element, _rich(element.first("questiontext"), "html"))
    form = text.format
    return Foreign(
        kind=kind,
        line=element.line,
        name=" ".join(element.text_at("name", "text").split()),
        text=text,
        answers=tuple(_answer(answer, kind, form) for answer in element.all("answer")),
        pairs=tuple((_rich(pair, form), pair.text_at("answer", "text")) for pair in element.all("subquestion")),
        explanation=_rich(element.first("generalfeedback"), form),
        takes_one=element.text_at("single").lower() not in ("false", "0"),
        own_id=element.text_at("idnumber"),
        tags=(*(tag.text_at("text") for tag in _tags(element)), *_marking_of_order(element)),
        points=element.text_at("defaultgrade") or "1",
        unit=_unit(element),
        losses=tuple(_losses(element)),
        obstacle=_obstacle(element),
    )


def _answer(element: Element, kind: str, form: TextFormat) -> ForeignAnswer:
    is_plain = kind in ("shortanswer", "numerical")
    text = _rich(element, "plain" if is_plain else form)
    if is_plain:
        text = Rich(element.text_at("text") or element.text, "plain")
    return ForeignAnswer(
        text,
        _percent(element.attributes.get("fraction", "0")),
        _rich(element.first("feedback"), form),
        element.text_at("tolerance"),
    )


def _rich(element: Element | None, usual: TextFormat) -> Rich:
    if element is None:
        return Rich(format=usual)
    files = {file.attributes.get("name", ""): file.text for file in element.all("file")}
    form = _FORMATS.get(element.attributes.get("format", "").strip(), usual)
    return Rich(element.text_at("text"), form, files)


def _with_old_image(element: Element, text: Rich) -> Rich:
    """The text with the image that Moodle 1.9 kept beside it."""
    name, data = element.text_at("image").replace("/", "_"), element.text_at("image_base64")
    if not name or not data:
        return text
    shown = f'{text.text} <img src="@@PLUGINFILE@@/{name}">'
    return replace(text, text=shown, files={**text.files, name: data})


def _percent(written: str) -> Decimal:
    return Decimal(written.strip()) if _PERCENT.fullmatch(written.strip()) else _NOTHING


def _tags(element: Element) -> Iterator[Element]:
    tags = element.first("tags")
    return tags.all("tag") if tags is not None else iter(())


def _marking_of_order(element: Element) -> tuple[str, ...]:
    return ("marking:all",) if element.text_at("gradingtype") in ("ALL_OR_NOTHING", "-1") else ()


def _unit(element: Element) -> str:
    """The one unit that a number has; empty when it has none."""
    units = element.first("units")
    return units.text_at("unit", "unit_name") if units is not None else ""


def _losses(element: Element) -> Iterator[str]:
    """What the question has, but no question here, as half sentences."""
    if any(hint.text_at("text") or hint.text_at("hintcontent", "text") for hint in element.all("hint")):
        yield "its hints were dropped"
    for name in _WHOLE_FEEDBACK:
        written = element.text_at(name, "text").replace("<p>", "").replace("</p>", "").strip()
        if written.lower() not in _USUAL_FEEDBACK:
            yield "its feedback for right and wrong answers as a whole was dropped"
            break
    if element.text_at("image") and not element.text_at("image_base64"):
        yield "its image isn't in the file"
    if element.text_at("usecase") == "1":
        yield "capital and small letters count there, not here"
    if (element.text_at("selecttype") or element.text_at("logical")) not in ("", "ALL", "0"):
        yield "some of its things are asked there, all of them here"
    if element.text_at("unitgradingtype") not in ("", "0"):
        yield "a missing unit costs points there; here the unit stands beside the box"


def _obstacle(element: Element) -> str:
    if len(element.children) > ANSWERS:
        return f"it has more than {ANSWERS} answers"
    units = element.first("units")
    if units is None:
        return ""
    factors = [_percent(unit.text_at("multiplier") or "1") for unit in units.all("unit")]
    if len(factors) > 1:
        return "it accepts its number in several units"
    return "" if factors in ([], [Decimal(1)]) else "its unit has a factor"
