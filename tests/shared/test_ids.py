"""Ids and codes."""

from __future__ import annotations

import time

import pytest

from app.shared.ids import CROCKFORD, new_code, new_id


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


def test_codes_have_the_wanted_length_and_no_sign_that_is_misread() -> None:
    code = new_code(5000)
    assert len(code) == 5000
    assert set(code) == set(CROCKFORD)
    assert set("ilou").isdisjoint(code)
    assert len(new_code()) == 20
