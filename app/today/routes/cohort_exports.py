"""A cohort's chart as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses.queries.enrolments import done_by_each
from app.shared.spreadsheets import Cell
from app.today.glance import CohortGlance
from app.today.routes.cohort_matrix import load_cohort, may_see_cohort
from app.today.routes.tables import csv_file, xlsx_file
from app.today.standing import State
from app.web.guards import guarded

blueprint = Blueprint("cohort_exports", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>.csv")
@guarded(load_cohort, may_see_cohort)
def csv(found: CohortGlance) -> ResponseReturnValue:
    """The chart as CSV: a row a trainee, a column an item."""
    return csv_file(_table(found), name=_name(found))


@blueprint.get("/cohorts/<uuid:cohort_id>.xlsx")
@guarded(load_cohort, may_see_cohort)
def xlsx(found: CohortGlance) -> ResponseReturnValue:
    """The chart as an Excel file."""
    return xlsx_file(_table(found), name=_name(found), title=found.cohort.name)


def _table(found: CohortGlance) -> list[list[Cell]]:
    items = found.cohort.curriculum.items.values()
    head = [_("Trainee"), _("Withdrawn on"), _("Items done"), _("Items behind"), _("Complete"), _("Certificate")]
    titles = [_("Week %(number)s: %(title)s", number=item.week, title=item.title) for item in items]
    return [[*head, *titles], *_rows(found)]


def _rows(found: CohortGlance) -> Iterator[list[Cell]]:
    words, zone = _words(), ZoneInfo(found.cohort.time_zone)
    everybody = (*found.present, *found.withdrawn)
    done = done_by_each([trainee.enrolled for trainee in everybody])
    for trainee in everybody:
        days = {item_id: at.astimezone(zone).date() for item_id, at in done[trainee.enrolled.id].completions.items()}
        gone = trainee.enrolled.withdrawn_at
        yield [
            trainee.enrolled.name,
            gone.astimezone(zone).date() if gone else None,
            sum(1 for item_id in trainee.states if item_id in days),
            trainee.behind,
            _("yes") if trainee.complete else _("no"),
            _("yes") if trainee.record.certified else _("no"),
            *(_cell(words[state], days.get(item_id)) for item_id, state in trainee.states.items()),
        ]


def _cell(word: str, completed_on: date | None) -> str:
    return f"{word} {completed_on.isoformat()}" if completed_on else word


def _words() -> dict[State, str]:
    """The words of the chart's legend."""
    return {
        "done": _("Done"),
        "open": _("To do"),
        "running": _("Under way"),
        "ready": _("Ready"),
        "not_yet": _("Not yet"),
        "late": _("Behind"),
        "locked": _("Locked"),
    }


def _name(found: CohortGlance) -> str:
    return f"{found.cohort.name} {found.plan.today.isoformat()}"
