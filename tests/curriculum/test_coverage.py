"""Competences by weeks."""

from __future__ import annotations

from app.curriculum.coverage import as_table, coverage_of
from tests.curriculum.small_course import LESSON, QUESTION, QUIZ, compiled, course, lesson_page, quiz_page


def rows(changes: dict[str, str | bytes | None] | None = None) -> list[tuple[str, list[list[tuple[str, str, int]]]]]:
    """Each competence with what each week does for it: way, item and count."""
    return [
        (row.competence.id, [[(place.way, place.item.id, place.count) for place in week] for week in row.weeks])
        for row in coverage_of(course(changes)).rows
    ]


def test_lessons_teach_questions_ask_and_criteria_show() -> None:
    assert rows() == [
        ("B1.1", [[("taught", "the-bench", 1), ("shown", "battery-swap", 1)], [], [], [], []]),
        ("B1.2", [[("taught", "the-bench", 1), ("asked", "safety-quiz", 1)], [], [], [], []]),
    ]


def test_questions_are_counted_and_practice_questions_are_not() -> None:
    check = "/// check\n### Q? {#qq .numeric competence=B1.1}\n= 1\n///\n"
    found = rows(
        {
            QUIZ: quiz_page(QUESTION + "\n## R? {#r .text competence=B1.2}\n= a\n"),
            LESSON: lesson_page(check, "minutes: 3\ncompetences: [B1.1, B1.2, B1.2]"),
        }
    )
    assert found[0][1][0] == [("taught", "the-bench", 1), ("shown", "battery-swap", 1)]
    assert found[1][1][0] == [("taught", "the-bench", 1), ("asked", "safety-quiz", 2)]


def test_a_competence_without_lesson_or_without_question_has_a_gap() -> None:
    made = compiled({LESSON: lesson_page("Text.\n", "minutes: 3\ncompetences: [B1.1]")}).curriculum
    assert made is not None
    found = coverage_of(made)
    assert [(row.competence.id, row.is_taught, row.is_assessed) for row in found.gaps] == [("B1.2", False, True)]
    assert as_table(found, "fr")[:4] == [
        "                               │ 1    │ 2 │ 3 │ 4 │ 5 │",
        "B1.1  Prepare a bench          │ T S1 │   │   │   │   │",
        "B1.2  Recognise a swollen cell │ A1   │   │   │   │   │  ← not taught",
        "",
    ]
    assert as_table(found, "fr")[-1].endswith(" 2 competences, 1 with a gap.")


def test_signs_of_two_columns_keep_the_table_straight() -> None:
    competences = (
        "- block: B1\n  title: {en: x}\n  competences:\n"
        "    - {id: B1.1, title: {en: 修理}}\n    - {id: B1.2, title: {en: abcd}}\n"
    )
    lines = as_table(coverage_of(course({"competences.yaml": competences})), "en")
    assert lines[1:3] == ["B1.1  修理 │ T S1 │   │   │   │   │", "B1.2  abcd │ T A1 │   │   │   │   │"]
