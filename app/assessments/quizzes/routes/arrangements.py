"""What is arranged for one trainee: how they take all quizzes, or one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.arranging import Terms
from app.assessments.quizzes.forms import ArrangementForm, FurtherAttemptForm
from app.assessments.quizzes.operations.arrangements import arrange
from app.assessments.quizzes.permissions import may_arrange, may_arrange_quiz
from app.assessments.quizzes.queries import attempts_of, quiz_item, quiz_states
from app.assessments.quizzes.queries.arrangements import arranged_for, arranging_story
from app.courses.facts import Enrolled, EnrolledItem
from app.courses.queries.enrolments import enrolled
from app.curriculum.model import Quiz
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("arrangements", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/arrangements")
@guarded(enrolled, may_arrange)
def index(place: Enrolled) -> ResponseReturnValue:
    """What holds in all quizzes, and each quiz with what holds there."""
    return _index_page(place, form_of(arranged_for(place).for_all))


@blueprint.post("/enrolments/<uuid:enrolment_id>/arrangements")
@guarded(enrolled, may_arrange)
def create(place: Enrolled) -> ResponseReturnValue:
    """Arrange something for all quizzes."""
    form = ArrangementForm()
    if not form.validate_on_submit():
        return _index_page(place, form), 422
    _arrange(place, None, form)
    return redirect(_address(place), 303)


@blueprint.get("/enrolments/<uuid:enrolment_id>/arrangements/<item_id>")
@guarded(quiz_item, may_arrange_quiz)
def edit(found: EnrolledItem) -> ResponseReturnValue:
    """One quiz: what holds there, and the trainee's attempts."""
    form = form_of(arranged_for(found.enrolled).own(found.item.id))
    return quiz_page(found, form, FurtherAttemptForm(prefix="further"))


@blueprint.post("/enrolments/<uuid:enrolment_id>/arrangements/<item_id>")
@guarded(quiz_item, may_arrange_quiz)
def update(found: EnrolledItem) -> ResponseReturnValue:
    """Arrange something for one quiz."""
    form = ArrangementForm()
    if not form.validate_on_submit():
        return quiz_page(found, form, FurtherAttemptForm(prefix="further", formdata=None)), 422
    _arrange(found.enrolled, quiz_before(found), form)
    return redirect(f"{_address(found.enrolled)}/{found.item.id}", 303)


def _arrange(place: Enrolled, quiz: Quiz | None, form: ArrangementForm) -> None:
    new = arrange(
        place,
        quiz,
        more_time=form.more_time.data,
        read_aloud=form.read_aloud.data,
        reason=form.reason.data or "",
        by=current_user.id,
        at=now(),
    )
    db.session.commit()
    told = _("Arranged. %(name)s gets a notice.", name=place.name) if new else _("That is how it was already.")
    flash(told, "success" if new else "info")


def form_of(terms: Terms) -> ArrangementForm:
    """The form as these terms fill it in."""
    return ArrangementForm(formdata=None, more_time=terms.more_time, read_aloud=terms.read_aloud)


def _address(place: Enrolled) -> str:
    return f"/enrolments/{place.id}/arrangements"


def quiz_before(found: EnrolledItem) -> Quiz:
    """The quiz. Raises TypeError."""
    if not isinstance(found.item, Quiz):
        raise TypeError(f"{found.item.id} is no quiz")
    return found.item


def _index_page(place: Enrolled, form: ArrangementForm) -> str:
    quizzes = [item for item in place.curriculum.items.values() if isinstance(item, Quiz)]
    return render_template(
        "quizzes/arrangements/index.html",
        place=place,
        form=form,
        quizzes=quizzes,
        arranged=arranged_for(place),
        states={item_id: state for (_id, item_id), state in quiz_states([place]).items()},
        story=arranging_story(place.id),
    )


def quiz_page(found: EnrolledItem, form: ArrangementForm, further: FurtherAttemptForm) -> str:
    """The page of one quiz with both of its forms."""
    quiz, arranged = quiz_before(found), arranged_for(found.enrolled)
    terms = arranged.terms(quiz.id)
    return render_template(
        "quizzes/arrangements/edit.html",
        found=found,
        quiz=quiz,
        form=form,
        further=further,
        for_all=arranged.for_all,
        terms=terms,
        limit=terms.attempts(quiz.attempts),
        attempts=attempts_of(found),
        story=[each for each in arranging_story(found.enrolled.id) if each.detail.get("item") in (None, *quiz.names)],
    )
