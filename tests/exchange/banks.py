"""A course to import into and to export from, and what becomes of banks in it."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from app.curriculum.compiler import compile_course
from app.curriculum.folder import Sources
from app.curriculum.model import Question, Quiz
from app.exchange.bank import ExchangeError, Exported, Imported
from app.exchange.exporting import export_quiz
from app.exchange.importing import import_questions
from tests.curriculum.small_course import QUIZ, sources

INTO = "week-02/85-imported.md"
NAMES = ("mobile", "phone-repair")
HEAD = '---\ntitle: "Imported"\nkind: quiz\nsummative: false\n---\n\n'


def brought(data: bytes | str, form: str, *, course: Sources | None = None, into: str = INTO) -> Imported:
    """What a bank becomes in the course."""
    data = data if isinstance(data, bytes) else data.encode()
    return import_questions(data, form, into=into, sources=sources() if course is None else course, names=NAMES)


def page(imported: Imported, path: str = INTO) -> str:
    """What stands in a written file below its front matter."""
    text = imported.files[path].decode()
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


def told(imported: Imported | Exported) -> list[tuple[int, str, str, str]]:
    """Line, name, fate and reason of everything that didn't come along as it was."""
    return [(remark.line, remark.name, remark.fate, remark.why) for remark in imported.remarks]


def reasons(imported: Imported) -> list[str]:
    """Why questions were left out."""
    return [remark.why for remark in imported.remarks if remark.fate == "left out"]


def compiled(imported: Imported, course: Sources | None = None) -> dict[str, Question]:
    """The questions that came along, compiled; the compiler may have nothing against the new files."""
    whole = {**(sources() if course is None else course), **imported.files}
    made = compile_course(whole, track_id=NAMES[0], course_id=NAMES[1])
    assert [problem for problem in made.problems if problem.file in imported.files] == []
    assert made.curriculum is not None
    quizzes = [item for item in made.curriculum.items.values() if isinstance(item, Quiz)]
    return {each.id: each for quiz in quizzes if quiz.path in imported.files for each in quiz.questions}


def exported(quiz: str, form: str, *, files: Mapping[str, str | bytes] | None = None) -> Exported:
    """The course's quiz, written like this, in another format."""
    return export_quiz(sources({QUIZ: quiz, **(files or {})}), names=NAMES, quiz_id="safety-quiz", form=form)


def moodle(*questions: str) -> bytes:
    """A Moodle XML file with these questions; each begins on a line of its own, the first on line 2."""
    return "\n".join(("<quiz>", *questions, "</quiz>")).encode()


def asked(kind: str, *inner: str, text: str = "Why?", form: str = "html", name: str = "A name") -> str:
    """A question of Moodle XML on one line."""
    head = f"<name><text>{escape(name)}</text></name>"
    stem = f'<questiontext format="{form}"><text>{escape(text)}</text></questiontext>'
    return f'<question type="{kind}">{head}{stem}{"".join(inner)}</question>'


def answer(percent: str, text: str, feedback: str = "", more: str = "") -> str:
    """An answer of Moodle XML."""
    said = f'<feedback format="html"><text>{escape(feedback)}</text></feedback>' if feedback else ""
    return f'<answer fraction="{percent}" format="html"><text>{escape(text)}</text>{said}{more}</answer>'


def file(name: str, content: str) -> str:
    """A file within a text of Moodle XML; the content is base64."""
    return f'<file name="{name}" path="/" encoding="base64">{content}</file>'


def ended(data: bytes | str, form: str) -> list[str] | str:
    """The ids of the questions that came along, compiled; or the sentence that refused the file."""
    try:
        imported = brought(data, form)
    except ExchangeError as refusal:
        return str(refusal)
    return list(compiled(imported))
