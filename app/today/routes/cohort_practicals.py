"""A cohort's practicals: who has shown what at the bench, when and on which device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from flask import Blueprint, get_template_attribute, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.courses.permissions import may_teach
from app.shared.spreadsheets import Cell as Written
from app.today.benchwork import Row, rows_of, sheets_of
from app.today.glance import CohortGlance
from app.today.queries.benchwork import shown_in
from app.today.routes.cohort_matrix import load_cohort, may_see_cohort
from app.today.routes.tables import csv_file, xlsx_file
from app.today.standing import State
from app.today.stuck import RULE, Reason
from app.web.guards import guarded

blueprint = Blueprint("cohort_practicals", __name__)

STATES = get_args(State)


@blueprint.get("/cohorts/<uuid:cohort_id>/practicals")
@guarded(load_cohort, may_see_cohort)
def show(found: CohortGlance) -> ResponseReturnValue:
    """Trainees by practicals, those who are stuck first."""
    return render_template(
        "today/practicals.html",
        found=found,
        rows=rows_of(found, shown_in(found)),
        sheets=sheets_of(found.plan.practicals),
        rule=RULE,
        teaches=may_teach(current_user, found.cohort) and found.cohort.closed_at is None,
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/practicals.csv")
@guarded(load_cohort, may_see_cohort)
def csv(found: CohortGlance) -> ResponseReturnValue:
    """The same as CSV: a row a trainee, three columns a practical."""
    return csv_file(_table(found), name=_name(found))


@blueprint.get("/cohorts/<uuid:cohort_id>/practicals.xlsx")
@guarded(load_cohort, may_see_cohort)
def xlsx(found: CohortGlance) -> ResponseReturnValue:
    """The same as an Excel file."""
    return xlsx_file(_table(found), name=_name(found), title=_("Practicals"))


def _name(found: CohortGlance) -> str:
    return f"{found.cohort.name} {_('Practicals')} {found.plan.today.isoformat()}"


def _table(found: CohortGlance) -> Iterator[list[Written]]:
    head: list[Written] = [_("Trainee"), _("Stuck"), _("Practicals shown")]
    for each in found.plan.practicals:
        title = _("Week %(number)s: %(title)s", number=each.week, title=each.title)
        head += [title, f"{title} · {_('Date')}", f"{title} · {_('Device')}"]
    yield head
    state_word = get_template_attribute("components/state.html", "state_word")
    words = {state: str(state_word(state)) for state in STATES}
    for row in rows_of(found, shown_in(found)):
        yield [
            *_first(row),
            *(part for cell in row.cells for part in (words[cell.state], cell.on, cell.device or None)),
        ]


def _first(row: Row) -> list[Written]:
    return [row.trainee.enrolled.name, "; ".join(map(_words, row.reasons)), row.done]


def _words(reason: Reason) -> str:
    said = get_template_attribute("today/stuck.html", "reason_words")(reason)
    return Markup(said).striptags()  # noqa: S704 - of a template, and written as plain text
