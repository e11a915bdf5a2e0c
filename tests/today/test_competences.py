"""Competences: what was taught, quizzed, and shown at the bench, with dates and devices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from app.courses.facts import Done
from app.courses.operations.enrolments import declare_lesson_done
from app.courses.operations.gates import open_gate
from app.today.competences import Judged, Mark, Standing, competences_of
from tests.cast import NOON, Cast
from tests.conftest import ClientOf, CountQueries
from tests.practicals.making import judgement, signed_off
from tests.today.making import links, of_class, said, tree
from tests.today.test_standing import curriculum

LATER = NOON + timedelta(hours=1)


def judged(
    criterion: str, *, met: bool = True, at: Any = NOON, device: str = "Exemplia One", number: int = 1
) -> Judged:
    """What one sign-off says of a criterion of the ESD bench."""
    return Judged("esd-bench", criterion, met, at, device, UUID(int=number))


def found(*done: str, judged: tuple[Judged, ...] = ()) -> dict[str, Standing]:
    """The competences by id."""
    blocks = competences_of(curriculum(), done=Done(dict.fromkeys(done, NOON), {}), judged=judged)
    return {row.competence.id: row for _, rows in blocks for row in rows}


def fills(row: Standing) -> list[tuple[str, int, int]]:
    """How each of the three is drawn, how many are done, and of how many."""
    return [(mark.fill, mark.done, len(mark.proofs)) for mark in row.marks]


def test_what_the_course_does_not_plan_is_told_apart_from_what_is_to_do() -> None:
    rows = found()
    assert fills(rows["B1.1"]) == [("open", 0, 1), ("open", 0, 1), ("open", 0, 3)]
    assert fills(rows["B1.2"]) == [("open", 0, 4), ("open", 0, 1), ("none", 0, 0)]


def test_a_lesson_teaches_when_it_is_done_and_a_quiz_asks_when_it_is_passed() -> None:
    rows = found("the-bench", "the-battery", "safety-quiz")
    assert fills(rows["B1.1"])[:2] == [("full", 1, 1), ("full", 1, 1)]
    assert fills(rows["B1.2"])[:2] == [("part", 1, 4), ("full", 1, 1)]
    assert rows["B1.2"].marks[0].last == NOON


def shown(*judged: Judged) -> Mark:
    """What was shown of the first competence."""
    return found(judged=judged)["B1.1"].marks[2]


def test_a_criterion_is_shown_when_an_instructor_saw_it_met() -> None:
    mark = shown(judged("strap-safe"), judged("strap-tested", met=False))
    assert (mark.fill, mark.done) == ("part", 1)
    assert mark.devices == ((NOON, "Exemplia One", UUID(int=1)),)


def test_the_last_sign_off_that_observed_it_decides() -> None:
    first, second = judged("explains"), judged("explains", met=False, at=LATER, number=2)
    assert shown(first, second).done == 0
    again = judged("explains", at=LATER, device="Modelo M2", number=2)
    assert shown(judged("explains", met=False), again).devices == ((LATER, "Modelo M2", UUID(int=2)),)


def test_a_sign_off_is_told_once_and_the_last_one_first() -> None:
    mark = shown(judged("strap-safe"), judged("strap-tested"), judged("explains", at=LATER, device="Two", number=2))
    assert [device for _, device, _ in mark.devices] == ["Two", "Exemplia One"]
    assert (mark.fill, mark.last) == ("full", LATER)


def test_a_competence_is_full_when_all_that_is_planned_of_it_is() -> None:
    rows = found("the-battery", "the-screen", "the-port", "the-board", "safety-quiz")
    assert (rows["B1.2"].fill, rows["B1.1"].fill) == ("full", "part")


def _page(cast: Cast, client_of: ClientOf, who: Any = None) -> Any:
    return tree(client_of(who or cast.trainee).get(f"/enrolments/{cast.enrolment_id}/competences").text)


def test_the_page_tells_dates_and_devices(cast: Cast, client_of: ClientOf) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    made = signed_off(cast.item("esd-bench"), cast, work=judgement({"strap-safe": 1, "strap-tested": 1, "explains": 0}))
    first = of_class(_page(cast, client_of), "competence")[0]
    cells = [said(each) for each in of_class(first, "pip") if each.tag.endswith("td")]
    assert cells == ["to do0 of 1", "to do0 of 1", "partly done1 of 35 May 2026 Exemplia One"]
    assert ("5 May 2026", f"/sign-offs/{made.id}") in links(first)


def test_whoever_follows_the_trainee_sees_the_same(cast: Cast, client_of: ClientOf) -> None:
    declare_lesson_done(cast.item("the-bench"), by=cast.trainee.id, at=NOON)
    pages = [_page(cast, client_of, who) for who in (cast.trainee, cast.instructor, cast.coordinator)]
    counts = [[said(each) for each in of_class(page, "competence-count")] for page in pages]
    assert counts[0] == ["1 of 1", "0 of 1", "0 of 3", "0 of 4", "0 of 1"]
    assert counts == [counts[0]] * 3


def test_the_competences_are_linked_from_today_and_from_the_course(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trainee)
    address = f"/enrolments/{cast.enrolment_id}/competences"
    for page in ("/", f"/enrolments/{cast.enrolment_id}"):
        assert ("Your competences", address) in links(tree(client.get(page).text))


@pytest.mark.parametrize("many", [1, 3])
def test_the_competences_cost_the_same_for_many_sign_offs(
    cast: Cast, client_of: ClientOf, count_queries: CountQueries, many: int
) -> None:
    open_gate(cast.enrolment_id, gate="safety", at=NOON)
    for _ in range(many):
        signed_off(cast.item("esd-bench"), cast)
    client = client_of(cast.trainee)
    with count_queries() as queries:
        client.get(f"/enrolments/{cast.enrolment_id}/competences")
    assert len(queries) == 4
