"""A small course without a single problem, and what becomes of it when files are changed."""

from __future__ import annotations

from collections.abc import Mapping

from app.curriculum.compiler import Compiled, compile_course
from app.curriculum.folder import Sources
from app.curriculum.model import Case, Curriculum, Document, Lesson, Practical, Question, Quiz

Changes = Mapping[str, str | bytes | None]
"""New content by path; None takes the file away."""
Told = list[tuple[str, int, str]]
"""File, line and code of each problem."""

LESSON = "week-01/10-the-bench.md"
QUIZ = "week-01/80-safety-quiz.md"
PRACTICAL = "week-01/90-battery-swap.md"
CASE = "week-02/85-case-dead-phone.md"

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><path d="M0 0h9"/></svg>'
COMPETENCES = """\
- block: B1
  title: {en: Work safely, fr: Travailler en sécurité}
  competences:
    - {id: B1.1, title: {en: Prepare a bench}}
    - {id: B1.2, title: {en: Recognise a swollen cell}}
"""
QUESTION = """\
## Why is a swollen cell never pierced? {#pierced-cell .single competence=B1.2}

- [ ] It would lose capacity
- [x] It can catch fire
"""
CRITERIA = """\
## Criteria

### Isolates the battery first {#isolate .critical competence=B1.1}
"""
CASE_BODY = """\
Dead since it fell.

## Tests

### Disconnect the battery {#disconnect minutes=4 .makes-safe}
It is off its connector.

### Measure the main rail {#main-rail minutes=3 .dead-only}
0.00 V in diode mode.

## Conclusions

### Worn battery {#battery}
It held its charge.

### Short to ground {#short .cause needs=main-rail}
The main rail is shorted.

## Debrief

First the battery, then the rail.
"""


def lesson_page(body: str, front: str = "minutes: 10\ncompetences: [B1.1, B1.2]") -> str:
    """A lesson; with the usual front matter its body begins at line 6."""
    return f"---\ntitle: The bench\n{front}\n---\n{body}"


def quiz_page(body: str = QUESTION, front: str = "gate: safety") -> str:
    """A quiz; with one line of front matter its body begins at line 6."""
    return f"---\ntitle: Safety quiz\nkind: quiz\n{front}\n---\n{body}"


def practical_page(body: str = CRITERIA, front: str = "minutes: 30") -> str:
    """A practical; with one line of front matter its body begins at line 6."""
    return f"---\ntitle: Battery swap\nkind: practical\n{front}\n---\n{body}"


def case_page(body: str = CASE_BODY, front: str = "budget: {minutes: 10, cost: 0}") -> str:
    """A case; with one line of front matter its body begins at line 6."""
    return f"---\ntitle: Dead phone\nkind: case\n{front}\n---\n{body}"


FILES: Mapping[str, str] = {
    "../track.yaml": "title: {en: Mobile devices, fr: Appareils mobiles}\nicon: phone\norder: 1\n",
    "course.md": (
        "---\ntitle: Phone repair\nsummary: At the bench.\nlanguage: en\nweeks: 5\nhours_per_week: 35\n---\nWelcome.\n"
    ),
    "competences.yaml": COMPETENCES,
    "glossary.yaml": "- term: {en: flux}\n  means: {en: It cleans metal.}\n",
    "images/cell.svg": SVG,
    **{
        f"week-0{number}/week.md": f"---\ntitle: Week {number}\nhours: 7.5\noutcomes: [Work safely]\n---\n"
        for number in range(1, 6)
    },
    LESSON: lesson_page("Read this.\n"),
    QUIZ: quiz_page(),
    PRACTICAL: practical_page(),
    **{f"week-0{n}/10-lesson-{n}.md": f"---\ntitle: Lesson {n}\nminutes: 10\n---\nRead this.\n" for n in range(2, 6)},
}


def sources(changes: Changes | None = None) -> Sources:
    """The files of the course with some of them changed."""
    texts = {**FILES, **(changes or {})}
    return {
        path: text if isinstance(text, bytes) else text.encode() for path, text in texts.items() if text is not None
    }


def compiled(changes: Changes | None = None) -> Compiled:
    """What the compiler makes of the changed course."""
    return compile_course(sources(changes), track_id="mobile", course_id="phone-repair")


def told(changes: Changes | None = None) -> Told:
    """Every problem of the changed course."""
    return [(problem.file, problem.line, problem.code) for problem in compiled(changes).problems]


def told_of(file: str, text: str) -> list[tuple[int, str]]:
    """Line and code of every problem when one file says this; none may be told of another file.

    That the changed course no longer teaches or assesses everything is left out.
    """
    problems = [problem for problem in told({file: text}) if not problem[2].startswith("competence-")]
    assert {path for path, _, _ in problems} <= {file}
    return [(line, code) for _, line, code in problems]


def course(changes: Changes | None = None) -> Curriculum:
    """The changed course, which must be without errors."""
    made = compiled(changes)
    assert made.problems == ()
    assert made.curriculum is not None
    return made.curriculum


def lesson(body: str) -> Document:
    """What a lesson's body becomes."""
    item = course({LESSON: lesson_page(body)}).items["the-bench"]
    assert isinstance(item, Lesson)
    return item.body


def quiz(body: str = QUESTION, front: str = "gate: safety") -> Quiz:
    """What a quiz becomes."""
    item = course({QUIZ: quiz_page(body, front)}).items["safety-quiz"]
    assert isinstance(item, Quiz)
    return item


def question(text: str) -> Question:
    """What one question becomes."""
    return quiz(QUESTION + "\n" + text).questions[1]


def practical(body: str = CRITERIA, front: str = "minutes: 30") -> Practical:
    """What a practical becomes."""
    item = course({PRACTICAL: practical_page(body, front)}).items["battery-swap"]
    assert isinstance(item, Practical)
    return item


def case(body: str = CASE_BODY, front: str = "budget: {minutes: 10, cost: 0}") -> Case:
    """What a case becomes."""
    item = course({CASE: case_page(body, front)}).items["case-dead-phone"]
    assert isinstance(item, Case)
    return item
