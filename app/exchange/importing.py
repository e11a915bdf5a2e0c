"""From a file of questions to quiz files of a course, each of which compiles; what can't come along is told.

A category becomes a quiz of its own: a pool would need a rule, how many of it are drawn, that no bank holds, and
quizzes can be moved to the weeks where they belong. A question is written, read again, and only kept when the same
comes back; then the course is compiled with the new files, and what the compiler has against a question takes it out.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from typing import Final

from app.curriculum.attributes import is_id
from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.folder import Sources
from app.curriculum.model import Curriculum, Question, Quiz
from app.curriculum.phrases import phrase
from app.curriculum.problems import Problem
from app.exchange.album import Album
from app.exchange.bank import BankQuestion, CantSayError, ExchangeError, Fate, Imported, Remark
from app.exchange.carrying import carry
from app.exchange.foreign import Foreign, ForeignBank
from app.exchange.gift_reading import read_gift
from app.exchange.limits import SECONDS
from app.exchange.moodle_reading import read_moodle_xml
from app.exchange.names import free_name, slug
from app.exchange.pages import front_matter, in_pages, page_text, question_text
from app.exchange.plain import on_one_line
from app.exchange.texts import Texts, canonical_html
from app.exchange.written import written_questions

READERS: Final[Mapping[str, Callable[[bytes], ForeignBank]]] = {"gift": read_gift, "moodle-xml": read_moodle_xml}
"""What can be read, by the name that commands take."""

_INTO: Final = re.compile(r"(?P<folder>week-\d\d)/(?P<number>\d{1,6})-(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_IMAGES_AT: Final = "../"


def guessed_format(data: bytes) -> str:
    """The name of the format that a file is probably in. Raises ExchangeError when it is none of them."""
    if data.startswith(b"PK"):
        raise ExchangeError("The file is a zip; unpack it, and import the file in it.")
    begin = data[:200].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "moodle-xml" if begin.startswith(b"<") else "gift"


def import_questions(data: bytes, form: str, *, into: str, sources: Sources, names: tuple[str, str]) -> Imported:
    """The files that a bank becomes; nothing in the course is changed by them.

    `into` is the path of the first quiz file in the course's folder, `names` are the ids of track and course. Raises
    ExchangeError.
    """
    place = _INTO.fullmatch(into)
    if place is None:
        raise ExchangeError(f"‘{into}’ is no path of a quiz; write it like week-02/85-imported.md.")
    if f"{place['folder']}/week.md" not in sources:
        raise ExchangeError(f"The course has no {place['folder']}; name a week that is there.")
    if into in sources:
        raise ExchangeError(f"There is a file {into} already; name another, nothing is overwritten.")
    compiled = compile_course(sources, track_id=names[0], course_id=names[1])
    if compiled.curriculum is None:
        raise ExchangeError("The course has errors; mend them first (flask content check tells them).")
    return _Import(sources, names, compiled.curriculum, place).run(READERS[form](data))


class _Import:
    """One run."""

    def __init__(self, sources: Sources, names: tuple[str, str], course: Curriculum, place: re.Match[str]) -> None:
        self.sources = sources
        self.names = names
        self.course = course
        self.place = place
        self.album = Album(sources)
        self.remarks: list[Remark] = []
        self.deadline = time.monotonic() + SECONDS
        self.ids = _ids_of_questions(course)
        self.items = {name for item in course.items.values() for name in (item.id, *item.aliases)}
        self.competences = {each.id for block in course.blocks for each in block.competences}

    def run(self, bank: ForeignBank) -> Imported:
        self.remarks.extend(bank.remarks)
        groups: dict[tuple[str, ...], list[BankQuestion]] = {}
        for foreign in bank.questions:
            self.check_time()
            question = self.carried(foreign)
            if question is not None:
                groups.setdefault(tuple(foreign.category), []).append(question)
        pages = self.pages(groups)
        while refused := self.refused(pages):
            self.check_time()
            pages = {path: self.without(pages[path], refused.get(path, ())) for path in pages}
            pages = {path: page for path, page in pages.items() if page[1]}
        return self.imported(pages)

    def check_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise ExchangeError(f"The file takes longer than {SECONDS:g} seconds; split it.")

    def carried(self, foreign: Foreign) -> BankQuestion | None:
        name = on_one_line(foreign.name or foreign.text.text) or foreign.kind
        try:
            carried = carry(foreign, Texts(self.album, _IMAGES_AT), self.course.language)
            question = self.kept(self.named(carried.question))
        except CantSayError as refusal:
            self.tell(foreign.line, name, "left out", str(refusal))
            return None
        for change in carried.changes:
            self.tell(foreign.line, name, "changed", change)
        if question.competence and question.competence not in self.competences:
            self.tell(foreign.line, name, "changed", f"the course has no competence {question.competence[:40]}")
            question = replace(question, competence=None)
        self.ids.add(question.id)
        return question

    def named(self, question: BankQuestion) -> BankQuestion:
        own = question.id if is_id(question.id) else slug(question.id)
        return replace(question, id=free_name(own or slug(unescape(question.title)) or "question", self.ids))

    def kept(self, question: BankQuestion) -> BankQuestion:
        """The question, if it reads as it is meant. Raises CantSayError."""
        if _reads_as_meant(question):
            return question
        plainer = _through_html(question, Texts(self.album, _IMAGES_AT))
        if not _reads_as_meant(plainer):
            raise CantSayError("its texts can't be written here so that they mean the same")
        return plainer

    def pages(self, groups: Mapping[tuple[str, ...], Sequence[BankQuestion]]) -> dict[str, _Page]:
        """The questions by the path of their file, with the title of their quiz."""
        pages: dict[str, _Page] = {}
        items = set(self.items)
        number = int(self.place["number"])
        for category, questions in groups.items():
            label = category[-1] if category else ""
            stem = "-".join(filter(None, (self.place["name"], slug(label) if len(groups) > 1 else "")))
            title = on_one_line(label, 200) or self.place["name"].replace("-", " ").capitalize()
            for page in in_pages(questions):
                item = free_name(slug(stem), items)
                items.add(item)
                pages[f"{self.place['folder']}/{number:0{len(self.place['number'])}}-{item}.md"] = (title, page)
                number += 1
        return pages

    def refused(self, pages: Mapping[str, _Page]) -> dict[str, list[Problem]]:
        """What the compiler has against the pages, by path. Raises ExchangeError when it isn't about a question."""
        refused: dict[str, list[Problem]] = {}
        compiled = self.compiled(pages)
        for problem in compiled.problems:
            if problem.file in pages:
                refused.setdefault(problem.file, []).append(problem)
        if compiled.curriculum is None and not refused:
            told = next(problem for problem in compiled.problems if problem.level == "error")
            raise ExchangeError(f"The course can't take them: {phrase(told)}")
        return refused

    def compiled(self, pages: Mapping[str, _Page]) -> Compiled:
        return compile_course(
            {**self.sources, **self.album.new, **_written(pages)}, track_id=self.names[0], course_id=self.names[1]
        )

    def without(self, page: _Page, problems: Sequence[Problem]) -> _Page:
        """The page without the questions that the problems are about."""
        title, questions = page
        starts = list(_starts(title, questions))
        told: dict[int, str] = {}
        for problem in problems:
            at = max((at for at, start in enumerate(starts) if start <= problem.line), default=0)
            told.setdefault(at, phrase(problem))
        for at, why in told.items():
            self.tell(questions[at].line, on_one_line(questions[at].title), "left out", f"it doesn't compile: {why}")
        return title, [question for at, question in enumerate(questions) if at not in told]

    def imported(self, pages: Mapping[str, _Page]) -> Imported:
        written = _written(pages)
        whole = b"\n".join(written.values())
        shown = {path: data for path, data in self.album.new.items() if f"({_IMAGES_AT}{path}".encode() in whole}
        count = sum(len(questions) for _, questions in pages.values())
        remarks = sorted(self.remarks, key=lambda remark: (remark.line, remark.fate != "left out"))
        return Imported({**written, **shown}, count, tuple(remarks))

    def tell(self, line: int, name: str, fate: Fate, why: str) -> None:
        self.remarks.append(Remark(line, name, fate, why))


