"""Practice questions in lessons: marked at once, never stored."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.courses.facts import PracticeQuestion
from app.courses.operations.enrolments import refuse_locked
from app.courses.permissions import may_practise
from app.courses.queries.enrolments import practice_question
from app.courses.routes.lessons import lesson_page
from app.curriculum.marking import answer_from, credit, verdict
from app.shared.cleaning import cleaned
from app.web.guards import guarded
from app.web.security import only_reads

blueprint = Blueprint("practice", __name__)


@blueprint.post("/enrolments/<uuid:enrolment_id>/items/<item_id>/practice/<question_id>")
@guarded(practice_question, may_practise)
@only_reads
def create(practice: PracticeQuestion) -> ResponseReturnValue:
    """The verdict: just the question for htmx, else the whole lesson with it."""
    refuse_locked(practice.place)
    given = [cleaned(sent) for sent in request.form.getlist("answer")]
    answer = answer_from(practice.question, given)
    word = verdict(credit(practice.question, answer)) if answer else ""
    if request.headers.get("HX-Request") == "true":
        return render_template("courses/lessons/practice.html", practice=practice, given=given, verdict=word)
    if not answer:
        flash(_("Choose or type an answer first."), "info")
    question_id = practice.question.id
    return lesson_page(practice.place, given={question_id: given}, verdicts={question_id: word})
