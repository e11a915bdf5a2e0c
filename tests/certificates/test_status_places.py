"""Which place in a status list a certificate gets: nobody can tell from it when or with whom it was issued."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.certificates.facts import School
from app.certificates.operations import PlaceTakenError, draft_each, draw, record, status_places
from app.certificates.operations.status_places import free_places
from app.certificates.status import LENGTH
from app.courses.queries.enrolments import enrolment_facts
from tests.cast import Cast
from tests.certificates.finished import ISSUED, PUBLIC_URL, SCHOOL, finish, issued
from tests.certificates.issuing import enrolled_too


def test_places_are_drawn_at_random_and_none_of_them_twice(cast: Cast) -> None:
    first, second = (free_places(1000) for _ in range(2))
    assert [len(set(each)) for each in (first, second)] == [1000, 1000]
    assert {status_list for status_list, _ in (*first, *second)} == {0}
    indices = [index for _, index in first]
    assert indices != sorted(indices)
    assert set(first) != set(second)
    assert (min(indices) >= 0, max(indices) < LENGTH) == (True, True)
    assert max(indices) - min(indices) > LENGTH // 2


def test_who_needs_no_place_gets_none(cast: Cast) -> None:
    assert free_places(0) == ()


def test_a_place_that_is_taken_is_not_given_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_places, "LENGTH", status_places.TRIES)
    taken = issued(cast)
    given = {free_places(1)[0] for _ in range(200)}
    assert given == {(0, index) for index in range(status_places.TRIES) if index != taken.status_index}


def test_after_a_full_list_comes_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_places, "LENGTH", 1)
    monkeypatch.setattr(status_places, "TRIES", 1)
    assert (issued(cast).status_list, free_places(1)) == (0, ((1, 0),))


def test_of_two_certificates_that_were_drawn_for_one_place_the_later_one_is_refused(cast: Cast) -> None:
    other = enrolled_too(cast, "Somebody Else")
    for enrolment_id in (cast.enrolment_id, other):
        finish(cast, enrolment_id)
    places = [cast.enrolled(), enrolment_facts(other)]
    drafts = draft_each(places, by=cast.coordinator.id, at=ISSUED, school=School(SCHOOL))
    first, second = (draw(replace(each, status=drafts[0].status), public_url=PUBLIC_URL) for each in drafts)
    made = record(first, by=cast.coordinator.id)
    assert (made.status_list, made.status_index) == drafts[0].status
    with pytest.raises(PlaceTakenError):
        record(second, by=cast.coordinator.id)
