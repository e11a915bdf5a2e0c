"""The tree, course.md, week.md and the YAML files; and what is refused of any file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.curriculum import limits
from app.curriculum.model import (
    Competence,
    CompetenceBlock,
    CompletionRules,
    Duration,
    Prose,
    Term,
    Track,
)
from tests.curriculum.small_course import (
    COMPETENCES,
    FILES,
    LESSON,
    QUIZ,
    Changes,
    Told,
    compiled,
    course,
    lesson_page,
    told,
    told_of,
)

COURSE = FILES["course.md"]
DRAFT = FILES["week-02/week.md"].replace("outcomes:", "draft: true\noutcomes:")


def test_the_small_course_compiles_to_what_its_files_say() -> None:
    made = course()
    assert (made.id, made.language, made.title, made.summary) == (
        "phone-repair",
        "en",
        "Phone repair",
        "At the bench.",
    )
    assert made.track == Track("mobile", {"en": "Mobile devices", "fr": "Appareils mobiles"}, "phone", 1)
    assert made.blocks == (
        CompetenceBlock(
            "B1",
            {"en": "Work safely", "fr": "Travailler en sécurité"},
            (
                Competence("B1.1", {"en": "Prepare a bench"}),
                Competence("B1.2", {"en": "Recognise a swollen cell"}),
            ),
        ),
    )
    assert made.glossary == (Term({"en": "flux"}, {"en": "It cleans metal."}),)
    assert made.body == (Prose("<p>Welcome.</p>"),)
    assert made.completion == CompletionRules(Decimal(100), Decimal(100), Decimal(100), Decimal(100))
    assert (made.certificate_title, made.certificate_valid_for) == ("Phone repair", None)
    assert list(made.items) == [
        "the-bench",
        "safety-quiz",
        "battery-swap",
        *(f"lesson-{n}" for n in range(2, 6)),
    ]
    assert [(week.number, week.title, week.hours) for week in made.weeks][1] == (2, "Week 2", Decimal("7.5"))
    assert made.weeks[0].outcomes == ("Work safely",)
    assert list(made.images) == ["images/cell.svg"]


def test_the_same_sources_compile_to_equal_curricula() -> None:
    assert course() == course()


def test_completion_and_certificate_are_as_written() -> None:
    front = "completion: {lessons: 90 %, quizzes: all, cases: 50%}\n"
    front += "certificate: {title: Repairer, valid_for: 3 years}\n"
    made = course({"course.md": COURSE.replace("---\nWelcome", front + "---\nWelcome")})
    assert made.completion == CompletionRules(Decimal(90), Decimal(100), Decimal(50), Decimal(100))
    assert (made.certificate_title, made.certificate_valid_for) == ("Repairer", Duration(3, "year"))


def test_items_are_ordered_by_number_and_not_by_name() -> None:
    made = course({"week-02/9-early.md": "---\ntitle: Early\nminutes: 5\n---\nText.\n"})
    assert [item.id for item in made.weeks[1].items] == ["early", "lesson-2"]


def test_a_file_may_begin_with_a_byte_order_mark_and_end_lines_with_cr_lf() -> None:
    text = b"\xef\xbb\xbf" + lesson_page("One.\n\nTwo.\n").replace("\n", "\r\n").encode()
    assert course({LESSON: text}).items["the-bench"].body == (Prose("<p>One.</p>\n<p>Two.</p>"),)


TREES: list[tuple[Changes, Told]] = [
    ({"course.md": None}, [("course.md", 1, "missing-file")]),
    ({"competences.yaml": None}, [("competences.yaml", 1, "missing-file")]),
    ({"../track.yaml": None}, [("../track.yaml", 1, "missing-file")]),
    ({"glossary.yaml": None}, []),
    ({"week-02/week.md": None}, [("week-02/week.md", 1, "missing-file")]),
    ({"week-02/10-lesson-2.md": None}, [("week-02/week.md", 1, "week-being-written")]),
    ({"week-02/week.md": DRAFT}, [("week-02/week.md", 4, "week-being-written")]),
    ({"week-02/week.md": DRAFT, "week-02/10-lesson-2.md": None}, [("week-02/week.md", 1, "week-being-written")]),
    ({"week-02/week.md": DRAFT.replace("true", "false")}, []),
    ({"week-02/week.md": DRAFT.replace("true", "soon")}, [("week-02/week.md", 4, "not-true-or-false")]),
    ({"week-02/week.md": DRAFT.replace("draft", "darft")}, [("week-02/week.md", 4, "unknown-key")]),
    ({"README.md": "Hello"}, [("README.md", 1, "never-shown")]),
    ({"week-01/10_bench.md": "x"}, [("week-01/10_bench.md", 1, "never-shown")]),
    ({"week-1/10-a.md": "x"}, [("week-1/10-a.md", 1, "never-shown")]),
    ({"week-01/deep/10-a.md": "x"}, [("week-01/deep/10-a.md", 1, "never-shown")]),
    ({"notes.txt": "x"}, []),
    ({"course.fr.md": "x"}, [("course.fr.md", 1, "no-front-matter")]),
    ({"week-01/10-the-bench.fr.md": "x"}, [("week-01/10-the-bench.fr.md", 1, "no-front-matter")]),
    ({"week-02/10-the-bench.md": lesson_page("x")}, [("week-02/10-the-bench.md", 1, "id-twice")]),
    ({"week-02/10--a-.md": lesson_page("x")}, [("week-02/10--a-.md", 1, "bad-id")]),
    (
        {"week-03/week.md": None, "week-03/10-lesson-3.md": None},
        [("week-04/week.md", 1, "week-gap")],
    ),
]


@pytest.mark.parametrize(("changes", "problems"), TREES)
def test_what_is_missing_or_out_of_place_in_the_tree_is_told(changes: Changes, problems: Told) -> None:
    assert told(changes) == problems


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("weeks: 5", "weeks: 6", [(5, "weeks-differ")]),
        ("weeks: 5", "weeks: 11", [(5, "weeks-out-of-range")]),
        ("weeks: 5", "weeks: 4", [(5, "weeks-out-of-range")]),
        ("hours_per_week: 35", "hours_per_week: -1", [(6, "not-a-number")]),
        ("summary: At the bench.", "summary:", [(3, "empty-value")]),
        ("language: en\n", "language: en\ncompletion: all\n", [(5, "not-a-mapping-at")]),
        ("language: en\n", "language: en\ncompletion: {lessons: 5}\n", [(5, "not-a-percentage")]),
        ("language: en\n", "language: en\ncompletion: {lesson: all}\n", [(5, "unknown-key")]),
        ("language: en\n", "language: en\ncertificate:\n  valid_for: long\n", [(6, "not-a-duration")]),
    ],
)
def test_a_mistake_in_course_md_is_told_at_its_line(old: str, new: str, problems: list[tuple[int, str]]) -> None:
    assert told_of("course.md", COURSE.replace(old, new)) == problems


def test_a_language_that_is_none_is_told_where_it_is_written_first() -> None:
    problems = told({"course.md": COURSE.replace("language: en", "language: English")})
    assert ("course.md", 4, "not-a-language") in problems


@pytest.mark.parametrize(
    ("file", "text", "problems"),
    [
        ("../track.yaml", "title: {fr: x}\nicon: phone\norder: 1\n", [(1, "language-missing")]),
        ("../track.yaml", "title: {en: x}\norder: first\n", [(1, "missing-key"), (2, "not-a-whole-number")]),
        ("../track.yaml", "title: {English: x}\nicon: a\norder: 1\n", [(1, "not-a-language")]),
        ("competences.yaml", COMPETENCES + "    - {id: B1.1, title: {en: x}}\n", [(6, "id-twice")]),
        ("competences.yaml", COMPETENCES.replace("block: B1", "block: B1.1"), [(4, "id-twice")]),
        (
            "competences.yaml",
            COMPETENCES + "- block: B2\n  title: {en: x}\n  competences: []\n",
            [(8, "empty-list")],
        ),
        ("competences.yaml", "block: B1\n", [(1, "file-not-a-list")]),
        ("competences.yaml", COMPETENCES + "- text\n", [(6, "not-a-mapping")]),
        (
            "competences.yaml",
            COMPETENCES + "- B2: {en: x}\n",
            [(6, "missing-key")] * 1 + [(6, "unknown-key")],
        ),
        ("competences.yaml", "", [(1, "file-not-a-list")]),
        ("competences.yaml", "%YAML 9\n--- a", [(1, "bad-yaml")]),
        ("competences.yaml", COMPETENCES + "---\na: b\n", [(6, "yaml-two-documents")]),
        ("glossary.yaml", "- term: {fr: flux}\n  means: {en: x}\n", [(1, "language-missing")]),
        ("glossary.yaml", "- term: {en: flux}\n  mean: {en: x}\n", [(2, "unknown-key")]),
        (
            "glossary.yaml",
            "- {term: {en: a}, means: {en: x}}\n- {term: {en: A}, means: {en: x}}\n",
            [(2, "id-twice")],
        ),
        ("week-02/week.md", "---\ntitle: x\nhours: 5\noutcomes: []\n---\n", [(4, "empty-list")]),
        (
            "week-02/week.md",
            "---\ntitle: x\nhours: 5\noutcomes: [a]\n---\nA [b](c).\n",
            [(6, "leads-nowhere")],
        ),
        ("glossary.yaml", "- " * 14 + "a\n", [(1, "too-deep")]),
        ("glossary.yaml", "- &a [b, *a]\n", [(1, "bad-yaml")]),
        ("glossary.yaml", "- a\n- \ufffe\n", [(1, "bad-yaml")]),
    ],
)
def test_a_mistake_in_another_file_is_told_at_its_line(file: str, text: str, problems: list[tuple[int, str]]) -> None:
    found = told_of(file, text)
    assert list(dict.fromkeys(found)) == problems


def test_aliases_that_grow_are_refused_and_those_that_dont_are_not() -> None:
    bomb = "- &a [x, x, x, x, x, x, x, x, x, x]\n"
    for one, two in ("ab", "bc", "cd", "de"):
        bomb += f"- &{two} [{', '.join([f'*{one}'] * 10)}]\n"
    assert told_of("glossary.yaml", bomb) == [(3, "yaml-expansion")]
    shared = "- term: &t {en: flux}\n  means: *t\n"
    assert course({"glossary.yaml": shared}).glossary == (Term({"en": "flux"}, {"en": "flux"}),)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"---\n\xff", (2, "not-utf-8")),
        (b"\xef\xbb\xbf---\n\n\xff", (3, "not-utf-8")),
        (b"---\na\x07b", (2, "control-character")),
        (b"---\na\rb", (2, "control-character")),
        ("---\n\x85".encode(), (2, "control-character")),
        (b"\xef\xbb\xbf\xef\xbb\xbf---\n", (1, "no-front-matter")),
        (b"-" * (limits.MARKDOWN_BYTES + 1), (1, "too-large")),
    ],
)
def test_bytes_that_are_no_text_are_told_at_their_line(data: bytes, problem: tuple[int, str]) -> None:
    problems = told({LESSON: data})
    assert problems == [(LESSON, *problem)]


def test_more_items_than_a_course_may_have_are_told_once() -> None:
    many = {f"week-05/{n}-item-{n}.md": b"" for n in range(100, 100 + limits.ITEMS)}
    codes = [code for _, _, code in told(many)]
    assert codes.count("too-many-items") == 1


def test_what_nothing_teaches_or_assesses_is_a_warning() -> None:
    three = COMPETENCES + "    - {id: B1.3, title: {en: Put out a fire}}\n"
    assert told({"competences.yaml": three}) == [("competences.yaml", 6, "competence-unused")]
    changed = {LESSON: lesson_page("x", "minutes: 5\ncompetences: [B1.1]")}
    assert told(changed) == [("competences.yaml", 5, "competence-not-taught")]
    unmarked = FILES[QUIZ].replace(" competence=B1.2", "")
    assert told({QUIZ: unmarked}) == [("competences.yaml", 5, "competence-not-assessed")]
    made = compiled({QUIZ: unmarked})
    assert made.curriculum is not None
    assert [problem.level for problem in made.problems] == ["warning"]


def test_while_a_week_is_a_draft_what_isnt_taught_or_assessed_yet_is_not_told() -> None:
    three = COMPETENCES + "    - {id: B1.9, title: {en: Solder}}\n"
    assert [code for _, _, code in told({"competences.yaml": three})] == ["competence-unused"]
    drafted = told({"competences.yaml": three, "week-02/week.md": DRAFT})
    assert [code for _, _, code in drafted] == ["week-being-written"]


def test_a_week_is_written_when_it_has_items_and_is_no_draft() -> None:
    made = compiled({"week-02/week.md": DRAFT, "week-03/10-lesson-3.md": None}).curriculum
    assert made is not None
    assert [(week.number, week.draft, week.is_written, len(week.items)) for week in made.weeks] == [
        (1, False, True, 3),
        (2, True, False, 1),
        (3, False, False, 0),
        (4, False, True, 1),
        (5, False, True, 1),
    ]


def test_a_draft_is_one_in_every_language() -> None:
    translated = "---\ntitle: Semaine 2\noutcomes: [Ils savent.]\n---\n"
    made = compiled({"week-02/week.md": DRAFT, "week-02/week.fr.md": translated}).curriculum
    assert made is not None
    week = made.in_language("fr").weeks[1]
    assert (week.title, week.draft, week.is_written) == ("Semaine 2", True, False)


def test_what_refers_to_competences_that_cant_be_read_is_left_in_peace() -> None:
    assert told({"competences.yaml": "- a: ["}) == [("competences.yaml", 1, "bad-yaml")]


def test_a_text_that_breaks_the_renderer_is_told_where_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("app.shared.markdown._convert", fail)
    assert (LESSON, 6, "not-renderable") in told({LESSON: lesson_page("*Read* this.\n")})


def test_a_page_that_takes_too_long_is_told_where_it_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.curriculum.rendering.SECONDS", -1.0)
    assert (LESSON, 6, "too-slow") in told()
