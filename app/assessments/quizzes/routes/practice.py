"""Practice: what a trainee finds hard, and questions answered again."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.forms import attempt_id_from
from app.assessments.quizzes.marking import verdict_of
from app.assessments.quizzes.operations.practice import answer_again
from app.assessments.quizzes.permissions import may_practise, may_see_attempt
from app.assessments.quizzes.queries.practice import (
    AskedAgain,
    EnrolledAnswer,
    asked_again,
    practice_answer,
    practice_of,
)
from app.assessments.quizzes.returning import SOME_DAYS
from app.assessments.quizzes.weakest import ENOUGH, GOOD
from app.courses.facts import Enrolled
from app.courses.permissions import is_own, may_see_enrolment
from app.courses.queries.enrolments import enrolled
from app.courses.routes.safety_duties import read_first
from app.curriculum.marking import answer_from, values_for
from app.db import db
from app.shared.cleaning import cleaned
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("quiz_practice", __name__)


@blueprint.get("/enrolments/<uuid:enrolment_id>/practice")
@guarded(enrolled, may_see_enrolment)
def index(place: Enrolled) -> ResponseReturnValue:
    """Safety questions that are back, what was got wrong, and the weakest competences."""
    own = is_own(current_user, place)
    if own:
        read_first(place)
    return render_template(
        "quizzes/practice/index.html",
        place=place,
        practice=practice_of(place, at=now()),
        own=own,
        rule={"days": SOME_DAYS, "enough": ENOUGH, "good": int(GOOD * 100)},
    )


@blueprint.get("/enrolments/<uuid:enrolment_id>/practice/<item_id>/<question_id>")
@guarded(asked_again, may_practise)
def new(found: AskedAgain) -> ResponseReturnValue:
    """One question to answer."""
    read_first(found.enrolled)
    return _question_page(found)


@blueprint.post("/enrolments/<uuid:enrolment_id>/practice/<item_id>/<question_id>")
@guarded(asked_again, may_practise)
def create(found: AskedAgain) -> ResponseReturnValue:
    """Keep the answer, and show what it was worth."""
    given = [cleaned(sent) for sent in request.form.getlist("answer")]
    answer = answer_from(found.asked.question, given)
    if not answer:
        flash(_("Choose or type an answer first."), "info")
        return _question_page(found), 422
    row = answer_again(found, answer_id=attempt_id_from(request.form), answer=answer, at=now())
    db.session.commit()
    return redirect(url_for("quiz_practice.show", answer_id=row.id), 303)


@blueprint.get("/practice-answers/<uuid:answer_id>")
@guarded(practice_answer, may_see_attempt)
def show(found: EnrolledAnswer) -> ResponseReturnValue:
    """An answer and what it was worth; the key only where the quiz shows it."""
    question, answer = found.asked.question, found.answer
    own = is_own(current_user, found.enrolled)
    return render_template(
        "quizzes/practice/answer.html",
        found=found,
        own=own,
        given=values_for(question, answer.answer, question.shown),
        verdict=verdict_of(answer.thousandths, answer.possible_thousandths),
        following=practice_of(found.enrolled, at=now()).after(found.asked.key) if own else None,
        days=SOME_DAYS,
    )


def _question_page(found: AskedAgain) -> str:
    today = found.enrolled.cohort.day_of(now())
    return render_template("quizzes/practice/new.html", found=found, open=found.asked.open_on(today))
