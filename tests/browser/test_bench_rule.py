"""What the phone says of an outcome is what the school decides."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from app.assessments.practicals.outcome import least_level, outcome_of, top_level
from app.curriculum.model import Curriculum, Practical
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

ASK = """([criteria, all, pass]) => all.map((words) => {
  const { competent, missed, unseen, tooLow } = customElements.get("outcome-preview").outcome(criteria, words, pass);
  return [competent, missed.length, unseen.length, tooLow];
})"""
EACH = 300


def test_the_phone_comes_to_the_outcomes_that_the_school_decides(open_page: OpenPage, course: Curriculum) -> None:
    page = open_page()
    page.goto("/sign-in")
    chance = Random(7)
    for practical in (each for each in course.items.values() if isinstance(each, Practical)):
        given = [_levels(practical, chance) for _ in range(EACH)]
        words = [["not_observed" if level is None else str(level) for level in each.values()] for each in given]
        here = page.evaluate(ASK, [_criteria(practical), words, str(practical.pass_percent)])
        assert here == [_decided(practical, each) for each in given], practical.id


def _levels(practical: Practical, chance: Random) -> dict[str, int | None]:
    """Mostly good, so that every outcome comes about."""
    return {
        each.id: None if chance.random() < 0.02 else max(0, top_level(each) - int(chance.expovariate(1.2)))
        for each in practical.criteria
    }


def _criteria(practical: Practical) -> list[dict[str, Any]]:
    return [
        {
            "critical": each.critical,
            "condition": each.critical and not each.levels,
            "least": least_level(each),
            "top": top_level(each),
        }
        for each in practical.criteria
    ]


def _decided(practical: Practical, levels: dict[str, int | None]) -> list[Any]:
    outcome = outcome_of(practical, levels)
    return [outcome.competent, len(outcome.missed), len(outcome.not_observed), outcome.too_low]
