"""A quiz on its way out: its questions as written, each text made to stand by itself, and the images they show."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from app.curriculum.folder import Sources
from app.curriculum.images import KINDS, read_image
from app.curriculum.model import Curriculum, Quiz
from app.curriculum.problems import Report
from app.exchange.bank import BankQuestion, CantSayError, Remark
from app.exchange.from_html import markdown_of
from app.exchange.names import free_name
from app.exchange.texts import IMAGE
from app.exchange.written import written_questions
from app.shared.addresses import scheme
from app.shared.markdown import Attributes, examine

IMAGES_AT: Final = "images/"
"""What the addresses of images begin with in texts that stand by themselves."""

_PLAIN: Final = re.compile(r"[^\[<&*\\{]*")


@dataclass(frozen=True)
class Going:
    """A quiz that goes out."""

    course: Curriculum
    quiz: Quiz
    questions: tuple[BankQuestion, ...]
    images: Mapping[str, bytes]
    """By the name that the texts show them by, below IMAGES_AT."""
    remarks: tuple[Remark, ...]

    def images_in(self, *texts: str) -> Iterator[str]:
        """The names of the images that texts show, each once."""
        found = (match[2] for text in texts for match in IMAGE.finditer(text))
        return iter(dict.fromkeys(address.removeprefix(IMAGES_AT) for address in found))

    def size(self, name: str) -> tuple[int, int] | None:
        """Width and height of an image in pixels, when the file says them."""
        return read_image(name, self.images[name], Report()).size


def going(sources: Sources, course: Curriculum, quiz: Quiz) -> Going:
    """The quiz, its texts standing by themselves."""
    questions, definitions = written_questions(sources[quiz.path])
    texts = _Standing(sources, quiz.path, definitions)
    remarks: list[Remark] = []
    ready: list[BankQuestion] = []
    for question in questions:
        try:
            ready.append(texts.question(question))
        except CantSayError as refusal:
            remarks.append(Remark(question.line, question.id, "left out", str(refusal)))
    return Going(course, quiz, tuple(ready), texts.images, tuple(remarks))


class _Standing:
    """Takes texts of a page out of it: addresses of images become names, what the page defines is put in."""

    def __init__(self, sources: Sources, page: str, definitions: str) -> None:
        self.sources = sources
        self.folder = posixpath.dirname(page)
        self.definitions = definitions
        self.names: dict[str, str] = {}
        self.images: dict[str, bytes] = {}

    def question(self, question: BankQuestion) -> BankQuestion:
        return replace(
            question,
            title=self.text(question.title),
            stem=self.text(question.stem),
            explanation=self.text(question.explanation),
            choices=tuple(
                replace(each, text=self.text(each.text), feedback=self.text(each.feedback)) for each in question.choices
            ),
            ordered=tuple(self.text(text) for text in question.ordered),
            heads=(self.text(question.heads[0]), self.text(question.heads[1])),
            pairs=tuple((self.text(left), self.text(right)) for left, right in question.pairs),
            picture=self.text(question.picture),
        )

    def text(self, written: str) -> str:
        """The text; when it shows the same by itself it stays as written, else it is written anew from its HTML."""
        if _PLAIN.fullmatch(written) and not self.definitions:
            return written
        moved = IMAGE.sub(lambda found: found[1] + self.address(found[2]) + found[3], written)
        whole = f"{written}\n\n{self.definitions}" if self.definitions else written
        shown = examine(whole, rewrite=self.rewrite).html
        if examine(moved).html == shown:
            return moved
        return markdown_of(shown, lambda address, alternative: (address, alternative))

    def rewrite(self, tag: str, attributes: Attributes) -> Attributes:
        if tag == "img":
            return {"src": self.address(attributes.get("src", ""))}
        href = attributes.get("href", "")
        return {} if scheme(href) else {"href": "#"}

    def address(self, written: str) -> str:
        """The address of an image as it goes out: its name, below IMAGES_AT."""
        if scheme(written):
            return written
        target = unquote(written)
        beside = posixpath.normpath(posixpath.join(self.folder, target))
        path = beside if beside in self.sources else posixpath.normpath(target)
        if path not in self.sources or not path.lower().endswith(KINDS):
            raise CantSayError(f"its image {written[:60]} isn't there")
        if path not in self.names:
            stem, ending = posixpath.splitext(posixpath.basename(path))
            stem = re.sub(r"[^\w.-]", "-", stem)
            self.names[path] = free_name(stem, self.images, ending=ending.lower())
            self.images[self.names[path]] = self.sources[path]
        return IMAGES_AT + self.names[path]
