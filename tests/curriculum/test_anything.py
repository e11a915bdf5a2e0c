"""Whatever stands in the files, compiling ends with a curriculum or with problems, never with a traceback."""

from __future__ import annotations

import random

import pytest

from app.curriculum.phrases import phrase
from tests.curriculum.small_course import (
    CRITERIA,
    FILES,
    LESSON,
    PRACTICAL,
    QUESTION,
    QUIZ,
    compiled,
    lesson_page,
    practical_page,
    quiz_page,
)

RICH = lesson_page(
    "# A\n\n/// hazard | Fire\n    type: fire\n    level: danger\n\nRun. ![A](images/cell.svg)\n///\n\n"
    "/// steps | Do\n1. One\n\n    /// note\n    Two\n    ///\n\n2. Three\n///\n\n"
    "/// readings | R\n| A | B |\n|---|---|\n| 1 | 2 |\n///\n\n"
    "/// check\n### Q? {#qq .numeric}\n= 1 ± 2 V\n///\n\n"
    "Text[^1] [a](safety-quiz) `code`\n\n[^1]: Note\n\n```python\nx\n```\n"
)
PAGES = {
    LESSON: RICH,
    QUIZ: quiz_page(
        QUESTION + "\n    > Why.\n\n> So.\n\n## R {#r .text}\n= a\n\n## S {#s .order}\n1. a\n2. b\n\n> c\n\n"
        "## T {#t .match}\n| a | b |\n|---|---|\n| c | `d` |\n| e \\| | f |\n\n"
        "## U {#u .hotspot}\n![A](../images/cell.svg)\n\n- [x] a: 1 2.5 3 4\n- [ ] b: 50 50 9 9\n"
    ),
    PRACTICAL: practical_page(
        "Do.\n\n" + CRITERIA + "\n### B {#b}\n- 0: x\n- 1: y\n", "minutes: 3\ntools: [{name: x}]"
    ),
    "course.md": FILES["course.md"],
    "competences.yaml": FILES["competences.yaml"],
    "glossary.yaml": FILES["glossary.yaml"],
    "images/cell.svg": FILES["images/cell.svg"],
}
PIECES = [
    *(
        "/// note\n",
        "///\n",
        "////\n",
        "```\n",
        "~~~",
        "---\n",
        "<!--",
        "-->",
        "- [x] ",
        "- [ ]",
        "= ",
        "## ",
        "{#a",
        ".single}",
    ),
    *(
        "> ",
        "    ",
        "\t",
        "\n\n",
        "1. ",
        "| a |",
        "|---|",
        "[a](",
        "![](",
        "]: ",
        "<script>",
        "<div",
        "<![",
        "<?",
        "&#x6a;",
        "*[A]: b",
    ),
    *(
        "&a [",
        "*a",
        "!!x",
        ": ",
        "\x00",
        "\ufeff",
        "é",
        "\ud7ff",
        "\r",
        "{",
        "}",
        "'",
        '"',
        "[^1]",
        "/// check\n",
        "::",
        "#",
        "**",
        "__",
    ),
]


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 0, 1, 5, 40)))
        text = text[:start] + chance.choice(PIECES) * chance.choice((1, 1, 1, 3, 30)) + text[end:]
    return text


@pytest.mark.parametrize("seed", range(200))
def test_a_mutated_course_never_breaks_the_compiler(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(list(PAGES))
    made = compiled({**PAGES, path: mutated(PAGES[path], chance)})
    errors = [problem for problem in made.problems if problem.level == "error"]
    assert (made.curriculum is None) is bool(errors)
    assert all(phrase(problem) and problem.line >= 1 for problem in made.problems)


@pytest.mark.parametrize("seed", range(40))
def test_bytes_at_random_never_break_the_compiler(seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(list(PAGES))
    data = bytearray(PAGES[path].encode())
    for _ in range(chance.randint(1, 5)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    made = compiled({**PAGES, path: bytes(data)})
    assert all(phrase(problem) for problem in made.problems)


@pytest.mark.parametrize(
    "text", ["> " * 3000, "- " * 3000, "[" * 3000, "*a " * 3000, "    " * 300 + "- a", "<b>" * 2000]
)
def test_deep_nesting_ends_with_a_page_or_a_problem(text: str) -> None:
    made = compiled({LESSON: lesson_page(text)})
    assert made.curriculum is not None or made.problems != ()


def test_names_of_any_kind_never_break_the_compiler() -> None:
    names = {
        f"week-01/{'9' * 5000}-a.md": b"",
        "week-99/10-a.md": b"",
        "../../x.md": b"",
        "": b"",
        "week-01/": b"",
        "a//b.svg": b"",
    }
    assert compiled(names).curriculum is None
