"""What the answers to a quiz say of its questions, as authors read it, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from babel.numbers import format_decimal
from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from app.assessments.quizzes.queries.statistics import (
    QuizStatistics,
    RevisionStatistics,
    quiz_statistics,
    revision_statistics,
)
from app.assessments.quizzes.statistics.figures import FEWEST_ANSWERS, Figures, Verdict
from app.courses.permissions import may_read_with_answers
from app.shared.intervals import Estimate
from app.shared.spreadsheets import Cell, write_csv
from app.web.guards import guarded

blueprint = Blueprint("quiz_statistics", __name__)

A_MINUTE = 60
TOLD_IN_SECONDS = 90
"""Longer spans are told in minutes and seconds."""


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/statistics")
@guarded(revision_statistics, may_read_with_answers)
def index(found: RevisionStatistics) -> ResponseReturnValue:
    """All quizzes of a revision: which questions to look at."""
    return render_template("quizzes/statistics/index.html", found=found, verdicts=verdict_words())


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/items/<item_id>/statistics")
@guarded(quiz_statistics, may_read_with_answers)
def show(found: QuizStatistics) -> ResponseReturnValue:
    """Each question in a row, and below what was chosen."""
    words = {"verdicts": verdict_words(), "decimal": decimal, "span": span, "percent": percent}
    return render_template("quizzes/statistics/show.html", found=found, fewest=FEWEST_ANSWERS, **words)


@blueprint.get("/revisions/<int(max=2147483647):revision_id>/items/<item_id>/statistics.csv")
@guarded(quiz_statistics, may_read_with_answers)
def csv(found: QuizStatistics) -> ResponseReturnValue:
    """The same as CSV: a row a question."""
    locale = get_locale()
    data = write_csv(_table(found), language=locale.language if locale else "en")
    name = f"{found.revision.curriculum.id} {found.revision.number} {found.quiz.id}.csv"
    return send_file(BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=name, max_age=0)


def verdict_words() -> dict[Verdict, tuple[str, str]]:
    """Each verdict in a word or two, and what it means."""
    return {
        "few": (_("Too few answers"), _("Nothing is said of fewer than %(number)s.", number=FEWEST_ANSWERS)),
        "against": (_("Check the key"), _("Those who do well in the rest get this one wrong.")),
        "hard": (_("Hard"), _("Most get it wrong. Is it taught, and is it clear?")),
        "easy": (_("Known"), _("Nearly everybody gets it right.")),
        "flat": (_("Tells nothing apart"), _("Those who know the rest do no better here.")),
        "sound": (_("Sound"), _("Those who know the rest know this too.")),
        "open": (_("Left open"), _("So few answers fit a good question as well as a bad one.")),
    }


def percent(share: float) -> str:
    """A share in whole per cent, without its sign."""
    return f"{100 * share:.0f}"


def decimal(value: float) -> str:
    """A number with two decimal places, as the reader's language writes it."""
    return format_decimal(value, "0.00", locale=get_locale())


def span(seconds: float) -> str:
    """A span of time, short: 35 s, 2 min 5 s."""
    whole = round(seconds)
    if whole < TOLD_IN_SECONDS:
        return str(_("%(seconds)s s", seconds=whole))
    return str(_("%(minutes)s min %(seconds)s s", minutes=whole // A_MINUTE, seconds=whole % A_MINUTE))


def _table(found: QuizStatistics) -> list[list[Cell]]:
    bounds = (_("from"), _("to"))
    head = [
        *(_("Number"), _("Question"), _("Source"), _("Digest"), _("Asked"), _("Right"), _("Without an answer")),
        *(_("Facility"), *bounds, _("Discrimination"), *bounds, _("Median seconds"), *bounds, _("Times known")),
        *(_("Verdict"), _("Wrong answers")),
    ]
    return [list(head), *_rows(found)]


def _rows(found: QuizStatistics) -> Iterator[list[Cell]]:
    words = verdict_words()
    for number, each in enumerate(found.figures, 1):
        question = each.question
        yield [
            *(number, question.id, found.source_of(question), question.digest, each.asked, each.right),
            each.unanswered.number if each.unanswered else 0,
            *_cells(each.facility, 3),
            *_cells(each.discrimination, 3),
            *_cells(each.seconds, 0),
            each.timed,
            words[each.verdict][0],
            _wrong(each),
        ]


def _cells(estimate: Estimate | None, places: int) -> tuple[Cell, ...]:
    if estimate is None:
        return ("", "", "")
    return tuple(round(value, places or None) for value in (estimate.value, estimate.low, estimate.high))


def _wrong(figures: Figures) -> str:
    """The wrong answers that were given, each with how many gave it: options by number from 1, as they are written."""
    question = figures.question
    wrong = [choice for choice in figures.choices if choice.number and not choice.right]
    if question.type in ("numeric", "text"):
        return "; ".join(f"{choice.value} × {choice.number}" for choice in wrong)
    joint = ">" if question.type == "match" else " "
    told = [joint.join("-" if place is None else str(place + 1) for place in choice.places) for choice in wrong]
    return "; ".join(f"{places} × {choice.number}" for places, choice in zip(told, wrong, strict=True))
