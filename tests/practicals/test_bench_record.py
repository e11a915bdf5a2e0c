"""Records from the bench: what is read of them, what is kept of them, and what is none."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from app.assessments.practicals.bench_record import Pins, UnreadableRecord, read_record, record_of
from app.shared.ids import new_id
from tests.practicals.making import criterion, practical
from tests.practicals.sealing import record

ENROLMENT = UUID(int=1)


def _read(**changes: Any) -> Any:
    return read_record(json.dumps(record(ENROLMENT, **changes)).encode())


def test_a_record_comes_with_its_pins_apart() -> None:
    trainee = {"pin": "4711", "agrees": False, "words": "The gasket was new."}
    read, pins = _read(pin="2580", trainee=trainee)
    assert pins == Pins(assessor="2580", trainee="4711")
    kept = json.dumps(read.as_json())
    assert ("2580" in kept, "4711" in kept, "The gasket was new." in kept) == (False, False, True)


def test_what_is_kept_of_a_record_reads_back_the_same() -> None:
    trainee = {"pin": "4711", "agrees": True, "words": ""}
    read, _ = _read(trainee=trainee, corrects=str(new_id()), photos=["0" * 64], remark="Clean work", revision=7)
    assert record_of(read.as_json()) == read


def test_times_are_told_in_any_zone_and_kept_in_utc() -> None:
    read, _ = _read(begun_at="2026-05-05T12:00:00+02:00", ended_at="2026-05-05T10:20:00Z")
    assert (read.begun_at.isoformat(), read.ended_at.isoformat()) == (
        "2026-05-05T10:00:00+00:00",
        "2026-05-05T10:20:00+00:00",
    )


def test_levels_become_the_judgement_of_the_practical() -> None:
    work = practical(criterion("a"), criterion("b", levels=4), criterion("c"), criterion("d", levels=2), criterion("e"))
    given = {"a": "met", "b": "3", "c": "not_observed", "d": "2", "e": "0", "gone": "met"}
    read, _ = _read(levels=given, decision="stopped", remark="He cut the power cord.")
    judgement = read.judgement(work)
    assert judgement.levels == {"a": 1, "b": 3, "c": None}
    assert (judgement.stopped, judgement.not_yet, judgement.remark) == (True, False, "He cut the power cord.")
    assert [read.word_of(each) for each in work.criteria] == [
        "met",
        "3",
        "not_observed",
        "not_observed",
        "not_observed",
    ]


def test_texts_are_cleaned_as_those_of_forms_are() -> None:
    read, _ = _read(device_brand="  Exemplia\u202e ", remark="\u0000Good\u0007 work\n")
    assert (read.device_brand, read.remark) == ("Exemplia", "Good work")


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "none"},
        {"id": None},
        {"enrolment": 7},
        {"item": "x" * 121},
        {"begun_at": "yesterday"},
        {"begun_at": "2026-05-05T12:00:00"},
        {"ended_at": "0001-01-01T00:00:00+14:00"},
        {"levels": ["met"]},
        {"levels": {"a": 3}},
        {"levels": {str(number): "met" for number in range(201)}},
        {"device_brand": "x" * 81},
        {"device_model": None},
        {"decision": "competent"},
        {"decision": ["stopped"]},
        {"remark": "x" * 2001},
        {"pin": 2580},
        {"trainee": {"pin": "1", "agrees": "yes", "words": ""}},
        {"trainee": {"pin": "1", "agrees": True}},
        {"trainee": "Tara"},
        {"corrects": "x"},
        {"photos": None},
        {"revision": "1"},
        {"revision": 0},
        {"revision": True},
        {"revision": 2**31},
        {"photos": ["0" * 64] * 9},
        {"photos": ["0" * 63]},
        {"photos": ["G" * 64]},
        {"photos": [7]},
    ],
)
def test_what_no_device_of_ours_makes_is_no_record(changes: dict[str, Any]) -> None:
    with pytest.raises(UnreadableRecord):
        _read(**changes)


@pytest.mark.parametrize(
    "plain",
    [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"id": 1e999}', b'"' + b"x" * 65_536 + b'"'],
    ids=["nothing", "empty", "a list", "null", "no text", "deep", "a large number", "too long"],
)
def test_bytes_that_are_no_json_of_ours_are_no_record(plain: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        read_record(plain)
