"""The attestation and the transcript as PDF: drawn whenever somebody asks, and not stored."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from app.certificates.training import KINDS, Line, TrainedWeek, Training
from app.certificates.training_words import WORDS, training_words
from app.certificates.typesetting import set_in


def attestation(training: Training, *, at: datetime) -> bytes:
    """What was followed and done, in numbers, with the work that was signed off. Raises UnprintableError."""
    tell = _Telling(training)
    work = [
        [line.title, line.devices or "–", tell.day(line.on)]
        for week in training.weeks
        for line in week.lines
        if line.kind == "practical" and line.on
    ]
    counts = [
        [tell.words[kind], tell.share("done_value", *training.counts[kind])]
        for kind in KINDS
        if training.counts[kind][1]
    ]
    words = {
        "kind": tell.words["attestation"],
        "sentence": tell("sentence_left" if training.left else "sentence"),
        "so-far": tell("so_far"),
        "limits": tell("attestation_limits"),
        **{name: tell.words[name] for name in ("what", "done", "practicals", "work", "device", "date")},
    }
    return set_in("attestation.typ", tell.page(words) | {"counts": counts, "practicals": work}, at=at)


def transcript(training: Training, *, at: datetime) -> bytes:
    """Every item that counts, with its outcome and date. Raises UnprintableError."""
    tell = _Telling(training)
    words = {
        "kind": tell.words["transcript"],
        "limits": tell("transcript_limits"),
        **{name: tell.words[name] for name in ("empty", "sort", "item", "outcome", "reached", "date")},
    }
    weeks = [{"title": tell.week(week), "rows": [tell.row(line) for line in week.lines]} for week in training.weeks]
    return set_in("transcript.typ", tell.page(words) | {"weeks": weeks}, at=at)


class _Telling:
    """Says what a training says, in the language of its course."""

    def __init__(self, training: Training) -> None:
        self.training = training
        self.language = training.language if training.language in WORDS else "en"
        self.words = training_words(self.language)

    def __call__(self, name: str) -> str:
        told = self.training
        return self.words[name].format(
            school=told.school,
            holder=told.holder,
            course=told.course,
            first=self.day(told.first_day),
            last=self.day(told.last_day),
            on=self.day(told.on),
        )

    def page(self, words: dict[str, str]) -> dict[str, Any]:
        """What both papers have."""
        told = self.training
        hours = [self.number(told.hours), self.number(told.course_hours)]
        return {
            "language": self.language,
            "school": told.school,
            "holder": told.holder,
            "words": words | {"drawn": self("drawn"), "page": self.words["page"]},
            "facts": [
                [self.words["holder"], told.holder],
                [self.words["course"], told.course],
                [self.words["place"], told.place],
                [self.words["dates"], self("dates_value")],
                [self.words["weeks"], self.share("weeks_value", told.followed, len(told.weeks))],
                [self.words["hours"], self.share("hours_value", *hours)],
                [self.words["revision"], self.words["revision_value"].format(number=told.revision)],
            ],
        }

    def row(self, line: Line) -> list[str]:
        """One item of the transcript."""
        outcome = self.words["open" if line.outcome == "open" else f"{line.kind}_{line.outcome}"]
        reached = f"{self.number(Decimal(line.reached))}\N{NO-BREAK SPACE}%" if line.reached else ""
        return [self.words[f"a_{line.kind}"], line.title, outcome, reached, self.day(line.on)]

    def week(self, week: TrainedWeek) -> str:
        """The week by its number and title."""
        return self.words["week"].format(number=week.number, title=week.title)

    def share(self, name: str, number: object, of: object) -> str:
        """So many of so many."""
        return self.words[name].format(number=number, all=of)

    def number(self, value: Decimal) -> str:
        """A number as readers of the language write it."""
        return format_decimal(value, locale=self.language)

    def day(self, value: date | None) -> str:
        """A day, or nothing."""
        return format_date(value, "d MMMM y", self.language) if value else ""