_Page = tuple[str, list[BankQuestion]]


def _written(pages: Mapping[str, _Page]) -> dict[str, bytes]:
    return {path: page_text(title, questions).encode() for path, (title, questions) in pages.items()}


def _starts(title: str, questions: Sequence[BankQuestion]) -> Iterator[int]:
    """The line on which each question of a page begins."""
    line = front_matter(title).count("\n") + 2
    for question in questions:
        yield line
        line += question_text(question).count("\n") + 1


def _reads_as_meant(question: BankQuestion) -> bool:
    read, _ = written_questions(page_text("-", [question]).encode())
    return [replace(each, line=question.line) for each in read] == [question]


def _through_html(question: BankQuestion, texts: Texts) -> BankQuestion:
    """The question, its texts rendered and written again: then nothing in them looks like something else."""

    def anew(text: str) -> str:
        return texts.from_html(canonical_html(text), {}) if text else ""

    return replace(
        question,
        title=" ".join(anew(question.title).replace("<br>", " ").split()),
        stem=anew(question.stem),
        explanation=anew(question.explanation),
        choices=tuple(replace(each, text=anew(each.text), feedback=anew(each.feedback)) for each in question.choices),
        ordered=tuple(anew(text) for text in question.ordered),
        pairs=tuple((anew(left), anew(right)) for left, right in question.pairs),
    )


def _ids_of_questions(course: Curriculum) -> set[str]:
    questions: list[Question] = []
    for item in course.items.values():
        questions.extend(item.checks.values())
        if isinstance(item, Quiz):
            questions.extend(item.questions)
    return {name for question in questions for name in (question.id, *question.aliases)}
