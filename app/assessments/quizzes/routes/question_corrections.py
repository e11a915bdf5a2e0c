"""Withdrawing a wrong key: whose mark would change, and what became of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.assessments.quizzes.forms import CorrectionForm
from app.assessments.quizzes.operations.corrections import correct_question, erase_reason
from app.assessments.quizzes.permissions import may_correct_key
from app.assessments.quizzes.queries.corrections import (
    Correction,
    CourseCorrections,
    correction_seen_by,
    course_corrections,
    rescored_by,
)
from app.assessments.quizzes.queries.keys import QuestionPlace, question_place, wrong_keys
from app.assessments.quizzes.queries.remarkings import preview
from app.courses.forms.safety_corrections import ErasureForm
from app.db import db
from app.mail.bell import bell_of
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("question_corrections", __name__)
QUESTION = "/revisions/<int(max=2147483647):revision_id>/items/<item_id>/questions/<question_id>/corrections"


@blueprint.get(f"{QUESTION}/new")
@guarded(question_place, may_correct_key)
def new(place: QuestionPlace) -> ResponseReturnValue:
    """What was asked with another key, whose mark would change, and the form."""
    return _page(place, CorrectionForm())


@blueprint.post(QUESTION)
@guarded(question_place, may_correct_key)
def create(place: QuestionPlace) -> ResponseReturnValue:
    """Withdraw the wrong keys; the worker marks again."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _page(place, form), 422
    reason, correction_id = form.reason.data or "", form.new_id or new_id()
    made = correct_question(place, correction_id=correction_id, reason=reason, by=current_user.id, at=now())
    db.session.commit()
    bell_of(current_app).ring()
    return redirect(f"/question-corrections/{made.id}", 303)


@blueprint.get("/courses/<course_id>/question-corrections")
@guarded(course_corrections, may_correct_key)
def index(course: CourseCorrections) -> ResponseReturnValue:
    """What was corrected in the course."""
    return render_template("quizzes/question_corrections/index.html", course=course)


@blueprint.get("/question-corrections/<uuid:correction_id>")
@guarded(correction_seen_by, may_correct_key)
def show(correction: Correction) -> ResponseReturnValue:
    """How far it is, and whose mark it has changed."""
    changed = rescored_by(correction.id)
    return render_template("quizzes/question_corrections/show.html", correction=correction, changed=changed)


@blueprint.get("/question-corrections/<uuid:correction_id>/erasure")
@guarded(correction_seen_by, may_correct_key)
def edit(correction: Correction) -> ResponseReturnValue:
    """The form: why the reason is erased."""
    return render_template("quizzes/question_corrections/erasure.html", correction=correction, form=ErasureForm())


@blueprint.post("/question-corrections/<uuid:correction_id>/erasure")
@guarded(correction_seen_by, may_correct_key)
def destroy(correction: Correction) -> ResponseReturnValue:
    """Erase why the key was withdrawn; that it was stays."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return render_template("quizzes/question_corrections/erasure.html", correction=correction, form=form), 422
    erase_reason(correction.id, reason=form.reason.data or "", by=current_user.id, at=now())
    db.session.commit()
    flash(_("The reason is erased. The journal keeps that you did it, and why."), "success")
    return redirect(correction.address, 303)


def _page(place: QuestionPlace, form: CorrectionForm) -> str:
    wrong = wrong_keys(place, language=current_user.language) if place.is_newest else ()
    # The page has the question several times: each needs an id of its own.
    shown = [replace(each, asked=replace(each.asked, id=f"{each.asked.id}-{each.revision_number}")) for each in wrong]
    return render_template(
        "quizzes/question_corrections/new.html",
        place=place,
        form=form,
        wrong=shown,
        preview=preview(place, {each.asked.digest for each in wrong}) if wrong else None,
    )
