"""Enrolling a whole list of people: the list, what would happen with each line, and then all of it at once."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.courses.facts import CohortFacts
from app.courses.forms.rosters import RosterForm
from app.courses.operations.rosters import EnrolledRoster, RosterChanged, enrol_roster
from app.courses.permissions import may_coordinate
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.rosters import roster_plan
from app.courses.roster.lines import RosterLine
from app.courses.roster.plans import Plan
from app.db import db
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded
from app.web.security import only_reads

blueprint = Blueprint("rosters", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/roster")
@guarded(cohort_followed_by, may_coordinate)
def new(cohort: CohortFacts) -> ResponseReturnValue:
    """The form."""
    return _asked(RosterForm(language=cohort.curriculum.language), cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/roster")
@guarded(cohort_followed_by, may_coordinate)
@only_reads
def show(cohort: CohortFacts) -> ResponseReturnValue:
    """What would happen with each line. Nothing is kept: the list travels on in the page's own form."""
    form = RosterForm()
    lines = form.read() if form.validate_on_submit() else ()
    if not lines:
        return _asked(form, cohort), 422
    return _shown(form, cohort, roster_plan(lines, cohort))


@blueprint.post("/cohorts/<uuid:cohort_id>/roster/enrolments")
@guarded(cohort_followed_by, may_coordinate)
def create(cohort: CohortFacts) -> ResponseReturnValue:
    """Enrol everybody in the list but who was left out; or show it again, if that would not be what was seen."""
    db.session.rollback()  # reading a long list takes its time, and nobody has to wait for it
    form = RosterForm()
    lines = form.read() if form.validate_on_submit() else ()
    if not lines:
        return _asked(form, cohort), 422
    if unsettled := _unsettled(form, lines):
        return _shown(form, cohort, roster_plan(lines, cohort), unsettled=unsettled), 422
    try:
        enrolled = _enrol(form, lines, cohort)
    except RosterChanged as refusal:
        db.session.rollback()
        return _shown(form, cohort, refusal.plan, changed=True), 409
    return _done(enrolled, cohort)


def _asked(form: RosterForm, cohort: CohortFacts) -> str:
    return render_template("courses/rosters/new.html", form=form, cohort=cohort)


def _shown(
    form: RosterForm, cohort: CohortFacts, plan: Plan, *, changed: bool = False, unsettled: Collection[int] = ()
) -> str:
    # Somebody who may be there twice is left out until the coordinator says otherwise, having seen it.
    left_out = form.left_out if form.seen.data else {each.line.number for each in plan.lines if each.doubtful}
    return render_template(
        "courses/rosters/show.html",
        form=form,
        cohort=cohort,
        plan=plan,
        left_out=left_out,
        changed=changed,
        unsettled=unsettled,
    )


def _unsettled(form: RosterForm, lines: tuple[RosterLine, ...]) -> list[int]:
    """The numbers of the wrong lines of which nobody said that they are to be left out."""
    wrong = [line.number for line in lines if line.problems]
    return [] if form.leave_wrong.data else [number for number in wrong if number not in form.left_out]


def _enrol(form: RosterForm, lines: tuple[RosterLine, ...], cohort: CohortFacts) -> EnrolledRoster:
    enrolled = enrol_roster(
        lines,
        cohort=cohort,
        seen=form.seen.data or "",
        left_out=form.left_out,
        language=form.language.data,
        roster_id=form.new_id or new_id(),
        by=_member_id(),
        at=now(),
    )
    db.session.commit()
    return enrolled


def _member_id() -> UUID:
    member_id: UUID = current_user.id
    return member_id


def _done(enrolled: EnrolledRoster, cohort: CohortFacts) -> ResponseReturnValue:
    """On to the cards to print, if there are any; else to the cohort."""
    told = ngettext("%(num)s person is enrolled.", "%(num)s people are enrolled.", enrolled.places)
    if enrolled.cards:
        flash(f"{told} {_('Here are the cards to print.')}", "success")
        return redirect(f"/cohorts/{cohort.id}/cards", 303)
    if enrolled.places:
        flash(told, "success")
    else:
        flash(_("Nobody was enrolled: every line was left out."), "info")
    return redirect(url_for("cohort_matrix.show", cohort_id=cohort.id), 303)
