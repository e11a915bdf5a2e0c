"""By when the quizzes of a cohort are due."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts
from app.courses.forms.due_dates import DueDateForm
from app.courses.operations.due_dates import DateChanged, move_for_all
from app.courses.permissions import may_move_dates
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.due_dates import CohortQuiz, cohort_quiz, due_quizzes
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.web.guards import guarded
from app.web.titles import with_titles

blueprint = Blueprint("due_dates", __name__)


@blueprint.get("/cohorts/<uuid:cohort_id>/due-dates")
@guarded(cohort_followed_by, may_move_dates)
def index(cohort: CohortFacts) -> ResponseReturnValue:
    """Each quiz with its day."""
    return _page(cohort, {})


def _may_move(member: Member, found: CohortQuiz) -> bool:
    return may_move_dates(member, found.cohort)


@blueprint.post("/cohorts/<uuid:cohort_id>/due-dates/<item_id>")
@guarded(cohort_quiz, _may_move)
def update(found: CohortQuiz) -> ResponseReturnValue:
    """Move the day for all, or (`reset`) back to the week's last day."""
    due = next(each for each in due_quizzes(found.cohort) if each.quiz.id == found.quiz.id)
    form = DueDateForm.of(due, found.cohort)
    if not form.sound:
        return _page(found.cohort, {found.quiz.id: form}), 422
    try:
        move_for_all(found.cohort, found.quiz, to=form.wanted, was=form.made_from, by=current_user.id, at=now())
    except DateChanged as clash:
        form.tell_clash(clash.present)
        return _page(found.cohort, {found.quiz.id: form}), 409
    db.session.commit()
    flash(with_titles(_("The date is moved: %(quiz)s."), quiz=found.quiz), "success")
    return redirect(url_for("due_dates.index", cohort_id=found.cohort.id, _anchor=found.quiz.id), 303)


def _page(cohort: CohortFacts, sent: dict[str, DueDateForm]) -> str:
    rows = [(due, sent.get(due.quiz.id) or DueDateForm.of(due, cohort)) for due in due_quizzes(cohort)]
    return render_template("courses/due_dates/index.html", cohort=cohort, rows=rows)
