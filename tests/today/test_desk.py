"""What lies on somebody's desk."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from app.people.member import Member
from app.today.desk import desk_of
from app.today.glance import CohortGlance, Plan
from tests.cast import FIRST_DAY
from tests.today.glances import glance, sat, shown
from tests.today.test_standing import EVERYTHING, OPENED, SITE, cohort

ME = UUID(int=77)
MEMBER = Member(ME, "Mo", "en", UUID(int=78), frozenset({("coordinator", SITE), ("instructor", SITE)}))
STRANGER = Member(UUID(int=79), "Sam", "en", UUID(int=80), frozenset({("author", None)}))


def group(name: str, *, waits: int, mine: bool = False) -> CohortGlance:
    """A cohort in which one waits, one is stuck, and one has done everything."""
    facts = replace(cohort(), id=UUID(int=waits), name=name, instructor_ids=frozenset({ME} if mine else ()))
    trainees = (
        glance(at=facts, number=1, gates=OPENED, esd_bench=shown(ready=waits)),
        glance(at=facts, number=2, safety_quiz=sat(fails=2)),
        glance(*EVERYTHING, at=facts, number=3, gates=OPENED),
    )
    return CohortGlance(Plan(facts, FIRST_DAY), trainees)


def test_those_whom_one_assesses_come_first_and_then_the_longest_wait() -> None:
    groups = [group("Late", waits=30), group("Early", waits=10), group("Mine", waits=50, mine=True)]
    assert [at.name for at, _ in desk_of(MEMBER, groups).waiting] == ["Mine", "Early", "Late"]
    assert [at.name for at, _ in desk_of(STRANGER, groups).waiting] == ["Early", "Late", "Mine"]


def test_the_stuck_are_listed_cohort_by_cohort() -> None:
    groups = [group("B", waits=1), group("A", waits=2)]
    found = desk_of(MEMBER, groups).stuck
    assert [(at.name, each.trainee.enrolled.name) for at, each in found] == [("B", "Trainee 2"), ("A", "Trainee 2")]


def test_certificates_are_for_coordinators_of_the_site() -> None:
    groups = [group("Here", waits=1), group("There", waits=2)]
    assert [each.cohort.name for each in desk_of(MEMBER, groups).certifiable] == ["Here", "There"]
    assert desk_of(STRANGER, groups).certifiable == ()


def test_certificates_to_look_at_again_are_for_them_too() -> None:
    facts = replace(cohort(), name="Here")
    right, doubtful = (
        CohortGlance(Plan(facts, FIRST_DAY), (glance(*done, at=facts, gates=OPENED, certified=True, vouched_for=True),))
        for done in (EVERYTHING, EVERYTHING[1:])
    )
    assert desk_of(MEMBER, [right, doubtful]).doubtful == (doubtful,)
    assert desk_of(STRANGER, [right, doubtful]).doubtful == ()


def test_whoever_assesses_nobody_here_teaches_nothing_here() -> None:
    assert desk_of(MEMBER, [group("Mine", waits=1, mine=True)]).teaches is True
    assert desk_of(MEMBER, [group("Theirs", waits=1)]).teaches is False
