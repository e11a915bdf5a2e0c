"""Writes Moodle XML. Texts go as Markdown, which Moodle shows by the same dialect, so they come back as they were."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from app.curriculum.digest import number
from app.exchange.bank import BankQuestion, Exported, Remark
from app.exchange.going import IMAGES_AT, Going
from app.exchange.telling import as_list, lost_in_a_bank, unsaid, unsaid_rules
from app.exchange.texts import IMAGE
from app.exchange.weights import weights
from app.shared.markdown import plain, render_inline

_LONGEST_NAME = 255
"""Of a question's name in Moodle."""
_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "numeric": "numerical",
    "text": "shortanswer",
    "order": "ordering",
    "match": "matching",
}


def write_moodle_xml(going: Going) -> Exported:
    """The quiz as a bank: a category, and one within it for each pool."""
    remarks: list[Remark] = [*going.remarks, *unsaid_rules(going.quiz, said=frozenset({"shuffle"}))]
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    pool: str | None = ""
    for question in by_pool(going.questions):
        if question.pool != pool:
            pool = question.pool
            pieces.extend(_element("question", _category(going, pool), type="category"))
        pieces.extend(_element("question", _Writer(going, as_list(question)).lines(), type=_type(question)))
        remarks.extend(unsaid(question, *lost_in_a_bank(question)))
    pieces.append("</quiz>\n")
    return Exported("\n".join(pieces).encode(), tuple(remarks))


def by_pool(questions: tuple[BankQuestion, ...]) -> list[BankQuestion]:
    """The questions in their order, those of a pool together; those of none come first."""
    pools = list(dict.fromkeys(question.pool for question in questions if question.pool))
    return [question for pool in (None, *pools) for question in questions if question.pool == pool]


def category_path(going: Going, pool: str | None) -> str:
    """Where questions go in a Moodle course's bank; a stroke in a name is written twice."""
    names = [going.quiz.title, *([pool] if pool else [])]
    return "/".join(("$course$", "top", *(name.replace("/", "//") for name in names)))


def name_of(question: BankQuestion) -> str:
    """The question's title as plain text, as long as a name may be in Moodle."""
    return plain(render_inline(question.title))[:_LONGEST_NAME] or question.id


def tags_of(question: BankQuestion) -> list[str]:
    """What Moodle has no place for, as tags that an import here understands."""
    tags = [f"competence:{question.competence}"] if question.competence else []
    return [*tags, *(["critical"] if question.critical else []), *(["marking:all"] if question.all_or_nothing else [])]


def text_of(question: BankQuestion) -> str:
    """What the question asks, as one text."""
    return "\n\n".join(text for text in (question.title, question.stem) if text)


def _type(question: BankQuestion) -> str:
    return _TYPES[as_list(question).type]


def _category(going: Going, pool: str | None) -> Iterator[str]:
    yield from _element("category", _text(category_path(going, pool)))


class _Writer:
    """Writes one question."""

    def __init__(self, going: Going, question: BankQuestion) -> None:
        self.going = going
        self.question = question

    def lines(self) -> Iterator[str]:
        question = self.question
        yield from _element("name", _text(name_of(question)))
        yield from self.rich("questiontext", text_of(question))
        yield from self.rich("generalfeedback", question.explanation)
        yield f"<defaultgrade>{question.points}</defaultgrade>"
        yield "<penalty>0</penalty>"
        yield "<hidden>0</hidden>"
        yield f"<idnumber>{escape(question.id)}</idnumber>"
        yield from self.key()
        tags = [line for tag in tags_of(question) for line in _element("tag", _text(tag))]
        if tags:
            yield from _element("tags", tags)

    def key(self) -> Iterator[str]:
        match self.question.type:
            case "numeric":
                yield from self.number()
            case "text":
                yield "<usecase>0</usecase>"
                for text in self.question.accepted:
                    yield from self.answer("100", text.replace("*", "\\*"), "", form="plain_text")
            case "order":
                yield from self.things()
            case "match":
                yield from self.pairs()
            case _:
                yield from self.options()

    def options(self) -> Iterator[str]:
        several = self.question.type == "multiple"
        yield f"<single>{_bool(not several)}</single>"
        yield f"<shuffleanswers>{_bool(self.going.quiz.shuffle)}</shuffleanswers>"
        yield "<answernumbering>abc</answernumbering>"
        percents = weights(self.question.choices, several=several)
        for choice, percent in zip(self.question.choices, percents, strict=True):
            yield from self.answer(percent, choice.text, choice.feedback)

    def number(self) -> Iterator[str]:
        key = self.question.numeric
        if key is None:
            return
        yield from self.answer("100", number(key.value), "", form="plain_text", tolerance=number(key.tolerance))
        if key.unit:
            yield from _element("units", _element("unit", ("<multiplier>1</multiplier>", *_unit_name(key.unit))))
            yield "<unitgradingtype>0</unitgradingtype>"
            yield "<showunits>1</showunits>"

    def things(self) -> Iterator[str]:
        rule = "ALL_OR_NOTHING" if self.question.all_or_nothing else "RELATIVE_NEXT_EXCLUDE_LAST"
        yield "<layouttype>VERTICAL</layouttype>"
        yield "<selecttype>ALL</selecttype>"
        yield f"<selectcount>{len(self.question.ordered)}</selectcount>"
        yield f"<gradingtype>{rule}</gradingtype>"
        yield "<showgrading>SHOW</showgrading>"
        for place, text in enumerate(self.question.ordered, 1):
            yield from self.answer(str(place), text, "")

    def pairs(self) -> Iterator[str]:
        yield "<shuffleanswers>true</shuffleanswers>"
        for left, right in self.question.pairs:
            answer = _element("answer", _text(plain(render_inline(right))))
            yield from self.rich("subquestion", left, *answer)

    def answer(
        self, percent: str, text: str, feedback: str, form: str = "markdown", tolerance: str = ""
    ) -> Iterator[str]:
        inner = [*self.content(text)] if form == "markdown" else [*_text(text)]
        inner.extend(self.rich("feedback", feedback))
        if tolerance:
            inner.append(f"<tolerance>{tolerance}</tolerance>")
        yield from _element("answer", inner, fraction=percent, format=form)

    def rich(self, name: str, text: str, *more: str) -> Iterator[str]:
        yield from _element(name, (*self.content(text), *more), format="markdown")

    def content(self, text: str) -> Iterator[str]:
        """The text, its images addressed as Moodle does, and the images."""
        moved = IMAGE.sub(lambda found: f"{found[1]}{_plugin_file(found[2])}{found[3]}", text)
        yield from _text(moved)
        for image in self.going.images_in(text):
            data = b64encode(self.going.images[image]).decode()
            yield f'<file name={quoteattr(image)} path="/" encoding="base64">{data}</file>'


def _plugin_file(address: str) -> str:
    return f"@@PLUGINFILE@@/{quote(address.removeprefix(IMAGES_AT))}"


def _text(text: str) -> Iterator[str]:
    yield f"<text>{escape(text)}</text>"


def _unit_name(unit: str) -> Iterator[str]:
    yield f"<unit_name>{escape(unit)}</unit_name>"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _element(name: str, inner: Iterable[str], **attributes: str) -> Iterator[str]:
    yield f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in attributes.items())}>"
    yield from inner
    yield f"</{name}>"
