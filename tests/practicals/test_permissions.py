"""Who may do what in practicals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.assessments.practicals.facts import SeenEvidence
from app.assessments.practicals.permissions import (
    may_acknowledge,
    may_declare_ready,
    may_see_evidence,
    may_see_sign_off,
    may_see_sign_offs,
    may_sign_off,
)
from app.assessments.practicals.queries import evidence_seen_by, seen_sign_off_by_id, sign_off_seen_by
from app.courses.facts import EnrolledItem
from app.people.member import Member
from tests.cast import Cast
from tests.practicals.making import signed_off
from tests.practicals.moderating import judge_again

READERS = {"trainee", "instructor", "coordinator", "moderator"}


def _those(cast: Cast, may: Callable[[Member], Any]) -> set[str]:
    return {name for name, member in cast.members.items() if member is not None and may(member)}


def test_trainees_declare_ready_for_themselves_only(cast: Cast) -> None:
    assert _those(cast, lambda member: may_declare_ready(member, cast.item("esd-bench"))) == {"trainee"}


def test_the_instructors_of_the_cohort_sign_off(cast: Cast) -> None:
    assert _those(cast, lambda member: may_sign_off(member, cast.item("esd-bench"))) == {"instructor"}


def test_an_instructor_who_is_enrolled_does_not_sign_off_their_own_work(cast: Cast) -> None:
    own = replace(cast.enrolled(), person_id=cast.instructor.id)
    assert _those(cast, lambda member: may_sign_off(member, EnrolledItem(own, cast.item("esd-bench").item))) == set()


def test_sign_offs_are_read_by_the_trainee_and_those_who_answer_for_the_cohort(cast: Cast) -> None:
    assert _those(cast, lambda member: may_see_sign_offs(member, cast.enrolled())) == READERS


def test_a_moderator_of_another_site_does_not_read_sign_offs(cast: Cast) -> None:
    elsewhere = replace(cast.moderator, roles=frozenset({("moderator", cast.outsider_site_id)}))
    assert may_see_sign_offs(elsewhere, cast.enrolled()) is False


def test_sign_offs_are_found_by_those_only_who_may_see_them(bench: EnrolledItem, cast: Cast) -> None:
    made = signed_off(bench, cast)
    judge_again(made, cast)
    seen = seen_sign_off_by_id(made.id)
    found = _those(cast, lambda member: sign_off_seen_by(member, sign_off_id=made.id))
    assert (found, _those(cast, lambda member: may_see_sign_off(member, seen))) == (READERS, READERS)


def test_photos_are_found_by_those_only_who_may_see_them(bench: EnrolledItem, cast: Cast) -> None:
    photo_id: UUID = seen_sign_off_by_id(signed_off(bench, cast).id).photo_ids[0]
    photo = SeenEvidence(bench.enrolled, "0" * 64, "image/jpeg")
    found = _those(cast, lambda member: evidence_seen_by(member, evidence_id=photo_id))
    assert (found, _those(cast, lambda member: may_see_evidence(member, photo))) == (READERS, READERS)


def test_a_moderator_of_every_site_finds_each_sign_off(bench: EnrolledItem, cast: Cast) -> None:
    everywhere = replace(cast.moderator, roles=frozenset({("moderator", None)}))
    made = signed_off(bench, cast)
    judge_again(made, cast)
    assert sign_off_seen_by(everywhere, sign_off_id=made.id) == seen_sign_off_by_id(made.id)


def test_only_the_trainee_acknowledges(bench: EnrolledItem, cast: Cast) -> None:
    seen = seen_sign_off_by_id(signed_off(bench, cast).id)
    assert _those(cast, lambda member: may_acknowledge(member, seen)) == {"trainee"}
