"""Safety corrections, as authors push them and staff read them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.courses.facts import CohortFacts
from app.courses.forms.safety_corrections import CorrectionForm
from app.courses.operations.safety_corrections import Foreseen, foresee, push_correction
from app.courses.permissions import may_correct, may_follow, may_read_with_answers
from app.courses.queries.changes import CourseChanges, course_changes
from app.courses.queries.cohorts import cohort_followed_by
from app.courses.queries.safety_corrections import (
    CorrectableCourse,
    CourseCorrections,
    SeenCorrection,
    correctable_course,
    correction_seen_by,
    course_corrections,
)
from app.courses.queries.safety_readings import readings_in
from app.courses.routes.side_by_side import shown_beside
from app.curriculum.changes import Change
from app.curriculum.phrases import phrase
from app.curriculum.side_by_side import Pair
from app.db import db
from app.shared.clock import now
from app.shared.ids import new_id
from app.web.guards import guarded

blueprint = Blueprint("safety_corrections", __name__)


@blueprint.get("/courses/<course_id>/safety-corrections")
@guarded(course_corrections, may_read_with_answers)
def index(course: CourseCorrections) -> ResponseReturnValue:
    """What was pushed to the course."""
    may_push = may_correct(current_user, course)
    return render_template("courses/safety_corrections/index.html", course=course, may_push=may_push)


@blueprint.get("/courses/<course_id>/safety-corrections/new")
@guarded(correctable_course, may_correct)
def new(course: CorrectableCourse) -> ResponseReturnValue:
    """The form: what is corrected, and why."""
    return _form_page(course, CorrectionForm.of(course))


@blueprint.post("/courses/<course_id>/safety-corrections")
@guarded(correctable_course, may_correct)
def create(course: CorrectableCourse) -> ResponseReturnValue:
    """Push it; before that, show whom it reaches and where it doesn't fit."""
    form = CorrectionForm.of(course)
    if not form.validate_on_submit():
        return _form_page(course, form), 422
    if not form.was_foreseen:
        foreseen = foresee(course, parts=form.parts.data or (), by=current_user.id, at=now())
        form.foreseen.data = form.chosen
        return _form_page(course, form, foreseen)
    correction_id = _push(course, form)
    flash(_("It is pushed. Every trainee reads it before they go on."), "success")
    return redirect(f"/safety-corrections/{correction_id}", 303)


@blueprint.get("/safety-corrections/<uuid:correction_id>")
@guarded(correction_seen_by, may_read_with_answers)
def show(correction: SeenCorrection) -> ResponseReturnValue:
    """What was corrected and why, and which cohorts have it."""
    changes = course_changes(correction.before_id or correction.revision.id, correction.revision.id)
    return render_template(
        "courses/safety_corrections/show.html",
        correction=correction,
        shown=_shown((changes.by_part[part], changes) for part in correction.parts if part in changes.by_part),
        may_push=may_correct(current_user, correction),
    )


@blueprint.get("/cohorts/<uuid:cohort_id>/safety-corrections")
@guarded(cohort_followed_by, may_follow)
def readers(cohort: CohortFacts) -> ResponseReturnValue:
    """Who in the cohort has read which correction, and who hasn't."""
    return render_template("courses/safety_corrections/readers.html", cohort=cohort, readings=readings_in(cohort))


def _push(course: CorrectableCourse, form: CorrectionForm) -> UUID:
    correction_id = push_correction(
        course.id,
        correction_id=form.new_id or new_id(),
        revision_id=form.revision_id,
        parts=form.parts.data or (),
        reason=form.reason.data or "",
        by=current_user.id,
        at=now(),
    )
    db.session.commit()
    return correction_id


def _form_page(course: CorrectableCourse, form: CorrectionForm, foreseen: tuple[Foreseen, ...] = ()) -> str:
    return render_template(
        "courses/safety_corrections/new.html",
        course=course,
        form=form,
        foreseen=foreseen,
        phrase=phrase,
        shown=_shown((changes.by_part[part], changes) for part, changes in course.parts.items()),
    )


def _shown(parts: Iterable[tuple[Change, CourseChanges]]) -> list[tuple[Change, CourseChanges, Pair]]:
    return [(change, changes, shown_beside(change, changes, with_answers=True)) for change, changes in parts]
