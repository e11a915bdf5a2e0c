"""Ids and codes."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from app.shared.ids import CROCKFORD, new_code, new_id, repeatable_ids


def test_an_id_is_a_uuid_of_version_7() -> None:
    made = new_id()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")


def test_ids_begin_with_the_millisecond_in_which_they_were_made() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id().int >> 80
    after = time.time_ns() // 1_000_000
    assert before <= made <= after


def test_ids_of_later_milliseconds_sort_later(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for millisecond in (1_000_000, 1_000_001, 2**41):
        monkeypatch.setattr(time, "time_ns", lambda moment=millisecond: moment * 1_000_000)
        made.append(new_id())
    assert made == sorted(made)
    assert [str(each) for each in made] == sorted(str(each) for each in made)


def test_a_thousand_ids_of_one_millisecond_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_767_000_000_000_000_000)
    assert len({new_id() for _ in range(1000)}) == 1000


def test_ids_of_one_process_sort_in_the_order_in_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_767_000_000_000_000_000)
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)


def test_codes_have_the_wanted_length_and_no_sign_that_is_misread() -> None:
    code = new_code(5000)
    assert len(code) == 5000
    assert set(code) == set(CROCKFORD)
    assert set("ilou").isdisjoint(code)
    assert len(new_code()) == 20


def test_ids_of_a_seed_are_the_same_each_time_and_in_order() -> None:
    since = datetime(2026, 5, 4, tzinfo=UTC)
    made = []
    for _ in range(2):
        with repeatable_ids("a school", since=since):
            made.append([new_id() for _ in range(3)])
    assert made[0] == made[1] == sorted(made[0])
    assert made[0][0].int >> 80 == int(since.timestamp() * 1000)
    assert {each.version for each in made[0]} == {7}


def test_another_seed_makes_other_ids_and_afterwards_they_are_random_again() -> None:
    since = datetime(2026, 5, 4, tzinfo=UTC)
    with repeatable_ids("a school", since=since):
        first = new_id()
    with repeatable_ids("another", since=since):
        assert new_id() != first
    before = time.time_ns() // 1_000_000
    assert new_id().int >> 80 >= before
