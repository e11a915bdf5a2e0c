"""A course that isn't there yet."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.authoring.forms.new_courses import NewCourseForm
from app.authoring.operations.drafts import CourseTaken
from app.authoring.operations.new_courses import NewCourse, begin_new_course
from app.authoring.permissions import may_write
from app.authoring.queries.tracks import TrackChoice, tracks_seen_by
from app.db import db
from app.shared.clock import now
from app.web.guards import guarded

blueprint = Blueprint("new_courses", __name__)


@blueprint.get("/desk/courses/new")
@guarded(tracks_seen_by, may_write)
def new(tracks: tuple[TrackChoice, ...]) -> ResponseReturnValue:
    """The form."""
    form = NewCourseForm.of(tracks)
    form.language.data = current_user.language
    return render_template("authoring/new_courses/new.html", form=form)


@blueprint.post("/desk/courses")
@guarded(tracks_seen_by, may_write)
def create(tracks: tuple[TrackChoice, ...]) -> ResponseReturnValue:
    """Begin its draft, and go there."""
    form = NewCourseForm.of(tracks)
    if not form.validate_on_submit():
        return render_template("authoring/new_courses/new.html", form=form), 422
    try:
        draft = begin_new_course(NewCourse(**form.values()), by=current_user.id, at=now())
    except CourseTaken:
        db.session.rollback()
        form.course_id.errors = [_("There is a course of this id already: choose another.")]
        return render_template("authoring/new_courses/new.html", form=form), 409
    db.session.commit()
    flash(_("The course is begun. Nobody but the authors sees it before it is published."), "success")
    return redirect(f"/drafts/{draft.id}", 303)
