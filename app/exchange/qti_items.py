"""Writes one question as an item of QTI 2.2: what is asked, what was meant, and how it is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from html import unescape
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from app.curriculum.digest import number
from app.curriculum.model import Spot
from app.exchange.bank import BankQuestion, CantSayError
from app.exchange.going import Going
from app.exchange.xhtml import block_xml, inline_xml
from app.shared.markdown import plain, render_inline

NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqti_v2p2"
TYPES: Final = {"svg": "image/svg+xml", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png"} | {
    "webp": "image/webp"
}
"""Media types by the ending of an image's name."""

_ALTERNATIVE: Final = re.compile(r'alt="([^"]*)"')
_CARDINALITY: Final = {"multiple": "multiple", "match": "multiple", "order": "ordered"}
_BASE: Final = {"numeric": "float", "text": "string", "match": "directedPair"}


def item_id(question: BankQuestion) -> str:
    """The question's id as QTI takes it: it begins with a letter."""
    return f"item-{question.id}"


def item_xml(question: BankQuestion, going: Going) -> str:
    """The item. Raises CantSayError."""
    return _Item(question, going).xml()


class _Item:
    def __init__(self, question: BankQuestion, going: Going) -> None:
        self.question = question
        self.going = going
        several = question.type == "hotspot" and sum(choice.right for choice in question.choices) > 1
        self.cardinality = "multiple" if several else _CARDINALITY.get(question.type, "single")
        self.base = _BASE.get(question.type, "identifier")
        self.feedback = [(at, choice.feedback) for at, choice in enumerate(question.choices, 1) if choice.feedback]

    def xml(self) -> str:
        question = self.question
        title = plain(render_inline(question.title)) or question.id
        head = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<assessmentItem xmlns="{NAMESPACE}"'
            f' identifier="{item_id(question)}" title={quoteattr(title)} xml:lang="{self.going.course.language}"'
            ' adaptive="false" timeDependent="false">'
        )
        parts = (head, *self.declarations(), *self.body(), *self.processing(), *self.feedbacks(), "</assessmentItem>\n")
        return "\n".join(part for part in parts if part)

    def declarations(self) -> Iterator[str]:
        yield f'<responseDeclaration identifier="RESPONSE" cardinality="{self.cardinality}" baseType="{self.base}">'
        values = "".join(f"<value>{escape(value)}</value>" for value in self.right())
        yield f"<correctResponse>{values}</correctResponse>"
        yield from self.mapping()
        yield "</responseDeclaration>"
        yield _outcome("SCORE", "float", "0")
        yield _outcome("MAXSCORE", "float", str(self.question.points))
        if self.feedback:
            yield f'<outcomeDeclaration identifier="FEEDBACK" cardinality="{self.cardinality}" baseType="identifier"/>'
        if self.question.explanation:
            yield '<outcomeDeclaration identifier="EXPLANATION" cardinality="single" baseType="identifier"/>'

    def right(self) -> Iterator[str]:
        """The correct response."""
        question = self.question
        if question.numeric is not None:
            yield number(question.numeric.value)
        elif question.accepted:
            yield question.accepted[0]
        elif question.pairs:
            yield from (f"left-{at} right-{at}" for at in range(1, len(question.pairs) + 1))
        elif question.ordered:
            yield from (f"choice-{at}" for at in range(1, len(question.ordered) + 1))
        else:
            yield from (f"choice-{at}" for at, choice in enumerate(question.choices, 1) if choice.right)

    def mapping(self) -> Iterator[str]:
        """What the parts of an answer earn; the same as here, but for what rounding takes."""
        entries = list(self.entries())
        if not entries:
            return
        attributes = f'lowerBound="0" upperBound="{self.question.points}" defaultValue="0"'
        yield f"<mapping {attributes}>"
        folded = ' caseSensitive="false"' if self.question.accepted else ""
        for key, share in entries:
            worth = _decimal(share * self.question.points)
            yield f'<mapEntry mapKey={quoteattr(key)} mappedValue="{worth}"{folded}/>'
        yield "</mapping>"

    def entries(self) -> Iterator[tuple[str, Fraction]]:
        question = self.question
        if question.accepted:
            yield from ((text, Fraction(1)) for text in question.accepted)
        elif question.pairs and not question.all_or_nothing:
            yield from ((pair, Fraction(1, len(question.pairs))) for pair in self.right())
        elif self.cardinality == "multiple" and not question.all_or_nothing:
            right = sum(choice.right for choice in question.choices)
            wrong = len(question.choices) - right
            for at, choice in enumerate(question.choices, 1):
                yield f"choice-{at}", Fraction(1, right) if choice.right else Fraction(-1, wrong)

    def body(self) -> Iterator[str]:
        yield "<itemBody>"
        yield f"<p>{inline_xml(self.question.title)}</p>"
        yield block_xml(self.question.stem)
        yield from self.interaction()
        yield "</itemBody>"

    def interaction(self) -> Iterator[str]:
        question = self.question
        shuffle = "true" if self.going.quiz.shuffle else "false"
        if question.numeric is not None or question.accepted:
            unit = f" {escape(question.numeric.unit)}" if question.numeric is not None else ""
            yield f'<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="20"/>{unit}</p>'
        elif question.pairs:
            yield from self.matches()
        elif question.ordered:
            yield '<orderInteraction responseIdentifier="RESPONSE" shuffle="true">'
            yield from (_choice(at, text) for at, text in enumerate(question.ordered, 1))
            yield "</orderInteraction>"
        elif question.picture:
            yield from self.places()
        else:
            most = 0 if self.cardinality == "multiple" else 1
            yield f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="{shuffle}" maxChoices="{most}">'
            yield from (_choice(at, choice.text) for at, choice in enumerate(question.choices, 1))
            yield "</choiceInteraction>"

    def matches(self) -> Iterator[str]:
        pairs = self.question.pairs
        yield f"<p>{inline_xml(' – '.join(self.question.heads))}</p>"
        yield f'<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="{len(pairs)}">'
        for side, column in (("left", 0), ("right", 1)):
            yield "<simpleMatchSet>"
            for at, pair in enumerate(pairs, 1):
                text = inline_xml(pair[column])
                yield f'<simpleAssociableChoice identifier="{side}-{at}" matchMax="1">{text}</simpleAssociableChoice>'
            yield "</simpleMatchSet>"
        yield "</matchInteraction>"

    def places(self) -> Iterator[str]:
        name = next(self.going.images_in(self.question.picture))
        size = self.going.size(name)
        if size is None:
            raise CantSayError("the picture's size is not known, and QTI counts places in pixels")
        most = 0 if self.cardinality == "multiple" else 1
        yield f'<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="{most}">'
        kind = TYPES[name.rpartition(".")[2]]
        found = _ALTERNATIVE.search(render_inline(self.question.picture))
        shown = escape(unescape(found[1])) if found else ""
        yield f'<object type="{kind}" data="images/{name}" width="{size[0]}" height="{size[1]}">{shown}</object>'
        for at, choice in enumerate(self.question.choices, 1):
            label = quoteattr(plain(render_inline(choice.text)))
            coords = _coords(choice.spot, size) if choice.spot else ""
            yield f'<hotspotChoice identifier="choice-{at}" shape="rect" coords="{coords}" hotspotLabel={label}/>'
        yield "</hotspotInteraction>"

    def processing(self) -> Iterator[str]:
        yield "<responseProcessing>"
        yield f"<responseCondition><responseIf>{self.is_right()}{_set_score(self.question.points)}</responseIf>"
        if any(self.entries()):
            mapped = '<mapResponse identifier="RESPONSE"/>'
            yield f"<responseElse>{_set('SCORE', mapped)}</responseElse>"
        yield "</responseCondition>"
        if self.feedback:
            yield _set("FEEDBACK", '<variable identifier="RESPONSE"/>')
        if self.question.explanation:
            yield _set("EXPLANATION", '<baseValue baseType="identifier">shown</baseValue>')
        yield "</responseProcessing>"

    def is_right(self) -> str:
        """Whether the response is the correct one."""
        sides = '<variable identifier="RESPONSE"/><correct identifier="RESPONSE"/>'
        key = self.question.numeric
        if key is None:
            return f"<match>{sides}</match>"
        if not key.tolerance:
            return f'<equal toleranceMode="exact">{sides}</equal>'
        margin = number(key.tolerance)
        return f'<equal toleranceMode="absolute" tolerance="{margin} {margin}">{sides}</equal>'

    def feedbacks(self) -> Iterator[str]:
        for at, text in self.feedback:
            yield _modal("FEEDBACK", f"choice-{at}", text)
        if self.question.explanation:
            yield _modal("EXPLANATION", "shown", self.question.explanation)


