"""What a trainee is told to show again."""

from __future__ import annotations

import pytest

from app.assessments.practicals.feedback import is_met, to_redo
from app.courses.facts import EnrolledItem
from tests.cast import Cast
from tests.conftest import ClientOf, CountQueries
from tests.lint import HTML
from tests.practicals.making import criterion, judgement, practical, signed_off
from tests.today.making import of_class, said, section, tree

TITLE = "What to show again"


def test_critical_criteria_come_first_then_the_order_of_the_practical() -> None:
    """Each with the place that it has there."""
    work = practical(criterion("one", levels=4), criterion("two", critical=True), criterion("three"), criterion("four"))
    redo = to_redo(work, {"one": 1, "two": 0, "three": None, "four": 1})
    assert [(each.number, each.criterion.id, each.level) for each in redo] == [
        (2, "two", 0),
        (1, "one", 1),
        (3, "three", None),
    ]


def test_a_criterion_is_met_from_its_second_highest_level_on() -> None:
    """As critical ones are, so that the aim is the same everywhere; of two levels it is the highest."""
    four, two, plain = criterion("a", levels=4), criterion("b", levels=2), criterion("c")
    assert [level for level in range(4) if is_met(four, level)] == [2, 3]
    assert [is_met(two, 0), is_met(two, 1), is_met(plain, 0), is_met(plain, 1)] == [False, True, False, True]
    assert is_met(four, None) is False


def test_what_was_given_and_what_to_aim_for_is_told_in_words() -> None:
    """Those of the levels; a criterion without levels has none."""
    levelled, plain = to_redo(practical(criterion("one", levels=4), criterion("two")), {"one": 0, "two": 0})
    assert (levelled.given_html, levelled.aim, levelled.aim_html) == ("level 0", 2, "level 2")
    assert (plain.given_html, plain.aim_html) == ("", "")


def test_the_page_of_the_practical_says_what_to_show_again(
    cast: Cast, bench: EnrolledItem, client_of: ClientOf
) -> None:
    """With what the assessor wrote, until the work is shown."""
    client = client_of(cast.trainee)
    work = judgement({"strap-safe": 1, "strap-tested": 1, "explains": None}, remark="Test it before you start.")
    signed_off(bench, cast, work=work)
    shown = section(tree(client.get(bench.prefix).text), TITLE)
    assert shown is not None
    assert said(shown) == (
        "What to show again What Ines Instructor says Test it before you start. "
        "2 Strap system You were at level 1Worn untested Aim for level 2Tested, logged late "
        "3 Explains charge in one sentence Not observed yet. See the whole sign-off"
    )
    signed_off(bench, cast, work=judgement())
    assert section(tree(client.get(bench.prefix).text), TITLE) is None


def test_feedback_costs_one_query(
    cast: Cast, bench: EnrolledItem, client_of: ClientOf, count_queries: CountQueries
) -> None:
    """Seven with the member's own: whatever was judged."""
    signed_off(bench, cast, work=judgement({"strap-safe": 1, "strap-tested": 0, "explains": 0}))
    client, address = client_of(cast.trainee), bench.prefix
    with count_queries() as queries:
        client.get(address)
    assert len(queries) == 7


@pytest.mark.parametrize(
    ("levels", "other"),
    [
        ({"strap-safe": 1, "strap-tested": 0, "explains": 1}, "What your instructor looks at besides"),
        ({"strap-safe": 0, "strap-tested": 0, "explains": 0}, "What your instructor looks at besides"),
    ],
)
def test_each_criterion_stands_on_the_page_once(
    cast: Cast, bench: EnrolledItem, client_of: ClientOf, levels: dict[str, int | None], other: str
) -> None:
    signed_off(bench, cast, work=judgement(levels))
    root = tree(client_of(cast.trainee).get(bench.prefix).text)
    numbers = [said(each) for each in of_class(root, "criterion-number")]
    heads = [said(each) for each in root.iter(f"{HTML}h2")]
    assert (sorted(numbers), other in heads) == (["1", "2", "3"], True)
