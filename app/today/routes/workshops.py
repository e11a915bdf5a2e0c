"""Preparing the workshop for a week of a cohort: a page to print, and a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses.permissions import may_follow
from app.people.member import Member
from app.shared.spreadsheets import Cell
from app.today.queries.workshops import CohortWeek, cohort_week
from app.today.routes.tables import csv_file, xlsx_file
from app.today.workshop import MOST_BENCHES, Present, Workshop, practicals_of, prepare
from app.web.guards import guarded

blueprint = Blueprint("workshops", __name__, url_prefix="/cohorts/<uuid:cohort_id>/weeks/<int:number>")


def may_prepare(member: Member, found: CohortWeek) -> bool:
    """Who follows the cohort."""
    return may_follow(member, found.cohort)


@blueprint.get("/workshop")
@guarded(cohort_week, may_prepare)
def show(found: CohortWeek) -> ResponseReturnValue:
    """What to lay out, and in which order."""
    typed = request.args.get("benches", "").strip()
    return render_template(
        "today/workshop.html",
        found=found,
        workshop=_prepared(found),
        typed=typed,
        wrong=bool(typed) and _benches(typed) is None,
        most=MOST_BENCHES,
        weeks=[week for week in found.cohort.curriculum.weeks if practicals_of(week)],
    )


@blueprint.get("/workshop.csv")
@guarded(cohort_week, may_prepare)
def csv(found: CohortWeek) -> ResponseReturnValue:
    """The same as CSV."""
    return csv_file(_table(_prepared(found)), name=_name(found))


@blueprint.get("/workshop.xlsx")
@guarded(cohort_week, may_prepare)
def xlsx(found: CohortWeek) -> ResponseReturnValue:
    """The same as an Excel file."""
    return xlsx_file(_table(_prepared(found)), name=_name(found), title=_name(found))


def _prepared(found: CohortWeek) -> Workshop:
    benches = _benches(request.args.get("benches", "").strip())
    return prepare(found.week, present=Present(found.trainees, benches or max(found.trainees, 1)))


def _benches(typed: str) -> int | None:
    """How many benches somebody typed; None: that is no number of benches."""
    number = int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST_BENCHES)) else 0
    return number if 1 <= number <= MOST_BENCHES else None


def _name(found: CohortWeek) -> str:
    return f"{found.cohort.name} {_('Week %(number)s', number=found.week.number)}"


def _table(workshop: Workshop) -> Iterator[list[Cell]]:
    currency = current_app.extensions["settings"].currency
    each, cost = _("Cost each (%(currency)s)", currency=currency), _("Cost (%(currency)s)", currency=currency)
    yield [_("What"), _("Name"), _("How many"), each, cost, _("For")]
    sorts = ((_("Tool"), workshop.tools), (_("Part"), workshop.parts), (_("Consumable"), workshop.consumables))
    for sort, lines in sorts:
        for line in lines:
            for_what = ", ".join(practical.title for practical in line.practicals)
            yield [sort, line.name, _number(line.quantity), line.cost, line.total, for_what]
    for sitting in workshop.sittings:
        yield [_("Practical, minutes"), sitting.practical.title, sitting.minutes, None, None, None]


def _number(quantity: Decimal) -> Cell:
    return int(quantity) if quantity == quantity.to_integral_value() else quantity
