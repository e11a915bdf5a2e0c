"""By when the quizzes are due for one trainee."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import Enrolled
from app.courses.forms.due_dates import TheirDueDateForm
from app.courses.operations.due_dates import DateChanged, move_for_one
from app.courses.permissions import may_move_their_dates
from app.courses.queries.due_dates import EnrolledQuiz, due_quizzes_of, enrolled_quiz
from app.courses.queries.enrolments import done_by, enrolled
from app.db import db
from app.people.member import Member
from app.shared.clock import now
from app.web.guards import guarded
from app.web.titles import with_titles

blueprint = Blueprint("their_due_dates", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/due-dates")
@guarded(enrolled, may_move_their_dates)
def index(place: Enrolled) -> ResponseReturnValue:
    """Each quiz with its day."""
    return _page(place, {})


def _may_move(member: Member, found: EnrolledQuiz) -> bool:
    return may_move_their_dates(member, found.enrolled)


@blueprint.post("/enrolments/<uuid:enrolment_id>/due-dates/<item_id>")
@guarded(enrolled_quiz, _may_move)
def update(found: EnrolledQuiz) -> ResponseReturnValue:
    """Move the day for them, or (`reset`) back to that of all."""
    due = next(each for each in due_quizzes_of(found.enrolled) if each.quiz.id == found.quiz.id)
    form = TheirDueDateForm.of(due, found.enrolled.cohort)
    if not form.sound:
        return _page(found.enrolled, {found.quiz.id: form}), 422
    try:
        days = {"to": form.wanted, "was": form.made_from}
        move_for_one(found.enrolled, found.quiz, **days, reason=form.why, by=current_user.id, at=now())
    except DateChanged as clash:
        form.tell_clash(clash.present)
        return _page(found.enrolled, {found.quiz.id: form}), 409
    db.session.commit()
    flash(with_titles(_("The date is moved: %(quiz)s."), quiz=found.quiz), "success")
    return redirect(url_for("their_due_dates.index", enrolment_id=found.enrolled.id, _anchor=found.quiz.id), 303)


def _page(place: Enrolled, sent: dict[str, TheirDueDateForm]) -> str:
    done = done_by(place)
    rows = [
        (due, sent.get(due.quiz.id) or TheirDueDateForm.of(due, place.cohort), due.quiz.id in done.completions)
        for due in due_quizzes_of(place)
    ]
    return render_template("courses/their_due_dates/index.html", place=place, rows=rows)
