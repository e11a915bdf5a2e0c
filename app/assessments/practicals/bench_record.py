"""What an instructor put down at the bench, as their device tells it. Pure.

It is JSON: {"id", "enrolment", "item", "revision" (by whose practical it was judged), "begun_at", "ended_at" (ISO
8601), "levels": {criterion: "0"… | "met" | "not_met" | "not_observed"}, "device_brand", "device_model", "decision":
"as_judged" | "not_yet" | "stopped", "remark", "pin", "trainee": {"pin", "agrees", "words"} or null, "override",
"corrects": id or null, "photos": [SHA-256 of each]}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.assessments.practicals.judgement import Judgement
from app.assessments.practicals.outcome import top_level
from app.assessments.practicals.photos import MOST_PHOTOS
from app.curriculum.model import Criterion, Practical
from app.shared.cleaning import cleaned

MOST_BYTES = 64 * 1024
LONGEST_NAME, LONGEST_TEXT, LONGEST_PIN = 80, 2000, 40
LONGEST_ITEM = 120
DIGEST = 64
MOST_LEVELS = 200
MOST_REVISIONS = 2**31 - 1
"""What the databases take for one."""
DECISIONS = ("as_judged", "not_yet", "stopped")
WORDS = {"not_met": 0, "met": 1}
NOT_OBSERVED = "not_observed"


class UnreadableRecord(Exception):  # noqa: N818 - said of the record, as the device is told
    """No record, or one that no device of ours makes."""


@dataclass(frozen=True)
class TraineesWord:
    """What the trainee said of the outcome on the instructor's device."""

    agrees: bool
    words: str


@dataclass(frozen=True)
class BenchRecord:
    """One assessment as it was put down at the bench."""

    id: UUID
    """Of the sign-off that it becomes."""
    enrolment_id: UUID
    item_id: str
    revision_id: int | None
    """The revision whose practical the device showed; None: by a page from before records named it."""
    begun_at: datetime
    ended_at: datetime
    levels: Mapping[str, str]
    """What was given to each criterion, as forms write it."""
    device_brand: str
    device_model: str
    decision: str
    remark: str
    trainee: TraineesWord | None
    override: str
    corrects: UUID | None
    photos: tuple[str, ...]
    """The digest of each photo as it was sent."""

    def judgement(self, practical: Practical) -> Judgement:
        """The judgement of this practical; what isn't one of its levels is left out, and missing then."""
        given = ((each, self.levels.get(each.id)) for each in practical.criteria)
        return Judgement(
            levels={each.id: _level(word) for each, word in given if word is not None and _is_of(each, word)},
            device_brand=self.device_brand,
            device_model=self.device_model,
            not_yet=self.decision == "not_yet",
            remark=self.remark,
            stopped=self.decision == "stopped",
        )

    def word_of(self, criterion: Criterion) -> str:
        """What was given to the criterion as pages write it; what it doesn't have wasn't observed."""
        word = self.levels.get(criterion.id, NOT_OBSERVED)
        return word if _is_of(criterion, word) else NOT_OBSERVED

    def as_json(self) -> dict[str, Any]:
        """What is kept of a record that is held: everything but PINs. `record_of` reads it back."""
        trainee = self.trainee
        return {
            "id": str(self.id),
            "enrolment": str(self.enrolment_id),
            "item": self.item_id,
            "revision": self.revision_id,
            "begun_at": self.begun_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "levels": dict(self.levels),
            "device_brand": self.device_brand,
            "device_model": self.device_model,
            "decision": self.decision,
            "remark": self.remark,
            "trainee": {"agrees": trainee.agrees, "words": trainee.words} if trainee else None,
            "override": self.override,
            "corrects": str(self.corrects) if self.corrects else None,
            "photos": list(self.photos),
        }


@dataclass(frozen=True)
class DeliveredPhoto:
    """A photo as it came from the bench: kept, or refused for the reason that `refused` names."""

    received_digest: str
    stored_digest: str
    refused: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed at the bench, as far as their PINs were right."""

    assessor: str
    """`account` (they have no PIN), `pin`, or nothing: theirs was wrong."""
    trainee: bool


@dataclass(frozen=True)
class Pins:
    """The PINs that came with a record. They are checked, and kept nowhere."""

    assessor: str
    trainee: str


def read_record(plain: bytes) -> tuple[BenchRecord, Pins]:
    """The record in an opened envelope, and its PINs. Raises UnreadableRecord."""
    if len(plain) > MOST_BYTES:
        raise UnreadableRecord
    try:
        told = json.loads(plain)
        return record_of(told), Pins(_text(told, "pin", LONGEST_PIN), _trainees_pin(told))
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as unreadable:
        raise UnreadableRecord from unreadable


def record_of(told: Mapping[str, Any]) -> BenchRecord:
    """The record that this JSON tells. Raises KeyError, OverflowError, TypeError or ValueError where it tells none."""
    trainee, corrects, photos = told["trainee"], told["corrects"], told["photos"]
    if told["decision"] not in DECISIONS or not isinstance(photos, list) or len(photos) > MOST_PHOTOS:
        raise ValueError
    return BenchRecord(
        id=UUID(told["id"]),
        enrolment_id=UUID(told["enrolment"]),
        item_id=_text(told, "item", LONGEST_ITEM),
        revision_id=_revision(told.get("revision")),
        begun_at=_moment(told["begun_at"]),
        ended_at=_moment(told["ended_at"]),
        levels=_levels(told["levels"]),
        device_brand=_text(told, "device_brand", LONGEST_NAME),
        device_model=_text(told, "device_model", LONGEST_NAME),
        decision=told["decision"],
        remark=_text(told, "remark", LONGEST_TEXT),
        trainee=TraineesWord(_yes(trainee["agrees"]), _text(trainee, "words", LONGEST_TEXT)) if trainee else None,
        override=_text(told, "override", LONGEST_TEXT),
        corrects=UUID(corrects) if corrects else None,
        photos=tuple(_digest(each) for each in photos),
    )


def _trainees_pin(told: Mapping[str, Any]) -> str:
    return _text(told["trainee"], "pin", LONGEST_PIN) if told["trainee"] else ""


def _revision(told: object) -> int | None:
    if told is not None and (not isinstance(told, int) or isinstance(told, bool) or not 0 < told <= MOST_REVISIONS):
        raise ValueError("no revision")
    return told


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    text = cleaned(told[name])
    if len(text) > longest:
        raise ValueError(name)
    return text


def _moment(told: str) -> datetime:
    moment = datetime.fromisoformat(told)
    if moment.tzinfo is None:
        raise ValueError("a time without a time zone")
    return moment.astimezone(UTC)


def _levels(told: Mapping[str, str]) -> dict[str, str]:
    if len(told) > MOST_LEVELS:
        raise ValueError("too many criteria")
    return {cleaned(criterion)[:LONGEST_ITEM]: cleaned(word)[:LONGEST_NAME] for criterion, word in told.items()}


def _digest(told: str) -> str:
    if len(told) != DIGEST or set(told) - set("0123456789abcdef"):
        raise ValueError("no digest")
    return told


def _yes(told: object) -> bool:
    if not isinstance(told, bool):
        raise TypeError
    return told


def _is_of(criterion: Criterion, word: str) -> bool:
    if word == NOT_OBSERVED:
        return True
    if not criterion.levels:
        return word in WORDS
    return word in {str(level) for level in range(top_level(criterion) + 1)}


def _level(word: str) -> int | None:
    if word == NOT_OBSERVED:
        return None
    return WORDS[word] if word in WORDS else int(word)
