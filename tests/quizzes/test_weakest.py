"""Which competences a trainee is weakest in."""

from __future__ import annotations

from fractions import Fraction

from app.assessments.quizzes.weakest import ENOUGH, MOST, Earned, Weakness, weakest


def answers(competence: str, *thousandths: int) -> list[Earned]:
    return [Earned(competence, each, 1000) for each in thousandths]


def test_the_smallest_share_of_the_points_comes_first() -> None:
    found = weakest([*answers("B1", 0, 1000, 1000), *answers("B2", 0, 0, 1000)])
    assert found == (Weakness("B2", 3, Fraction(1, 3)), Weakness("B1", 3, Fraction(2, 3)))


def test_too_few_answers_tell_nothing() -> None:
    assert weakest(answers("B1", *[0] * (ENOUGH - 1))) == ()


def test_four_fifths_of_the_points_are_no_weakness_and_a_little_less_is() -> None:
    assert weakest(answers("B1", 1000, 1000, 1000, 1000, 0)) == ()
    assert [each.share for each in weakest(answers("B1", 1000, 1000, 1000, 999, 0))] == [Fraction(3999, 5000)]


def test_points_weigh_and_not_questions() -> None:
    heavy = [Earned("B1", 3000, 3000), *answers("B1", 0, 0)]
    assert weakest(heavy) == (Weakness("B1", 3, Fraction(3, 5)),)


def test_of_equals_the_one_with_more_questions_comes_first_and_no_more_than_some_are_told() -> None:
    found = weakest(
        [*answers("B4", 0, 0, 0), *answers("B3", 0, 0, 0), *answers("B2", *[0] * 4), *answers("B1", 0, 0, 0)]
    )
    assert [each.competence for each in found] == ["B2", "B1", "B3"]
    assert len(found) == MOST