def _outcome(name: str, base: str, value: str) -> str:
    default = f"<defaultValue><value>{value}</value></defaultValue>"
    return (
        f'<outcomeDeclaration identifier="{name}" cardinality="single" baseType="{base}">{default}</outcomeDeclaration>'
    )


def _choice(at: int, text: str) -> str:
    return f'<simpleChoice identifier="choice-{at}">{block_xml(text)}</simpleChoice>'


def _modal(outcome: str, identifier: str, text: str) -> str:
    named = f'outcomeIdentifier="{outcome}" showHide="show" identifier="{identifier}"'
    return f"<modalFeedback {named}>{block_xml(text)}</modalFeedback>"


def _set(name: str, expression: str) -> str:
    return f'<setOutcomeValue identifier="{name}">{expression}</setOutcomeValue>'


def _set_score(points: int) -> str:
    return _set("SCORE", f'<baseValue baseType="float">{points}</baseValue>')


def _coords(spot: Spot, size: tuple[int, int]) -> str:
    """Left, top, right and bottom in whole pixels."""
    edges = (
        (spot.x, size[0]),
        (spot.y, size[1]),
        (spot.x + spot.width, size[0]),
        (spot.y + spot.height, size[1]),
    )
    return ",".join(str((share * length / 100).quantize(Decimal(1), ROUND_HALF_UP)) for share, length in edges)


def _decimal(share: Fraction) -> str:
    value = Decimal(share.numerator) / Decimal(share.denominator)
    return number(value.quantize(Decimal("1e-12")))
